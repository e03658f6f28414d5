import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { graphFacts } from '../../onnx/facts';
import { INT64 } from '../../onnx/model';
import { readModel } from '../../onnx/read';
import { writeModel } from '../../onnx/write';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import { toNumbers } from '../../tensor/cast';
import { createTensor } from '../../tensor/create';
import type { Tensor } from '../../tensor/tensor';
import { appendSteps } from './append';
import { nativeWeights } from './native';
import { networkParts } from '../testing/networks';
import { must } from '../../tensor/testing/must';

let engine: InferenceEngine;
/** Gives its input, and beside it the larger value of each two by two: two channels, axes (batch, channel, y, x). */
let network: Uint8Array;

beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
  network = new Uint8Array(await readFile(new URL('../../runtime/testing/models/unet.onnx', import.meta.url)));
});
afterAll(() => engine.dispose());

async function run(onnx: Uint8Array, input: Tensor): Promise<Tensor> {
  const session = await engine.load(onnx, {});
  try {
    return (await session.run([input]))[0];
  } finally {
    await session.dispose();
  }
}

function preparedAs(id: 'unet_2d_multilabel' | 'unet_3d', kind: 'classes' | 'mask' | 'probability') {
  const { prepared } = networkParts(id, kind);
  return { ...prepared, output: { ...prepared.output, axes: ['batch', 'channel', 'y', 'x'] } };
}

const image = createTensor('float32', [1, 1, 2, 2], Float32Array.of(0.1, 0.5, 0.2, 0.3));

it('gives the number of the largest channel as bytes, which deepImageJ finds as declared', async () => {
  const prepared = preparedAs('unet_2d_multilabel', 'classes');
  const { onnx, onnxOnly } = appendSteps(network, 'classes', prepared);
  const classes = await run(onnx, image);
  expect([classes.dtype, classes.shape]).toEqual(['uint8', [1, 1, 2, 2]]);
  // The second channel is 0.5 everywhere; numpy.argmax takes the first of two equal ones.
  expect([...toNumbers(classes)]).toEqual([1, 0, 1, 1]);
  expect(onnxOnly).toBe(true);
  expect(graphFacts(onnx)).toMatchObject({ opset: graphFacts(network).opset, outputs: [{ dtype: 'uint8' }] });
});

it('only makes bytes of classes that the network already gives', async () => {
  const prepared = preparedAs('unet_2d_multilabel', 'classes');
  const whole = appendSteps(network, 'classes', prepared).onnx;
  const model = readModel(whole);
  const nodes = model.graph.nodes.slice(0, -1);
  const outputs = [{ ...model.graph.outputs[0], name: must(nodes.at(-1)).outputs[0], elemType: INT64 }];
  const numbers = writeModel({ ...model, graph: { ...model.graph, nodes, outputs } });
  const appended = appendSteps(numbers, 'classes', prepared);
  expect(appended).toMatchObject({ added: null, onnxOnly: false });
  expect(await run(appended.onnx, image)).toEqual(await run(whole, image));
});

it('stretches the probabilities of a volume from the smallest to the largest, and survives a flat one', async () => {
  const { onnx } = appendSteps(network, 'mask', preparedAs('unet_3d', 'mask'));
  const stretched = [...toNumbers(await run(onnx, image))].map(value => Number(value.toFixed(5)));
  expect(stretched).toEqual([0, 1, 0.25, 0.5, 1, 1, 1, 1]);
  const flat = createTensor('float32', [1, 1, 2, 2], new Float32Array(4).fill(0.7));
  expect([...toNumbers(await run(onnx, flat))]).toEqual(new Array(8).fill(0));
});

it('leaves the network alone for every other output', () => {
  const prepared = preparedAs('unet_3d', 'probability');
  expect(appendSteps(network, 'probability', prepared)).toEqual({ onnx: network, added: null, onnxOnly: false });
});

it('leaves out weights in their own format whose numbers are not those of the output, and says why', () => {
  const prepared = preparedAs('unet_2d_multilabel', 'classes');
  const appended = appendSteps(network, 'classes', prepared);
  expect(nativeWeights(prepared, network, appended)).toEqual({
    reason: 'it does not have the last step of this output, the number of the most probable class'
  });
  expect(nativeWeights(prepared, network, { ...appended, onnxOnly: false })).toMatchObject({ weights: { format: 'keras_v3' } }); // prettier-ignore
});
