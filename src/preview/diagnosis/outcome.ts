import type { Diagnosis, Reproduction } from '../report/report';
import type { Change, Explanation } from './change';
import { sharp, simplest } from './change';
import type { Target } from './target';
import { changeTexts, diagnosisTexts, fill } from './texts';

/** One output that does not reproduce, and what was found for it. */
export interface Case {
  readonly reproduction: Reproduction;
  /** Position among the description's outputs. */
  readonly output: number;
  readonly target: Target;
  readonly found: Explanation[];
  /** How much the output looks like the expected one in its own order (under the empty name) and in others. */
  readonly likeness: Map<string, number>;
}

/** True where nothing better is to be expected. */
export function isSettled({ found }: Case): boolean {
  return found.some(({ residual }) => residual <= sharp);
}

export interface SearchEnd {
  readonly tried: number;
  /** Changes that there was no time for. */
  readonly left: number;
  readonly stopped: boolean;
  readonly seconds: number;
  /** What ended it before its time. */
  readonly problem?: string;
}

export function outcome({ reproduction, found }: Case, end: SearchEnd): Diagnosis {
  const { tried, left, stopped, seconds, problem = '' } = end;
  if (found.length === 0) {
    const ended = problem ? diagnosisTexts.broken : stopped ? diagnosisTexts.stopped : undefined;
    const text = ended ?? (left > 0 ? diagnosisTexts.late : diagnosisTexts.unexplained);
    const sentence = fill(text, { tried, left, seconds, problem });
    return plain(reproduction, stopped ? 'stopped' : 'unexplained', sentence, tried);
  }
  const best = simplest(found);
  const winners = best.map(({ change }) => change);
  const [first, ...others] = winners;
  const causes = [...new Set(winners.map(({ cause }) => cause))];
  const also = others.slice(0, 3).map(change => sentenceOf(change));
  const sentence =
    others.length === 0
      ? fill(best[0].residual <= sharp ? diagnosisTexts.one : diagnosisTexts.nearly, { change: sentenceOf(first) })
      : fill(diagnosisTexts.several, { change: sentenceOf(first), others: also.join('; or when ') });
  return {
    ...plain(reproduction, 'explained', sentence, tried),
    cause: causes.length === 1 ? causes[0] : 'several',
    ...(causes.length > 1 && { causes }),
    ...(first.fix && others.length === 0 && { fix: first.fix })
  };
}

export function plain(
  { weights, output }: Reproduction,
  state: Diagnosis['state'],
  sentence: string,
  tried = 0
): Diagnosis {
  return { weights, output, state, sentence, tried };
}

export function sentenceOf({ cause, data }: Change): string {
  return fill(changeTexts[cause], data);
}
