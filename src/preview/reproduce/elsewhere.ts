import { postprocess } from '../../processing/apply';
import type { Processed } from '../../processing/apply';
import type { WeightsEntry } from '../../spec/model';
import type { Tensor } from '../../tensor/tensor';
import { sentenceOf } from '../format/files';
import { WeightsError } from '../weights/runner';
import type { WeightsOutputs, WeightsRunner, WeightsWork } from '../weights/runner';
import type { Ran, ReproduceInput } from './input';
import { compareAll, computedBy, every } from './outputs';
import { checkDimensions, countOf } from '../../bundle/binding';
import type { TestInputs } from './testInputs';
import { TimeLimit } from './timeLimit';

/** Runs weights that onnxruntime cannot, by the first runner that can; only the network runs there. */
export async function runElsewhere(weights: WeightsEntry, input: ReproduceInput, inputs: TestInputs): Promise<Ran> {
  // Each network gets the whole time: what ran before it has nothing to do with it.
  const limit = new TimeLimit(input.limit.seconds, input.signal);
  try {
    return await runAndCompare(weights, { ...input, limit }, inputs);
  } catch (error) {
    input.signal?.throwIfAborted();
    if (limit.isOver) {
      return every(input, weights, limit.reason, 'not run');
    }
    const kind = error instanceof WeightsError ? error.kind : 'failed';
    const result = every(input, weights, sentenceOf(error), kind === 'failed' ? 'failed' : 'not run');
    const marked = result.reproduction.map(one => ({ ...one, needsCode: true }));
    return kind === 'code' ? { ...result, reproduction: marked } : result;
  }
}

async function runAndCompare(weights: WeightsEntry, input: ReproduceInput, inputs: TestInputs): Promise<Ran> {
  const { description, bundle, steps, limit, runners = [] } = input;
  const prepared = await inputs.prepared();
  const work: WeightsWork = {
    bundle,
    inputs: prepared.tensors,
    inputIds: description.inputs.map(({ id }) => id),
    outputIds: description.outputs.map(({ id }) => id),
    seconds: limit.seconds
  };
  const ran = await steps.run('frameworks', () => firstThatCan(runners, weights, work, limit.signal), {
    detail: weights.format
  });
  const finished = await steps.run('postprocess', async () => {
    checkOutputs(ran, input);
    return finish(ran.tensors, inputs.raw, input);
  });
  const refusals = [...prepared.refusals, ...finished.refusals];
  const compared = await steps.run('compare', () => compareAll(weights, input, finished, refusals, ran.engine), {
    fine: ({ reproduction }) => reproduction.every(({ verdict }) => verdict !== 'failed')
  });
  return { ...compared, findings: [], diagnosis: [], computed: computedBy(finished, description.outputs) };
}

async function firstThatCan(
  runners: readonly WeightsRunner[],
  weights: WeightsEntry,
  work: WeightsWork,
  signal: AbortSignal
): Promise<WeightsOutputs> {
  const obstacles: string[] = [];
  for (const runner of runners) {
    try {
      return await runner.run(weights, work, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof WeightsError && error.kind !== 'elsewhere') {
        throw error;
      }
      // Whatever else befalls a runner says nothing of the weights.
      obstacles.push(sentenceOf(error));
    }
  }
  throw new WeightsError('not run', obstacles.join('; '));
}

/** In the thread of the ONNX network, if there is one that still runs; else here. */
async function finish(tensors: readonly Tensor[], raw: readonly Tensor[], input: ReproduceInput): Promise<Processed> {
  const session = await input.loading?.session.catch(() => undefined);
  try {
    return await postprocess(tensors, raw, session, input);
  } catch (error) {
    input.limit.signal.throwIfAborted();
    if (!session?.tasks) {
      throw error;
    }
    return postprocess(tensors, raw, undefined, input);
  }
}

/** Tensors are bound by position, so their numbers must agree. */
function checkOutputs({ tensors }: WeightsOutputs, { description: { outputs } }: ReproduceInput): void {
  if (tensors.length !== outputs.length) {
    throw new Error(
      `The network gave ${countOf(tensors.length, 'output')}, but the description lists ${outputs.length}. They must be the same ones, in the same order.`
    );
  }
  checkDimensions(tensors, outputs);
}
