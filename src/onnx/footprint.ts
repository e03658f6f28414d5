import type { OnnxModel, OnnxNode, OnnxTensor } from './model';
import { tensorNumbers } from './model';
import { int, ints } from './receptive/window';

/** A tensor of the graph: channels, and its pixels for each pixel of the input. */
interface Weight {
  readonly channels: number;
  readonly density: number;
}

/**
 * About how many values a network holds at once for each pixel of its input: by this the size of tiles is chosen. Every tensor
 * counts from the node that makes it to the last that reads it. An estimate: the runtime computes some in place.
 */
export function valuesPerPixel({ graph }: OnnxModel): number {
  const constants = new Map(graph.initializers.map(tensor => [tensor.name, tensor]));
  const known = new Map<string, Weight>();
  for (const { name, dims } of graph.inputs) {
    const sizes = (dims ?? []).filter(size => typeof size === 'number' && size > 0 && size < 64).map(Number);
    known.set(name, { channels: constants.has(name) ? 0 : Math.max(1, ...sizes), density: 1 });
  }
  const last = new Map(graph.nodes.flatMap(({ inputs }, index) => inputs.map(name => [name, index] as const)));
  graph.outputs.forEach(({ name }) => last.set(name, graph.nodes.length));
  const alive = new Map<string, number>();
  let peak = 0;
  graph.nodes.forEach((node, index) => {
    const weight = weightOf(node, known, constants);
    node.outputs.forEach(name => {
      known.set(name, weight);
      alive.set(name, weight.channels * weight.density);
    });
    peak = Math.max(peak, [...alive.values()].reduce((sum, values) => sum + values, 0)); // prettier-ignore
    for (const name of [...alive.keys()]) {
      if ((last.get(name) ?? -1) <= index) {
        alive.delete(name);
      }
    }
  });
  return Math.max(1, peak);
}

function weightOf(
  node: OnnxNode,
  known: ReadonlyMap<string, Weight>,
  constants: ReadonlyMap<string, OnnxTensor>
): Weight {
  const inputs = node.inputs.flatMap(name => known.get(name) ?? []);
  const channels = Math.max(0, ...inputs.map(input => input.channels));
  const density = Math.max(0, ...inputs.map(input => input.density));
  const dims = constants.get(node.inputs[1] ?? '')?.dims;
  const strides = product(ints(node, 'strides') ?? []);
  switch (node.op) {
    case 'Conv':
      return { channels: dims?.[0] ?? channels, density: density / strides };
    case 'ConvTranspose':
      return { channels: (dims?.[1] ?? channels) * int(node, 'group', 1), density: density * strides };
    case 'MaxPool':
    case 'AveragePool':
      return { channels, density: density / strides };
    case 'Resize':
    case 'Upsample': {
      const scales = constants.get(node.inputs[node.op === 'Resize' ? 2 : 1] ?? '');
      const by = scales && tensorNumbers(scales);
      // Resized to a size that the graph computes: back to that of the image, mostly.
      return { channels, density: by && by.length > 0 ? density * product(by) : 1 };
    }
    case 'Concat':
      return { channels: inputs.reduce((sum, input) => sum + input.channels, 0), density };
    case 'GlobalAveragePool':
    case 'GlobalMaxPool':
    case 'Gemm':
    case 'Shape':
      return { channels, density: 0 };
    default:
      return { channels, density };
  }
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all * number, 1);
}
