import type { Json } from '../json';
import type { LayerSpec, Network } from '../layerSpec';
import type { TensorRef } from '../tensorRef';
import type { OperationCall } from '../operation';
import { snakeCase } from '../file/weightNames';

/** A network that is written down layer by layer, as a library's own code builds it. */
export class Draft {
  private readonly layers: LayerSpec[] = [];
  private readonly counts = new Map<string, number>();

  /** The input, called "input" as in csbdeep and stardist; `null` is a free size. */
  input(shape: readonly (number | null)[]): TensorRef {
    return this.put('InputLayer', { batch_shape: [null, ...shape] }, [], 'input');
  }

  /** A layer on one tensor or several; without a name it gets the one that Keras would give it. */
  layer(kind: string, config: Json, inputs: TensorRef | readonly TensorRef[], name?: string): TensorRef {
    return this.put(kind, config, [listOf(inputs)], name ?? this.keras(kind));
  }

  /** A layer whose weights are in the file and whose output is not used. */
  unused(kind: string, config: Json): void {
    this.put(kind, config, [], this.keras(kind));
  }

  /** One channel of an image, as a Lambda layer takes it. */
  channel(index: number, input: TensorRef): TensorRef {
    const key = [{ class_name: '__ellipsis__' }, { start: index, stop: index + 1, step: null }];
    const call: OperationCall = { refs: [input], operands: [{ tensor: 0 }, { constant: key }], keywords: {} };
    return this.put('ops.GetItem', {}, [[input]], this.keras('Lambda'), [call]);
  }

  finish(name: string, input: TensorRef, output: TensorRef): Network {
    return { name, layers: this.layers, inputs: [input], outputs: [output] };
  }

  private put(
    kind: string,
    config: Json,
    calls: readonly (readonly TensorRef[])[],
    name: string,
    operations?: readonly OperationCall[]
  ): TensorRef {
    const spec = { name, class: kind, config: { ...config, name }, path: name, trainable: true, calls };
    this.layers.push({ ...spec, ...(operations ? { operations } : {}) });
    return { layer: name, call: 0, tensor: 0 };
  }

  private keras(kind: string): string {
    const base = snakeCase(kind);
    const count = this.counts.get(base) ?? 0;
    this.counts.set(base, count + 1);
    return count === 0 ? base : `${base}_${count}`;
  }
}

function listOf(inputs: TensorRef | readonly TensorRef[]): readonly TensorRef[] {
  return 'layer' in inputs ? [inputs] : inputs;
}
