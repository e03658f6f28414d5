import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Attribute, OnnxNode } from '../../onnx/model';
import { FLOAT32, INT64 } from '../../onnx/model';
import { writeModel } from '../../onnx/write';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import { preparedOwn } from '../testing/own';
import { examineOwn } from './examine';
import { ownRadii } from './reach';

let engine: InferenceEngine;
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

const node = (op: string, inputs: string[], output: string, attributes: Record<string, Attribute> = {}): OnnxNode => ({
  name: output,
  op,
  domain: '',
  inputs,
  outputs: [output],
  attributes: new Map(Object.entries(attributes))
});

/** A convolution of 3 x 3 pixels, and `nodes` from what it gives ("seen") to the result. */
async function radius(nodes: readonly OnnxNode[], elemType = FLOAT32): Promise<number> {
  const dims = ['images', 1, 'y', 'x'];
  const weights = Float32Array.from({ length: 18 }, (_, at) => Math.sin(at));
  const constant = (name: string, shape: readonly number[], data: ArrayLike<number>) => ({
    name, elemType: FLOAT32, dims: shape, external: false, raw: new Uint8Array(new Float32Array(data).buffer)
  }); // prettier-ignore
  const onnx = writeModel({
    irVersion: 8,
    producer: '',
    producerVersion: '',
    opsets: new Map([['', 17]]),
    metadata: new Map(),
    graph: {
      name: 'test',
      nodes: [node('Conv', ['image', 'weights'], 'seen', { pads: { kind: 'ints', value: [1, 1, 1, 1] } }), ...nodes],
      initializers: [
        constant('weights', [2, 1, 3, 3], weights),
        constant('ones', [2], [1, 1]),
        constant('zeros', [2], [0, 0]),
        constant('high', [], [50])
      ],
      inputs: [{ name: 'image', elemType: FLOAT32, dims }],
      outputs: [{ name: 'result', elemType, dims: ['images', 1, 'y', 'x'] }]
    }
  });
  const prepared = preparedOwn('one');
  const examined = examineOwn(onnx, prepared);
  // The way is one of those that are run: its reach cannot be read off the graph.
  expect(examined.bare).not.toBeNull();
  const radii = await ownRadii(examined, prepared, engine);
  return radii[1].radius;
}

/** Channels by their number: an operator whose reach is not known, so that the network is run. */
const first = (from: string, to: string) => node('Gather', [from, 'number'], to, { axis: { kind: 'int', value: 1 } });
const number = node('Constant', [], 'number', {
  value: { kind: 'tensor', value: { name: '', elemType: INT64, dims: [1], values: [0], external: false } }
});

it('is that of the convolution where the network gives the number of its largest channel', async () => {
  const choice = node('ArgMax', ['seen'], 'chosen', { axis: { kind: 'int', value: 1 }, keepdims: { kind: 'int', value: 1 } }); // prettier-ignore
  expect(await radius([number, choice, first('chosen', 'result')], INT64)).toBe(1);
});

it('is the whole image behind a normalisation over all of it, of which a Relu hides most', async () => {
  const normal = node('InstanceNormalization', ['seen', 'ones', 'zeros'], 'normal');
  expect(await radius([number, normal, node('Relu', ['normal'], 'above'), first('above', 'result')])).toBe(Infinity);
});

it('is not taken for none where a threshold hides what changes', async () => {
  const above = node('Greater', ['seen', 'high'], 'above');
  const cast = node('Cast', ['above'], 'cast', { to: { kind: 'int', value: FLOAT32 } });
  expect(await radius([number, above, cast, first('cast', 'result')])).toBe(Infinity);
});

it('is that of the convolution where nothing hides it', async () => {
  expect(await radius([number, first('seen', 'result')])).toBe(1);
});
