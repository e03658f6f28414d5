import type { WeightsEntry } from '../../spec/model';
import type { Tensor } from '../../tensor/tensor';
import { agreementOf } from '../weights/agreement';
import { runElsewhere } from './elsewhere';
import type { Ran, Reproduced, ReproduceInput } from './input';
import { whyNotHere, whyNotThere } from '../../bundle/weights';
import { runWeights } from './onnx';
import { every } from './outputs';
import { TestInputs } from './testInputs';

/** Runs every weights format that can run here on the test inputs, and compares with the test outputs. */
export async function reproduce(input: ReproduceInput): Promise<Reproduced> {
  const { description } = input;
  const results = new Map<WeightsEntry, Ran>();
  const computed = new Map<string, ReadonlyMap<string, Tensor>>();
  const untested = description.inputs.find(tensor => !input.tensors.has(tensor.id));
  const inputs = untested ? null : new TestInputs(input);
  // What needs no other program comes first: its result stands while the others start.
  const inOrder = onnxFirst(description.weights);
  for (const [index, weights] of inOrder.entries()) {
    if (index > 0 && inputs && willRunElsewhere(weights, input)) {
      showKnown(input, results, inOrder.slice(index));
    }
    const result = inputs
      ? await runOne(weights, input, inputs)
      : every(input, weights, missingTest(weights, input, untested?.id ?? ''), 'not run');
    results.set(weights, result);
    if (result.computed) {
      computed.set(weights.format, result.computed);
    }
  }
  skipUnrun(input, inputs);
  const outputs = description.outputs.map(({ id }) => id);
  return { ...together(input, results), agreement: agreementOf(computed, outputs) };
}

/** In the order of the description; the pictures in the order in which they were made. */
function together(
  { description }: ReproduceInput,
  results: ReadonlyMap<WeightsEntry, Ran>
): Omit<Reproduced, 'agreement'> {
  const described = description.weights.flatMap(weights => results.get(weights) ?? []);
  return {
    reproduction: described.flatMap(result => result.reproduction),
    views: viewsOf([...results.values()]),
    findings: described.flatMap(result => result.findings),
    diagnosis: described.flatMap(result => result.diagnosis)
  };
}

/** What ran so far is worth seeing while a framework starts, which takes seconds. */
function showKnown(
  input: ReproduceInput,
  results: ReadonlyMap<WeightsEntry, Ran>,
  left: readonly WeightsEntry[]
): void {
  const waiting = left.map(weights => [weights, every(input, weights, 'they are still to be run', 'not run')] as const);
  input.onCompared?.({ ...together(input, new Map([...results, ...waiting])), agreement: [] });
}

function willRunElsewhere(weights: WeightsEntry, input: ReproduceInput): boolean {
  return whyNotHere(weights, input.bundle) !== undefined && whyNotElsewhere(weights, input) === undefined;
}

function onnxFirst(weights: readonly WeightsEntry[]): readonly WeightsEntry[] {
  const rank = ({ format }: WeightsEntry): number => (format === 'onnx' ? 0 : 1);
  return [...weights].sort((one, other) => rank(one) - rank(other));
}

async function runOne(weights: WeightsEntry, input: ReproduceInput, inputs: TestInputs): Promise<Ran> {
  const { bundle, loading } = input;
  if (loading && !whyNotHere(weights, bundle)) {
    return runWeights(loading, input, inputs);
  }
  const obstacle = whyNotElsewhere(weights, input);
  return obstacle === undefined ? runElsewhere(weights, input, inputs) : every(input, weights, obstacle, 'not run');
}

/** Why weights that are not onnxruntime's cannot run, in a sentence; nothing where a runner can be tried. */
function whyNotElsewhere(weights: WeightsEntry, input: ReproduceInput): string | undefined {
  const obstacle = whyNotThere(weights, input.bundle);
  if (obstacle !== undefined || weights.format === 'onnx') {
    return obstacle ?? '';
  }
  if (input.runners && input.runners.length > 0) {
    return undefined;
  }
  const here = whyNotHere(weights, input.bundle) ?? '';
  return input.howToRun === undefined ? here : `${here}; ${input.howToRun}`;
}

function missingTest(weights: WeightsEntry, input: ReproduceInput, untested: string): string {
  return whyNotHere(weights, input.bundle) ?? `the input “${untested}” has no test tensor that could be read`;
}

function skipUnrun({ description, bundle, runners = [], loading, steps }: ReproduceInput, inputs: TestInputs | null) {
  const here = inputs !== null && description.weights.some(weights => !whyNotHere(weights, bundle));
  const elsewhere =
    inputs !== null &&
    runners.length > 0 &&
    description.weights.some(weights => weights.format !== 'onnx' && whyNotThere(weights, bundle) === undefined);
  if (!here) {
    const load = loading ? [] : (['load'] as const);
    const around = elsewhere ? [] : (['preprocess', 'postprocess', 'compare'] as const);
    steps.skip([...load, 'run', ...around, 'sizes'], 'No weights that can run here.');
  }
}

/**
 * Pictures of what ran first, and of what does not reproduce; the others would only repeat them. Where nothing ran, those of
 * the first weights.
 */
function viewsOf(results: readonly Ran[]): Reproduced['views'] {
  const shown = results.filter(({ views }) => views.some(view => view.reproduced));
  const failed = (result: Ran): boolean => result.reproduction.some(({ verdict }) => verdict === 'failed');
  const worth = shown.filter((result, index) => index === 0 || failed(result));
  return worth.length > 0
    ? worth.flatMap(({ views }) => views.filter(view => view.reproduced))
    : (results[0]?.views ?? []);
}
