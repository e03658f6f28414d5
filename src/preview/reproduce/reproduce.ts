import type { OnnxModel } from '../../onnx/model';
import { applyPreprocessing } from '../../processing/apply';
import type { Processed } from '../../processing/apply';
import { isLong } from '../../processing/slowOperations';
import { EngineError, noMemory } from '../../runtime/engine';
import type { InferenceEngine, Session } from '../../runtime/engine';
import type { Finding } from '../../spec/finding';
import type { ModelDescription, TensorDescription, WeightsEntry } from '../../spec/model';
import { formatShape } from '../../tensor/create';
import type { Tensor } from '../../tensor/tensor';
import type { OpenBundle } from '../../bundle/open';
import { compareTensors } from './compare';
import { sentenceOf } from '../format/files';
import type { TimeLimit } from './timeLimit';
import { externalOf, sizeOf, whyNotHere } from './loading';
import type { Loading } from './loading';
import { diagnose } from '../diagnosis/diagnose';
import { largestCopy } from '../diagnosis/runs/free';
import type { Reload } from '../diagnosis/runs/network';
import { postprocess } from './postprocess';
import { areObjects, numbersObjects } from './labels';
import { trySizes } from '../network/sizes';
import type { Diagnosis, OutputView, Reproduction, ViewTensor } from '../report/report';
import type { Steps } from '../report/steps';
import { toleranceFor } from './tolerance';
import { need } from '../../tensor/lookup';

interface ReproduceInput {
  readonly description: ModelDescription;
  readonly bundle: OpenBundle;
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** The network without its weights, by which impossible sizes are foreseen. */
  readonly outline: OnnxModel | null;
  /** The network that can run here, loading or loaded; the caller ends it. */
  readonly loading: Loading | null;
  /** Says which runtime it is; the version is known only when it has started. */
  readonly engine: Pick<InferenceEngine, 'name' | 'load'>;
  readonly steps: Steps;
  /** How long the network may take. */
  readonly limit: TimeLimit;
  readonly signal?: AbortSignal;
  /** Ends the search for the reason of a failure; the check itself goes on. */
  readonly stop?: AbortSignal;
  /** Told of outputs that do not reproduce before their reason is looked for. */
  onCompared?(result: Reproduced): void;
}

export interface Reproduced {
  readonly reproduction: readonly Reproduction[];
  readonly views: readonly OutputView[];
  /** What the network said of the sizes that the zoo tries. */
  readonly findings: readonly Finding[];
  readonly diagnosis: readonly Diagnosis[];
}

/** Runs every weights format that can run here on the test inputs, and compares with the test outputs. */
export async function reproduce(input: ReproduceInput): Promise<Reproduced> {
  const { description, loading, steps } = input;
  const results: Reproduced[] = [];
  for (const weights of description.weights) {
    const obstacle = whyNot(weights, input);
    results.push(obstacle || !loading ? notRun(weights, obstacle ?? '', input) : await runWeights(loading, input));
  }
  const ran = description.weights.some(weights => !whyNot(weights, input));
  if (!ran) {
    const load = loading ? [] : (['load'] as const);
    steps.skip([...load, 'preprocess', 'run', 'postprocess', 'compare', 'sizes'], 'No weights that can run here.');
  }
  const views = results.flatMap(result => result.views);
  const shown = views.filter(view => view.reproduced);
  return {
    reproduction: results.flatMap(result => result.reproduction),
    // Where some weights ran, the pictures of the others would only repeat the expected output.
    views: shown.length > 0 ? shown : views.filter(view => view.weights === views[0].weights),
    findings: results.flatMap(result => result.findings),
    diagnosis: results.flatMap(result => result.diagnosis)
  };
}

/** Why these weights cannot run here, in a sentence; nothing where they can be tried. */
function whyNot(weights: WeightsEntry, { bundle, description, tensors }: ReproduceInput): string | undefined {
  const untested = description.inputs.find(tensor => !tensors.has(tensor.id));
  return (
    whyNotHere(weights, bundle) ?? (untested && `the input “${untested.id}” has no test tensor that could be read`)
  );
}

function notRun(weights: WeightsEntry, reason: string, input: ReproduceInput): Reproduced {
  return every(input, weights, reason, 'not run');
}

/** One result for all outputs: nothing was computed. */
function every(
  input: ReproduceInput,
  weights: WeightsEntry,
  reason: string,
  verdict: 'failed' | 'not run'
): Reproduced {
  const { outputs } = input.description;
  return {
    reproduction: outputs.map(({ id }) => without(weights.format, id, reason, verdict)),
    views: outputs.flatMap(output => view(input, weights.format, output) ?? []),
    findings: [],
    diagnosis: []
  };
}

function without(weights: string, output: string, reason: string, verdict: 'failed' | 'not run'): Reproduction {
  const numbers = { maxAbsolute: null, maxRelative: null, mismatchedPerMillion: null, nan: 0 };
  return { weights, output, verdict, zoo: verdict, reason, ...numbers };
}

