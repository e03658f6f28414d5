import type { Tensor } from '../../../tensor/tensor';
import type { Fingerprint } from './fingerprint';
import { distance, fingerprint, separation } from './fingerprint';
import type { Trial } from '../trials';

/** Inputs nearer than this, as a share of their spread, give the same output. */
const same = 1e-6;

/** So many recipes are tried in their own order; they lie far apart and tell where the others are. */
const inOrder = 6;

/** The nearest ones tell most. */
const mostGuides = 6;

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
    const guides = guidesOf(tried);
    // A network may be much more sensitive to one of the two numbers: then the neighbours of the best one are likelier.
    const score = this.recipes % 2 === 0 ? disagreement : nearness;
    const likely = guides ? lowest(recipes, entry => score(entry, guides)) : first;
    this.entries.splice(this.entries.indexOf(likely), 1);
    return likely;
  }
}

/** Inputs by which others are judged: the best one first, each with the distance of its output from the expected one. */
type Guides = readonly { readonly print: Fingerprint; readonly apart: number }[];

/** By the way that came nearest; nothing where too little was tried. */
function guidesOf(tried: readonly Tried[]): Guides | undefined {
  const ways = [...(tried[0]?.apart.keys() ?? [])].map(way =>
    tried
      .map(({ print, apart }) => ({ print, apart: apart[way] }))
      .filter(({ apart }) => apart > 0 && apart < Infinity)
      .sort((one, other) => one.apart - other.apart)
      .slice(0, mostGuides)
  );
  const usable = ways.filter(({ length }) => length > 1);
  return usable.length > 0 ? lowest(usable, ([best]) => best.apart) : undefined;
}

function lowest<T>(items: readonly T[], score: (item: T) => number): T {
  const scores = items.map(score);
  return items[scores.indexOf(Math.min(...scores))];
}

function nearness({ print }: Entry, [best]: Guides): number {
  return print ? separation(best.print, print) : Infinity;
}

/**
 * Variance of the logarithm of (distance of the outputs / distance of the inputs): 0 where one is a multiple of the
 * other. Near ones count more, since far from the truth an output moves no further.
 */
function disagreement({ print }: Entry, guides: Guides): number {
  let [weights, sum, squares] = [0, 0, 0];
  for (const guide of guides) {
    const weight = 1 / guide.apart;
    const ratio = print ? Math.log(guide.apart / separation(guide.print, print)) : Infinity;
    weights += weight;
    sum += weight * ratio;
    squares += weight * ratio * ratio;
  }
  const score = squares / weights - (sum / weights) ** 2;
  return score === score ? score : Infinity;
}

/** What was tried with the same inputs before. */
export function twinOf<T extends Tried>(tried: readonly T[], print: Fingerprint): T | undefined {
  return tried.find(known => distance(known.print, print) < same);
}
