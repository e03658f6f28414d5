import type { Processed } from '../../processing/apply';
import type { TensorDescription, WeightsEntry } from '../../spec/model';
import type { Tensor } from '../../tensor/tensor';
import { pixelSizeOf } from '../report/pixelSize';
import type { OutputView, Reproduction, ViewTensor } from '../report/report';
import { compareTensors } from './compare';
import type { Ran, ReproduceInput } from './input';
import { areObjects, numbersObjects } from '../../processing/objects';
import { toleranceFor } from './tolerance';

/** One result for all outputs: nothing was computed. */
export function every(
  input: ReproduceInput,
  weights: WeightsEntry,
  reason: string,
  verdict: 'failed' | 'not run'
): Ran {
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

/** Every output beside the expected one. `engine`: what ran the weights, where it is not the one of the report. */
export function compareAll(
  weights: WeightsEntry,
  input: ReproduceInput,
  { tensors, unfinished }: Processed,
  refusals: readonly string[],
  engine?: string
): Pick<Ran, 'reproduction' | 'views'> {
  const { outputs } = input.description;
  const { format } = weights;
  return {
    reproduction: outputs.map((output, index) => {
      const reason = unfinished.get(output.id);
      return reason === undefined
        ? { ...compareOne(format, input, output, tensors[index], refusals), ...(engine !== undefined && { engine }) }
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
  const pixelSize = first && pixelSizeOf(description, first);
  const expected = viewTensor(output, tensors);
  if (!input || !expected) {
    return undefined;
  }
  const same = computed && computed.shape.length === output.axes.length;
  return {
    weights,
    output: output.id,
    input: { ...input, ...(pixelSize && { pixelSize }) },
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

/** The outputs that could be finished, by id. */
export function computedBy(
  { tensors, unfinished }: Processed,
  outputs: readonly TensorDescription[]
): ReadonlyMap<string, Tensor> {
  return new Map(outputs.flatMap(({ id }, index) => (unfinished.has(id) ? [] : [[id, tensors[index]] as const])));
}
