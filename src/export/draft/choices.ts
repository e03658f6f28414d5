import type { WeightsChoice } from '../../kernel/protocol';
import type { OutputKind } from '../../kernel/protocol';
import { networkEntry } from '../networks/catalogue';
import { outputsOf } from '../networks/networkEntry';
import type { Draft } from './draft';
import { kind, only, record, text, wrong } from './values';

const PLACE = '"zooport"';

/**
 * The draft with what stands under `zooport` of a metadata file: `output` (a kind), `weights` (best, last, or the name of
 * a file) and `threshold` (0 to 255). Throws `ExportError` (`metadata`) that names the key and what can be chosen.
 */
export function chooseFrom<D extends Draft>(draft: D, value: unknown): D {
  const fields = record(value, PLACE);
  only(fields, 'zooport', ['output', 'weights', 'threshold']);
  const output = fields.output === undefined ? draft.output : outputOf(draft, fields.output);
  const weights = fields.weights === undefined ? draft.weights : weightsOf(draft, fields.weights);
  return { ...draft, output, weights, threshold: thresholdOf(draft, output, fields.threshold) };
}

function outputOf({ candidate }: Draft, value: unknown): OutputKind {
  const wanted = text(value, 'zooport.output').toLowerCase();
  const outputs = candidate.network ? outputsOf(networkEntry(candidate.network.id)) : [];
  const found = outputs.find(([kind]) => kind === wanted);
  if (!found) {
    const choices = outputs.map(([kind, { title }]) => `${kind} (${title})`).join('; ');
    throw wrong(`"zooport.output" is "${wanted}", but ${candidate.network?.name ?? 'this network'} gives: ${choices}.`);
  }
  return found[0];
}

/** By its kind, else by the name of its file. */
function weightsOf({ candidate }: Draft, value: unknown): string {
  const wanted = text(value, 'zooport.weights').toLowerCase();
  const found =
    candidate.weights.find(choice => choice.kind === wanted) ??
    candidate.weights.find(choice => choice.label.toLowerCase() === wanted);
  if (!found) {
    const choices = candidate.weights.map(toldAs).join(', ');
    throw wrong(`"zooport.weights" is "${wanted}", but "${candidate.modelName}" has: ${choices}.`);
  }
  return found.id;
}

function toldAs({ kind: which, label }: WeightsChoice): string {
  return which === 'best' || which === 'last' ? `${which} (${label})` : label;
}

function thresholdOf(draft: Draft, output: OutputKind, value: unknown): Draft['threshold'] {
  if (value === undefined) {
    return draft.threshold;
  }
  if (output !== 'mask' || !draft.threshold) {
    throw wrong(`"zooport.threshold" is only for the output "mask", but the output is "${output}".`);
  }
  if (typeof value !== 'number' || !(value >= 0 && value <= 255)) {
    throw wrong(`"zooport.threshold" must be a number from 0 to 255, but it is ${kind(value)}.`);
  }
  return { value, origin: 'user', where: 'the metadata file' };
}
