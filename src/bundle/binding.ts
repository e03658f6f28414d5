import type { ModelDescription, TensorDescription } from '../spec/model';
import { formatShape } from '../tensor/create';
import type { Tensor } from '../tensor/tensor';

/** A network's inputs and outputs, as far as binding them goes. */
interface Sides {
  readonly inputs: readonly unknown[];
  readonly outputs: readonly unknown[];
}

/** Tensors are bound by position, so their numbers must agree. */
export function checkCounts({ inputs, outputs }: Sides, description: ModelDescription): void {
  const sides = [
    { kind: 'input', has: inputs.length, described: description.inputs.length },
    { kind: 'output', has: outputs.length, described: description.outputs.length }
  ];
  for (const { kind, has, described } of sides) {
    if (has !== described) {
      throw new Error(
        `The network has ${countOf(has, kind)}, but the description lists ${described}. They must be the same ones, in the same order.`
      );
    }
  }
}

/** Throws where the network gave another number of dimensions than the description has axes. */
export function checkDimensions(computed: readonly Tensor[], outputs: readonly TensorDescription[]): void {
  outputs.forEach(({ id, axes }, index) => {
    const { shape } = computed[index];
    if (shape.length !== axes.length) {
      throw new Error(
        `The network gave ${formatShape(shape)} for the output “${id}”, but the description has the axes ${axes.map(axis => axis.id).join(', ')}. Describe one axis for each dimension.`
      );
    }
  });
}

export function countOf(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
