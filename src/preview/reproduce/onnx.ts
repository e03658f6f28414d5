import { isLong } from '../../processing/slowOperations';
import { EngineError, noMemory } from '../../runtime/engine';
import type { Session } from '../../runtime/engine';
import type { Finding } from '../../spec/finding';
import type { WeightsEntry } from '../../spec/model';
import type { Tensor } from '../../tensor/tensor';
import { sentenceOf } from '../format/files';
import { checkCounts, checkDimensions } from '../../bundle/binding';
import { externalOf, sizeOf } from '../../bundle/weights';
import type { Loading } from './loading';
import { diagnose } from '../diagnosis/diagnose';
import { largestCopy } from '../diagnosis/runs/free';
import type { Reload } from '../diagnosis/runs/network';
import { postprocess } from '../../processing/apply';
import { trySizes } from '../network/sizes';
import type { Diagnosis, Reproduction } from '../report/report';
import type { Ran, ReproduceInput } from './input';
import { compareAll, computedBy, every } from './outputs';
import type { TestInputs } from './testInputs';

/** A failure in words; aborting is none and goes through. */
export async function runWeights(loading: Loading, input: ReproduceInput, inputs: TestInputs): Promise<Ran> {
  try {
    return await runOnnx(loading, input, inputs);
  } catch (error) {
    input.signal?.throwIfAborted();
    if (input.limit.isOver) {
      return every(input, loading.weights, input.limit.reason, 'not run');
    }
    // Both say something of this runtime, and nothing of the network.
    const notHere = error instanceof EngineError && (error.step === 'start' || error.reason.startsWith(noMemory));
    const reason = error instanceof EngineError ? error.reason : sentenceOf(error);
    return every(input, loading.weights, reason, notHere ? 'not run' : 'failed');
  }
}

async function runOnnx(loading: Loading, input: ReproduceInput, inputs: TestInputs): Promise<Ran> {
  const { description, steps, limit } = input;
  // What is wrong with the network explains more than what is wrong with its input, so it is told first.
  const preparing = inputs.prepared();
  const session = await loading.session;
  checkCounts(session, description);
  const prepared = await preparing;
  const computed = await steps.run('run', () => session.run(prepared.tensors, limit.signal), {
    detail: input.engine.name
  });
  const finished = await steps.run('postprocess', () => {
    checkDimensions(computed, description.outputs);
    return postprocess(computed, inputs.raw, session, input);
  });
  const refusals = [...prepared.refusals, ...finished.refusals];
  const compared = await steps.run('compare', () => compareAll(loading.weights, input, finished, refusals), {
    fine: ({ reproduction }) => reproduction.every(({ verdict }) => verdict !== 'failed')
  });
  const run = { session, prepared: prepared.tensors, computed };
  // A size that the network cannot take may end the runtime, so it comes last.
  if (compared.reproduction.some(({ verdict }) => verdict === 'failed')) {
    input.onCompared?.({ ...compared, findings: [], diagnosis: [], agreement: [] });
  }
  const diagnosis = await inTime(input, () => explain(loading.weights, input, run, compared.reproduction));
  const findings = await inTime(input, () => tryOtherSizes(input, run));
  return { ...compared, findings, diagnosis, computed: computedBy(finished, description.outputs) };
}

/** Nothing where the time ends meanwhile: what was compared before stands. */
async function inTime<T>({ limit }: ReproduceInput, work: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await work();
  } catch (error) {
    if (limit.isOver) {
      return [];
    }
    throw error;
  }
}

/** What was computed on the way to the comparison. */
interface Run {
  readonly session: Session;
  /** The inputs as the network took them. */
  readonly prepared: readonly Tensor[];
  /** What the network gave, before postprocessing. */
  readonly computed: readonly Tensor[];
}

function tryOtherSizes({ description, outline, steps, limit }: ReproduceInput, run: Run): Promise<Finding[]> {
  return steps.run('sizes', () => trySizes({ description, outline, ...run, signal: limit.signal }), {
    fine: findings => findings.every(({ severity }) => severity !== 'error')
  });
}

/** Why the failed outputs do not reproduce; nothing where all do. */
async function explain(
  weights: WeightsEntry,
  { description, bundle, engine, tensors, steps, limit, stop }: ReproduceInput,
  { session, prepared, computed }: Run,
  reproduction: readonly Reproduction[]
): Promise<readonly Diagnosis[]> {
  // The search would carry out long steps many times over in the page's own thread.
  const isQuick = (output: string) => !description.outputs.some(({ id, operations }) => id === output && operations.some(step => isLong(step.id))); // prettier-ignore
  const failed = reproduction.filter(({ verdict, output }) => verdict === 'failed' && isQuick(output));
  const runSeconds = steps.seconds.run ?? 0;
  const reload: Reload = async (change, over) =>
    engine.load(change(await bundle.read(weights.source, over)), await externalOf(weights, bundle, over), over);
  // A network that fills much of the memory is not held twice.
  const again = (sizeOf(weights, bundle) ?? Infinity) <= largestCopy ? { reload } : {};
  const subject = { description, weights: weights.format, session, tensors, prepared, computed };
  const input = { ...subject, failed, runSeconds, ...again };
  return failed.length === 0
    ? []
    : steps.run('diagnose', () => diagnose({ ...input, signal: limit.signal, ...(stop && { stop }) }));
}
