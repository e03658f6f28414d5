import type { Tensor } from '../../tensor/tensor';
import type { Fingerprint } from './fingerprint';
import { distance, fingerprint, separation } from './fingerprint';
import type { Trial } from './trials';

/** Inputs nearer than this, as a share of their spread, give the same output. */
const same = 1e-6;

/** So many recipes are tried in their own order; they lie far apart and tell where the others are. */
const inOrder = 6;

/** The nearest ones tell most. */
const guides = 6;

/** Seconds that may go into making the inputs ahead of their turn. */
const aheadSeconds = 1;

/** Inputs that were tried, and what came of it. */
export interface Tried {
  readonly print: Fingerprint;
  /** How far the output was from the expected one, for each way to compare them. */
  readonly apart: readonly number[];
}

/** Inputs whose turn comes. */
export interface Entry {
  readonly trial: Trial;
  readonly print?: Fingerprint;
  /** What the window shows of them. */
  readonly parts?: readonly Tensor[];
}

/**
 * Whose turn it is. Normalisations multiply an image with a number and add one, and a network's output moves about as far
 * as its input does: how far the outputs of the tried ones lay from the expected output tells which of the others is as
 * far from each of them. All that are no normalisations keep their order.
 */
export class Queue {
  private readonly entries: Entry[];
  private recipes = 0;

  constructor(trials: readonly Trial[], partOf?: (inputs: readonly Tensor[]) => readonly Tensor[]) {
    const end = performance.now() + aheadSeconds * 1000;
    this.entries = trials.map(trial => {
      const inputs = trial.placement || performance.now() > end ? undefined : trial.make();
      return { trial, ...(inputs && { print: fingerprint(inputs), ...(partOf && { parts: partOf(inputs) }) }) };
    });
  }

  get length(): number {
    return this.entries.length;
  }

  /** Takes the next one out. */
  next(tried: readonly Tried[]): Entry | undefined {
    const [first] = this.entries;
    if (!first || first.trial.placement || this.recipes++ < inOrder) {
      return this.entries.shift();
    }
    const others = this.entries.findIndex(({ trial }) => trial.placement);
    const recipes = this.entries.slice(0, others < 0 ? undefined : others);
    const likely = likeliest(recipes, tried) ?? first;
    this.entries.splice(this.entries.indexOf(likely), 1);
    return likely;
  }
}

/** The one whose distances from the tried inputs follow best how far those are from the truth, by any way. */
function likeliest(recipes: readonly Entry[], tried: readonly Tried[]): Entry | undefined {
  let best: { entry: Entry; score: number } | undefined;
  for (const way of tried[0]?.apart.keys() ?? []) {
    const near = tried
      .filter(({ apart }) => apart[way] > 0 && apart[way] < Infinity)
      .sort((one, other) => one.apart[way] - other.apart[way])
      .slice(0, guides);
    for (const entry of near.length < 2 ? [] : recipes) {
      const score = disagreement(entry, near, way);
      best = score < (best?.score ?? Infinity) ? { entry, score } : best;
    }
  }
  return best?.entry;
}

/**
 * Variance of the logarithm of (distance of the outputs / distance of the inputs): 0 where one is a multiple of the
 * other. Near ones count more, since far from the truth an output moves no further.
 */
function disagreement({ print }: Entry, near: readonly Tried[], way: number): number {
  let [weights, sum, squares] = [0, 0, 0];
  for (const one of near) {
    const weight = 1 / one.apart[way];
    const ratio = print ? Math.log(one.apart[way] / separation(one.print, print)) : Infinity;
    weights += weight;
    sum += weight * ratio;
    squares += weight * ratio * ratio;
  }
  const score = squares / weights - (sum / weights) ** 2;
  // A way that is far from everything tells little.
  return score === score ? score + near[0].apart[way] ** 2 : Infinity;
}

/** What was tried with the same inputs before. */
export function twinOf<T extends Tried>(tried: readonly T[], print: Fingerprint): T | undefined {
  return tried.find(known => distance(known.print, print) < same);
}
