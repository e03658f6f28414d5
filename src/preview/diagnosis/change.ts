import type { Fix } from '../../spec/fix';
import type { changeTexts } from './texts';

/** Which kind of change makes an output reproduce; stable, for scripts. */
export type Cause = keyof typeof changeTexts;

/** One change that may explain why an output does not reproduce. */
export interface Change {
  readonly cause: Cause;
  /** What the cause's text has in braces. */
  readonly data: Readonly<Record<string, string | number>>;
  /** The lower, the simpler: of changes that fit equally well the simplest is named. */
  readonly rank: number;
  /** Where the description can be mended so. */
  readonly fix?: Fix;
}

/** A change that reproduces the expected output. */
export interface Explanation {
  readonly change: Change;
  /** Largest difference that is left, as a share of the expected output's range. */
  readonly residual: number;
}

/** Nothing is left but what float32 arithmetic leaves. */
export const sharp = 1e-4;

/** Two residuals that are no more apart than this tell nothing about which change it was. */
const noise = 2e-6;

/**
 * The explanations that stand after a comparison: those that fit about as well as the best one, and of them the simplest
 * ones. More than one where the test image cannot tell them apart.
 */
export function simplest(found: readonly Explanation[]): Explanation[] {
  const best = Math.min(...found.map(({ residual }) => residual));
  const alike = found.filter(({ residual }) => residual <= best * 3 + noise);
  const rank = Math.min(...alike.map(({ change }) => change.rank));
  const plain = alike.filter(({ change }) => change.rank === rank).sort((one, other) => one.residual - other.residual);
  return plain.filter(({ change }, index) => plain.findIndex(isSame(change)) === index);
}

export function isSame(change: Change): (other: { readonly change: Change }) => boolean {
  const key = keyOf(change);
  return other => keyOf(other.change) === key;
}

/** Over which axes the statistics run is a detail of the same change. */
function keyOf({ cause, data }: Change): string {
  return JSON.stringify([cause, { ...data, over: '' }]);
}