/** A failure in words; aborting is none and goes through. */
async function runWeights(loading: Loading, input: ReproduceInput): Promise<Reproduced> {
  try {
    return await runOnnx(loading, input);
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

async function runOnnx(loading: Loading, input: ReproduceInput): Promise<Reproduced> {
  const { description, tensors, steps, limit } = input;
  const raw = description.inputs.map(({ id }) => need(tensors.get(id), `test image of “${id}”`));
  // What is wrong with the network explains more than what is wrong with its input, so it is told first.
  const preparing = steps.run('preprocess', () => applyPreprocessing(raw, description));
  preparing.catch(() => undefined);
  const session = await loading.session;
  checkCounts(session, description);
  const prepared = await preparing;
  const computed = await steps.run('run', () => session.run(prepared.tensors, limit.signal), {
    detail: input.engine.name
  });
  const finished = await steps.run('postprocess', () => {
    checkDimensions(computed, description.outputs);
    return postprocess(computed, raw, session, input);
  });
  const refusals = [...prepared.refusals, ...finished.refusals];
  const compared = await steps.run('compare', () => compareAll(loading.weights, input, finished, refusals), {
    fine: ({ reproduction }) => reproduction.every(({ verdict }) => verdict !== 'failed')
  });
  const ran = { session, prepared: prepared.tensors, computed };
  // A size that the network cannot take may end the runtime, so it comes last.
  if (compared.reproduction.some(({ verdict }) => verdict === 'failed')) {
    input.onCompared?.({ ...compared, findings: [], diagnosis: [] });
  }
  const diagnosis = await inTime(input, () => explain(loading.weights, input, ran, compared.reproduction));
  return { ...compared, findings: await inTime(input, () => tryOtherSizes(input, ran)), diagnosis };
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
interface Ran {
  readonly session: Session;
  /** The inputs as the network took them. */
  readonly prepared: readonly Tensor[];
  /** What the network gave, before postprocessing. */
  readonly computed: readonly Tensor[];
}

function tryOtherSizes({ description, outline, steps, limit }: ReproduceInput, ran: Ran): Promise<Finding[]> {
  return steps.run('sizes', () => trySizes({ description, outline, ...ran, signal: limit.signal }), {
    fine: findings => findings.every(({ severity }) => severity !== 'error')
  });
}

/** Why the failed outputs do not reproduce; nothing where all do. */
async function explain(
  weights: WeightsEntry,
  { description, bundle, engine, tensors, steps, limit, stop }: ReproduceInput,
  { session, prepared, computed }: Ran,
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

/** Tensors are bound by position, so their numbers must agree. */
function checkCounts({ inputs, outputs }: Session, description: ModelDescription): void {
  const sides = [
    { kind: 'input', has: inputs.length, described: description.inputs.length },
    { kind: 'output', has: outputs.length, described: description.outputs.length }
  ];
  for (const { kind, has, described } of sides) {
    if (has !== described) {
      throw new Error(
        `The network has ${count(has, kind)}, but the description lists ${described}. They must be the same ones, in the same order.`
      );
    }
  }
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function checkDimensions(computed: readonly Tensor[], outputs: readonly TensorDescription[]): void {
  outputs.forEach(({ id, axes }, index) => {
    const { shape } = computed[index];
    if (shape.length !== axes.length) {
      throw new Error(
        `The network gave ${formatShape(shape)} for the output “${id}”, but the description has the axes ${axes.map(axis => axis.id).join(', ')}. Describe one axis for each dimension.`
      );
    }
  });
}

function compareAll(
  weights: WeightsEntry,
  input: ReproduceInput,
  { tensors, unfinished }: Processed,
  refusals: readonly string[]
): Pick<Reproduced, 'reproduction' | 'views'> {
  const { outputs } = input.description;
  const { format } = weights;
  return {
    reproduction: outputs.map((output, index) => {
      const reason = unfinished.get(output.id);
      return reason === undefined
        ? compareOne(format, input, output, tensors[index], refusals)
        : without(format, output.id, reason, 'not run');
    }),
    views: outputs.flatMap((output, index) => {
      const computed = unfinished.has(output.id) ? undefined : tensors[index];
      return view(input, format, output, computed) ?? [];
    })
  };
}

function compareOne(
  format: string,
  { description, tensors }: ReproduceInput,
  output: TensorDescription,
  computed: Tensor,
  refusals: readonly string[]
): Reproduction {
  const expected = tensors.get(output.id);
  if (!expected) {
    return without(format, output.id, `the output “${output.id}” has no test tensor that could be read`, 'not run');
  }
  const dtype = output.data[0]?.type ?? 'float32';
  const axes = output.axes.map(axis => axis.id);
  const compared = compareTensors(expected, computed, toleranceFor(description, output.id, format, dtype), {
    dtype,
    axes,
    ...numbersObjects(output)
  });
  const refused = refusals.length > 0;
  return {
    weights: format,
    output: output.id,
    ...compared,
    ...(refused && { zoo: 'failed', reason: [compared.reason, ...refusals].join('; ') })
  };
}

/** Pictures beside each other: the first input stands for all. */
function view(
  { description, tensors }: ReproduceInput,
  weights: string,
  output: TensorDescription,
  computed?: Tensor
): OutputView | undefined {
  const first = description.inputs.find(({ id }) => tensors.has(id));
  const input = first && viewTensor(first, tensors);
  const expected = viewTensor(output, tensors);
  if (!input || !expected) {
    return undefined;
  }
  const same = computed && computed.shape.length === output.axes.length;
  return {
    weights,
    output: output.id,
    input,
    expected,
    ...(same && { reproduced: { ...expected, tensor: computed } }),
    objects: areObjects(numbersObjects(output).objects, expected.tensor, computed)
  };
}

/** `undefined` where there is no tensor, or its dimensions are not those of the axes: nothing could be drawn. */
function viewTensor(description: TensorDescription, tensors: ReadonlyMap<string, Tensor>): ViewTensor | undefined {
  const tensor = tensors.get(description.id);
  if (!tensor || tensor.shape.length !== description.axes.length) {
    return undefined;
  }
  const unit = description.data[0]?.unit;
  return { axes: description.axes.map(axis => axis.id), tensor, ...(unit !== undefined && { unit }) };
}
