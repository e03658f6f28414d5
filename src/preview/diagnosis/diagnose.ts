import type { Session } from '../../runtime/engine';
import type { ModelDescription } from '../../spec/model';
import { createTensor, hasDType } from '../../tensor/create';
import { countNonFinite } from '../../tensor/stats';
import type { Tensor } from '../../tensor/tensor';
import type { Diagnosis, Reproduction } from '../report/report';
import { toleranceFor } from '../reproduce/tolerance';
import { Budget } from './runs/budget';
import type { Cause } from './change';
import { isSame } from './change';
import { keep, outputChange, tryOutputs } from './cheap';
import { finish, finishes } from './finish';
import { fitsLine } from './fit';
import type { Case, SearchEnd } from './outcome';
import { isSettled, outcome, plain } from './outcome';
import { fixOf } from './recipe';
import type { Reload } from './runs/network';
import { Network } from './runs/network';
import { Runs } from './runs/runs';
import type { Subject } from './subject';
import { Target } from './target';
import { diagnosisTexts } from './texts';
import type { Trial } from './trials';
import { trials } from './trials';

export interface DiagnosisInput {
  readonly description: ModelDescription;
  /** Weights format that ran. */
  readonly weights: string;
  readonly session: Session;
  /** Test tensors by the id of their tensor. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** The inputs as the network took them, in the description's order. */
  readonly prepared: readonly Tensor[];
  /** What the network itself gave for the declared preprocessing, before postprocessing, in the description's order. */
  readonly computed: readonly Tensor[];
  readonly failed: readonly Reproduction[];
  /** What the run took: another one that would end too late is not begun. */
  readonly runSeconds?: number;
  /** Where given, the search has a copy of the network for itself. */
  readonly reload?: Reload;
  readonly signal?: AbortSignal;
  /** Ends the search early; what was found until then is the result. */
  readonly stop?: AbortSignal;
}

/** How long the search may go on. */
const seconds = 10;

/**
 * Tries, for at most ten seconds, which change makes the outputs reproduce: first what needs no run of the network, then
 * other inputs. One entry per failed output. Rejects only where `signal` aborts, with its reason.
 */
export async function diagnose(input: DiagnosisInput, limits = { seconds }): Promise<Diagnosis[]> {
  const { description, tensors, session, prepared, computed, runSeconds, reload, signal, stop } = input;
  const raw = description.inputs.flatMap(({ id }) => tensors.get(id) ?? []);
  const subject: Subject = { description, session, raw, prepared, computed };
  const budget = new Budget({ seconds: limits.seconds, runSeconds, signal, stop });
  const judged = input.failed.flatMap(reproduction => judge(reproduction, input));
  const cases = judged.flatMap(one => ('found' in one ? one : []));
  const network = new Network(subject, budget, reload);
  try {
    const end = await searchSafely(cases, subject, network, budget);
    return judged.map(one => ('found' in one ? outcome(one, end) : one));
  } finally {
    budget.close();
    await network.close();
  }
}

/** Where nothing can be searched, what is to be said instead. */
function judge(reproduction: Reproduction, { description, tensors, weights }: DiagnosisInput): (Case | Diagnosis)[] {
  const output = description.outputs.findIndex(({ id }) => id === reproduction.output);
  const expected = tensors.get(reproduction.output);
  if (output < 0 || !expected) {
    return [];
  }
  if (countNonFinite(expected) > 0) {
    return [plain(reproduction, 'unexplained', diagnosisTexts.notNumbers)];
  }
  const type = description.outputs[output].data[0]?.type ?? 'float32';
  const target = new Target(expected, toleranceFor(description, reproduction.output, weights, type));
  return target.provesNothing
    ? [plain(reproduction, 'unexplained', diagnosisTexts.nothing)]
    : [{ reproduction, output, target, found: [], likeness: new Map() }];
}

/** What goes wrong in the search (memory, for instance) must not cost the comparison that it is to explain. */
async function searchSafely(
  cases: readonly Case[],
  subject: Subject,
  network: Network,
  budget: Budget
): Promise<SearchEnd> {
  try {
    return await search(cases, subject, network, budget);
  } catch (error) {
    budget.signal?.throwIfAborted();
    const problem = error instanceof Error ? error.message : String(error);
    return { tried: budget.tried, left: 0, stopped: false, seconds: budget.seconds, problem };
  }
}

async function search(cases: readonly Case[], subject: Subject, network: Network, budget: Budget): Promise<SearchEnd> {
  for (const one of cases) {
    if (!sameValues(one, subject)) {
      await tryOutputs(one, subject, budget);
    }
  }
  const all = trials(subject, cases[0]?.likeness ?? new Map());
  const open: Case[] = [];
  const doubtful: Case[] = [];
  for (const one of cases) {
    if (!isSettled(one)) {
      open.push(one);
    } else if (await hasRival(one, subject, all, network, budget)) {
      doubtful.push(one);
    }
  }
  const left = await new Runs(subject, [...open, ...doubtful], network, budget, doubtful.length > 0).tryAll(all);
  return { tried: budget.tried, left, stopped: budget.stopped, seconds: budget.seconds };
}

/** Nothing is wrong with the values: they were stored as another type than described. */
function sameValues(one: Case, { description, computed, raw }: Subject): boolean {
  const declared = finish(finishes(description, one.output)[0], one.output, computed, raw);
  const residual = declared && one.target.residual(declared);
  const stored = one.target.expected.dtype;
  const type = description.outputs[one.output].data[0]?.type ?? 'float32';
  if (residual === undefined || stored === type) {
    return false;
  }
  keep(
    one,
    {
      cause: 'data-type',
      data: { declared: type, stored },
      rank: 1,
      ...fixOf(
        `Describe it as ${stored}`,
        description.formatVersion.startsWith('0.5') && description.outputs[one.output].data.length === 1
          ? [{ op: 'set', path: ['outputs', one.output, 'data', 'type'], value: stored }]
          : undefined
      )
    },
    residual
  );
  return true;
}

/**
 * Whether a change of the image may do the same as the change of the output that was found. Flips and exchanged axes are
 * tried at once; another scale of the image matters only to a network that hands it on to its output.
 */
async function hasRival(
  one: Case,
  subject: Subject,
  all: readonly Trial[],
  network: Network,
  budget: Budget
): Promise<boolean> {
  const runs = new Runs(subject, [one], network, budget, true);
  const moved = one.found.flatMap(({ change: { cause, data } }) =>
    all.filter(({ placement }) => placement && isSame({ cause, data, rank: 0 })({ change: outputChange(placement) }))
  );
  await runs.tryAll(moved);
  const fitted = one.found.some(({ change: { cause } }) => valueCauses.includes(cause));
  if (!fitted || !budget.allows('whole')) {
    return false;
  }
  const outputs = await network.run(subject.prepared.map(half), 'whole');
  return outputs !== undefined && fitsLine(outputs[one.output], subject.computed[one.output]);
}

const valueCauses: readonly Cause[] = ['output-scaled', 'output-offset', 'output-scaled-and-offset'];

function half(tensor: Tensor): Tensor {
  return hasDType(tensor, 'float32')
    ? createTensor(
        'float32',
        tensor.shape,
        tensor.data.map(value => value / 2)
      )
    : tensor;
}
