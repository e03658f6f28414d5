import { applyPreprocessing } from '../../processing/apply';
import { ProcessingError } from '../../processing/error';
import { EngineError } from '../../runtime/engine';
import type { Tensor } from '../../tensor/tensor';
import type { Budget } from './budget';
import type { Change, Explanation } from './change';
import { placedLike, placementKey } from './cheap';
import type { Fingerprint } from './fingerprint';
import { distance, fingerprint } from './fingerprint';
import type { Finish } from './finish';
import { finish, finishes } from './finish';
import type { Placement } from './geometry';
import { movedInputs } from './image';
import { preparations } from './normalise';
import type { Case } from './outcome';
import { isSettled, sentenceOf } from './outcome';
import type { Subject } from './subject';

/** Another set of inputs for the network. */
export interface Trial {
  readonly change: Change;
  readonly placement?: Placement;
  /** Nothing where it cannot be made. */
  make(): readonly Tensor[] | undefined;
}

/** Inputs nearer than this, as a share of their spread, give the same output. */
const same = 1e-6;

/** Inputs nearer than this may give outputs that both agree within the tolerance. */
const near = 0.02;

/** All other inputs that are worth a run, one input changed at a time, the likeliest first. */
export function trials({ description, raw, prepared }: Subject, likeness: ReadonlyMap<string, number>): Trial[] {
  const recipes = description.inputs.flatMap((_, input) =>
    preparations(description, input, raw[input]).map(preparation => ({
      change: preparation.change,
      make: () => prepare(preparation.description, raw)
    }))
  );
  const moved = description.inputs.flatMap(({ axes }, input) =>
    movedInputs(prepared[input], axes).map(({ change, placement, make }) => ({
      change,
      placement,
      make: () => prepared.map((tensor, at) => (at === input ? make() : tensor))
    }))
  );
  // A network's output moves about as its input does, so the outputs tell before any run whether the image was moved.
  const plain = likeness.get('') ?? 0;
  const like = ({ placement }: Trial) => likeness.get(placement ? placementKey(placement) : '') ?? -1;
  const byLikeness = [...moved].sort((one, other) => like(other) - like(one));
  const most = byLikeness[0] ? like(byLikeness[0]) : 0;
  const moves = (trial: Trial) =>
    trial.placement?.kind === 'shifted'
      ? like(trial) === most && most > plain + clearer / 10
      : like(trial) > plain + clearer;
  const first = byLikeness.filter(trial => like(trial) > clearly && moves(trial)).slice(0, 4);
  return [...first, ...recipes, ...byLikeness.filter(trial => !first.includes(trial))];
}

/**
 * How much an output in another order must look like the expected one, and how much more than in its own order. A shift
 * by few pixels changes little, so that only the one that looks most alike is taken for a sign.
 */
const clearly = 0.5;
const clearer = 0.02;

function prepare(description: Subject['description'], raw: readonly Tensor[]): readonly Tensor[] | undefined {
  try {
    return applyPreprocessing(raw, description).tensors;
  } catch (error) {
    if (error instanceof ProcessingError) {
      return undefined;
    }
    throw error;
  }
}

interface Known {
  readonly print: Fingerprint;
  /** What it explained, for each case. */
  readonly found: ReadonlyMap<Case, readonly Explanation[]>;
}

/** Runs the network on other inputs and compares what comes out. */
export class Runs {
  private readonly known: Known[];
  private readonly ways: ReadonlyMap<Case, readonly Finish[]>;

  constructor(
    private readonly subject: Subject,
    private readonly cases: readonly Case[],
    private readonly budget: Budget,
    /** Every input is run, even where all is explained. */
    private readonly thorough: boolean
  ) {
    this.known = [{ print: fingerprint(subject.prepared), found: new Map() }];
    this.ways = new Map(
      cases.map(one => [
        one,
        finishes(subject.description, one.output).filter(({ change }) => (change?.rank ?? 0) <= 3)
      ])
    );
  }

  /** Gives how many trials there was no time for. */
  async tryAll(list: readonly Trial[]): Promise<number> {
    if (this.cases.length === 0) {
      return 0;
    }
    for (const [index, trial] of list.entries()) {
      if (!(await this.budget.next())) {
        return list.length - index;
      }
      const inputs = trial.make();
      const print = inputs && fingerprint(inputs);
      if (!inputs || !print) {
        continue;
      }
      const twin = this.known.find(known => distance(known.print, print) < same);
      if (twin) {
        this.repeat(twin, trial.change);
      } else if (this.isWorthIt(print)) {
        if (!this.budget.allowsRun) {
          return list.length - index;
        }
        this.known.push({ print, found: await this.run(trial, inputs) });
        if (!this.thorough && this.cases.every(isSettled)) {
          this.budget.hurry(2);
        }
      }
    }
    return 0;
  }

  /** Where all is explained, only inputs that are much like those that explained it can still change the answer. */
  private isWorthIt(print: Fingerprint): boolean {
    return (
      this.thorough ||
      !this.cases.every(isSettled) ||
      this.known.some(({ print: other, found }) => found.size > 0 && distance(other, print) < near)
    );
  }

  /** The same inputs by another change: it explains what the first one explained. */
  private repeat({ found }: Known, change: Change): void {
    for (const [one, explanations] of found) {
      const alone = explanations.find(({ change: { cause } }) => cause !== 'both-sides');
      if (alone) {
        one.found.push({ change, residual: alone.residual });
      }
    }
  }

  private async run(trial: Trial, inputs: readonly Tensor[]): Promise<Known['found']> {
    const outputs = await this.compute(inputs);
    const found = new Map<Case, Explanation[]>();
    if (!outputs) {
      return found;
    }
    for (const one of this.cases) {
      const explanations = this.compare(one, trial, outputs);
      if (explanations.length > 0) {
        one.found.push(...explanations);
        found.set(one, explanations);
      }
    }
    return found;
  }

  /** Nothing where the network does not take these inputs. */
  async compute(inputs: readonly Tensor[]): Promise<Tensor[] | undefined> {
    const { session } = this.subject;
    try {
      return await this.budget.run(() => session.run(inputs, this.budget.signal));
    } catch (error) {
      this.budget.signal?.throwIfAborted();
      if (error instanceof EngineError) {
        return undefined;
      }
      throw error;
    }
  }

  private compare(one: Case, { change, placement }: Trial, outputs: readonly Tensor[]): Explanation[] {
    const { description, raw } = this.subject;
    return (this.ways.get(one) ?? []).flatMap(way => {
      const tensor = finish(way, one.output, outputs, raw);
      if (!tensor) {
        return [];
      }
      const residual = one.target.residual(tensor);
      const plain = residual === undefined ? [] : [{ change: both(change, way.change), residual }];
      const placed =
        placement && !way.change ? placedLike(tensor, placement, one.target, description.outputs[one.output].axes) : [];
      return [...plain, ...placed.map(back => ({ ...back, change: both(change, back.change) }))];
    });
  }
}

function both(first: Change, second: Change | undefined): Change {
  return second
    ? {
        cause: 'both-sides',
        data: { first: sentenceOf(first), second: sentenceOf(second) },
        rank: first.rank + second.rank
      }
    : first;
}
