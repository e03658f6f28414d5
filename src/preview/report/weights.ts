import { consumerIds, consumers } from '../../spec/consumers';
import { formatValue } from '../reproduce/sentence';
import type { Report, Reproduction } from './report';

/** One weights format of a bundle. */
export interface WeightsRow {
  readonly weights: string;
  /** What ran it; absent where nothing did. */
  readonly engine?: string;
  /** Names of the programs that can open this format. */
  readonly readers: readonly string[];
  readonly cells: readonly WeightsCell[];
}

/** What one weights format gave at one output. */
export interface WeightsCell {
  readonly reproduction: Reproduction;
  /** How far it is from each other format that gave this output, largest first; `null`: they cannot be compared. */
  readonly others: readonly { readonly weights: string; readonly maxAbsolute: number | null }[];
}

export interface WeightsTable {
  readonly outputs: readonly string[];
  readonly rows: readonly WeightsRow[];
}

/** All weights by output, each beside the expected output and beside one another. */
export function weightsTable({ reproduction, agreement, engine }: Report): WeightsTable {
  const outputs = [...new Set(reproduction.map(({ output }) => output))];
  const formats = [...new Set(reproduction.map(({ weights }) => weights))];
  const rows = formats.map(weights => {
    const own = reproduction.filter(one => one.weights === weights);
    const ran = own.find(({ verdict }) => verdict !== 'not run');
    const by = ran && (ran.engine ?? (weights === 'onnx' ? engine : undefined));
    return {
      weights,
      ...(by !== undefined && { engine: by }),
      readers: readersOf(weights),
      cells: own.map(one => ({ reproduction: one, others: othersOf(one, agreement) }))
    };
  });
  return { outputs, rows };
}

function othersOf({ weights, output }: Reproduction, agreement: Report['agreement']): WeightsCell['others'] {
  const pairs = agreement.filter(pair => pair.output === output && pair.weights.includes(weights));
  const apart = pairs.map(({ weights: [one, other], maxAbsolute }) => ({
    weights: one === weights ? other : one,
    maxAbsolute
  }));
  return apart.sort((one, other) => (other.maxAbsolute ?? Infinity) - (one.maxAbsolute ?? Infinity));
}

/** Names of the programs that can open weights of this format. */
export function readersOf(weights: string): string[] {
  const opens = (reads: readonly string[]): boolean => reads.includes(weights);
  return consumerIds.filter(id => opens(consumers[id].reads)).map(id => consumers[id].name);
}

/** The same in lines, for a terminal or an e-mail: how far the formats are from one another, and who reads which. */
export function weightsLines(report: Report): string[] {
  const { rows } = weightsTable(report);
  if (rows.length < 2) {
    return [];
  }
  const apart = report.agreement.map(({ output, weights: [one, other], maxAbsolute }) => {
    const far = maxAbsolute === null ? 'cannot be compared' : `differ by ${formatValue(maxAbsolute, 2)} at most`;
    return `  “${output}”: ${one} and ${other} ${far}`;
  });
  const read = rows.map(({ weights, engine, readers }) => {
    const run = engine === undefined ? '' : `run by ${engine}; `;
    return `  ${weights}: ${run}read by ${readers.join(', ') || 'no program here'}`;
  });
  return ['The weights beside each other:', ...apart, ...read];
}
