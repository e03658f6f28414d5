import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainReader } from '../bundle/reading/reader';
import type { InferenceEngine } from '../runtime/engine';
import { createNodeEngine } from '../runtime/node';
import { createTensor, reshape } from '../tensor/create';
import { Random } from '../tensor/testing/random';
import type { Tensor } from '../tensor/tensor';
import { openRunner } from './open';
import { bundleOf, imageOf, planeAxes } from './testing/bundle';
import { distance } from './testing/distance';
import { Graph } from './testing/graph';

let engine: InferenceEngine;
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

const free = { x: [null, 1, null, null] };

function noise(...shape: number[]): Tensor<'float32'> {
  const random = new Random(shape.reduce((sum, size) => sum * 31 + size, 7));
  return createTensor('float32', shape, Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.normal())); // prettier-ignore
}

const input = (id: string, size: unknown, channels = 1) => ({ id, axes: planeAxes(channels, () => size) });
const output = (id: string, { offset = 0, ...more }: { offset?: number; scale?: number; halo?: number } = {}, channels = 1) => ({
  id,
  axes: planeAxes(channels, axis_id => ({ tensor_id: 'raw', axis_id, offset }), more)
}); // prettier-ignore

/** What the network gives for all of it at once. */
async function inOnePiece(onnx: Uint8Array, ...images: Tensor[]): Promise<Tensor[]> {
  const session = await engine.load(onnx);
  const planes = images.map(image => reshape(image, image.shape.length === 2 ? [1, 1, ...image.shape] : [1, ...image.shape])); // prettier-ignore
  const computed = await session.run(planes);
  await session.dispose();
  return computed;
}

async function run(...[onnx, inputs, outputs, images, tile]: [Uint8Array, object[], object[], Tensor[], number?]) {
  const runner = await openRunner(bundleOf(onnx, inputs as [], outputs as []), { engine, reader: plainReader });
  const sources = images.map(image => imageOf(image, image.shape.length === 2 ? 'yx' : 'cyx'));
  const result = await runner.run(sources, tile === undefined ? {} : { tile });
  await runner.dispose();
  return result;
}

describe('tiles give what the whole gives', () => {
  it('of a network whose output is coarser, on a grid of 4', async () => {
    const net = new Graph(new Random(1));
    const onnx = net.write(free, [net.conv(net.conv('x', 1, 4, { stride: 2 }), 4, 1, { stride: 2 })]);
    const image = noise(96, 132);
    const [whole] = await inOnePiece(onnx, image);
    const found = await run(onnx, [input('raw', { min: 8, step: 4 })], [output('coarse', { scale: 4 })], [image], 36);
    expect(found.tiles).toBeGreaterThan(8);
    expect(found.outputs[0].tensor.shape).toEqual([24, 33]);
    expect(distance(whole, found.outputs[0].tensor)).toBeLessThan(1e-5);
  });

  it('of a network that cuts its border away', async () => {
    const net = new Graph(new Random(2));
    const onnx = net.write(free, [net.conv(net.conv('x', 1, 4, { pad: 0 }), 4, 1, { kernel: 5, pad: 0 })]);
    const image = noise(71, 90);
    const [whole] = await inOnePiece(onnx, image);
    const found = await run(onnx, [input('raw', { min: 16, step: 1 })], [output('cut', { offset: -6 })], [image], 30);
    expect(found.tiles).toBeGreaterThan(8);
    expect(found.outputs[0].tensor.shape).toEqual([65, 84]);
    expect(distance(whole, found.outputs[0].tensor)).toBeLessThan(1e-5);
  });

  it('of a network with a finer and a plain output of several channels', async () => {
    const net = new Graph(new Random(3));
    const first = net.conv('x', 1, 3);
    const onnx = net.write(free, [net.conv(net.enlarge(first, 2), 3, 2), first]);
    const image = noise(50, 61);
    const wholes = await inOnePiece(onnx, image);
    const outputs = [output('fine', { scale: 0.5 }, 2), output('plain', {}, 3)];
    const found = await run(onnx, [input('raw', { min: 8, step: 1 })], outputs, [image], 24);
    expect(found.outputs.map(({ axes, tensor }) => [axes.join(''), ...tensor.shape])).toEqual([
      ['cyx', 2, 100, 122],
      ['cyx', 3, 50, 61]
    ]);
    wholes.forEach((whole, index) => expect(distance(whole, found.outputs[index].tensor)).toBeLessThan(1e-5));
  });

  it('of a network with two inputs, one of them coarser', async () => {
    const net = new Graph(new Random(4));
    const joined = net.node('Add', [net.conv('x', 1, 2), net.enlarge(net.conv('low', 1, 2, { kernel: 5 }), 2)]);
    const onnx = net.write({ ...free, low: [null, 1, null, null] }, [net.conv(joined, 2, 1)]);
    const images = [noise(64, 90), noise(32, 45)];
    const [whole] = await inOnePiece(onnx, ...images);
    const low = { id: 'low', axes: planeAxes(1, axis_id => ({ tensor_id: 'raw', axis_id }), { scale: 2 }) };
    const found = await run(onnx, [input('raw', { min: 8, step: 2 }), low], [output('sum')], images, 36);
    expect(found.tiles).toBeGreaterThan(3);
    expect(distance(whole, found.outputs[0].tensor)).toBeLessThan(1e-5);
  });

  it('of a network that takes one size only', async () => {
    const net = new Graph(new Random(5));
    const onnx = (size: number | null) => net.write({ x: [1, 1, size, size] }, [last]);
    const last = net.conv(net.conv('x', 1, 2), 2, 1);
    const image = noise(64, 73);
    const [whole] = await inOnePiece(onnx(null), image);
    const found = await run(onnx(24), [input('raw', 24)], [output('same', { halo: 4 })], [image]);
    expect(found.tiles).toBeGreaterThan(8);
    expect(distance(whole, found.outputs[0].tensor)).toBeLessThan(1e-5);
  });
});

describe('a network that looks at the whole image', () => {
  function normalising(): Uint8Array {
    const net = new Graph(new Random(6));
    const first = net.conv('x', 1, 2);
    const ones = net.constant([1, 1], [2]);
    const normalised = net.node('InstanceNormalization', [first, ones, net.constant([0, 0], [2])]);
    return net.write(free, [net.conv(normalised, 2, 1)]);
  }

  it('is given it in one piece', async () => {
    const image = noise(300, 400);
    const [whole] = await inOnePiece(normalising(), image);
    const found = await run(normalising(), [input('raw', { min: 8, step: 1 })], [output('same')], [image]);
    expect([found.tiles, found.warnings]).toEqual([1, []]);
    expect(distance(whole, found.outputs[0].tensor)).toBeLessThan(1e-5);
  });

  it('gives another result in tiles, and that is said', async () => {
    const found = await run(normalising(), [input('raw', { min: 8, step: 1 })], [output('same')], [noise(90, 100)], 64);
    expect(found.tiles).toBeGreaterThan(1);
    expect(found.warnings.join(' ')).toContain('depends on the whole image');
  });
});
