import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import { createTensor } from '../../tensor/create';
import { proveConversion } from './prove';

let engine: InferenceEngine;
let identity: Uint8Array;

beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
  identity = new Uint8Array(await readFile(new URL('../../runtime/testing/models/identity.onnx', import.meta.url)));
});
afterAll(() => engine.dispose());

const seen = { seen: createTensor('float32', [2], Float32Array.of(0, 1)), channel: null };

function pair(given: number, expected: number) {
  return {
    input: createTensor('float32', [1], Float32Array.of(given)),
    expected: createTensor('float32', [1], Float32Array.of(expected))
  };
}

it('gives the largest difference for each input', async () => {
  expect(await proveConversion(identity, [pair(1, 1), pair(2, 2)], seen, engine)).toEqual([
    { shape: [1], maxAbsolute: 0, ofRange: 0 },
    { shape: [1], maxAbsolute: 0, ofRange: 0 }
  ]);
});

it('refuses a network that gives other numbers, saying by how much', async () => {
  await expect(proveConversion(identity, [pair(1, 1), pair(1, 1.001)], seen, engine)).rejects.toThrow(/1\.0e-3/);
});

it('measures rounding against what the network can give, not against one dark image', async () => {
  const [proof] = await proveConversion(identity, [pair(1e-6, 2e-6)], seen, engine);
  expect(proof.ofRange).toBeCloseTo(1e-6, 9);
});

it('measures an output that shows something against its own range, though the network can give more', async () => {
  // Gives its input, and beside it the larger value of each two by two.
  const unet = new Uint8Array(await readFile(new URL('../../runtime/testing/models/unet.onnx', import.meta.url)));
  const input = createTensor('float32', [1, 1, 2, 2], Float32Array.of(0, 0.5, 0, 0.5));
  const output = (first: number) => Float32Array.of(first, 0.5, 0, 0.5, 0.5, 0.5, 0.5, 0.5);
  const off = { input, expected: createTensor('float32', [1, 2, 2, 2], output(1e-4)) };
  const high = createTensor('float32', [2], Float32Array.of(0, 4));
  await expect(proveConversion(unet, [off], { seen: high, channel: null }, engine)).rejects.toThrow(
    /differs by 2\.0e-4/
  );
});

it('refuses NaN, also where both agree on it', async () => {
  await expect(proveConversion(identity, [pair(NaN, NaN)], seen, engine)).rejects.toThrow('not finite');
});

it('refuses an output of another shape', async () => {
  const expected = createTensor('float32', [2], Float32Array.of(1, 1));
  await expect(proveConversion(identity, [{ ...pair(1, 1), expected }], seen, engine)).rejects.toThrow(
    /trained network gives 2/
  );
});

/** Gives its input, and beside it the largest of each two by two. */
async function ofTwoByTwo(given: readonly number[], expected: readonly number[]) {
  const unet = new Uint8Array(await readFile(new URL('../../runtime/testing/models/unet.onnx', import.meta.url)));
  const largest = Math.max(...expected);
  const output = Float32Array.of(...expected, largest, largest, largest, largest);
  const known = {
    input: createTensor('float32', [1, 1, 2, 2], Float32Array.from(given)),
    expected: createTensor('float32', [1, 2, 2, 2], output)
  };
  return proveConversion(unet, [known], { seen: null, channel: null }, engine);
}

it('says so where float32 cannot show whether two outputs are the same', async () => {
  const values = [1e8, 1e8 + 8, 1e8, 1e8 + 8];
  await expect(ofTwoByTwo(values, values)).rejects.toThrow(
    /cannot be shown: its output lies between 100000000 and 100000008/
  );
});

it('takes steps of float32 for rounding, but not a quarter of the range', async () => {
  const expected = [1e6, 1e6 + 0.25, 1e6 + 0.5, 1e6 + 1];
  const rounded = [1e6, 1e6 + 0.3125, 1e6 + 0.5, 1e6 + 1];
  const swapped = [1e6, 1e6 + 0.5, 1e6 + 0.25, 1e6 + 1];
  expect(await ofTwoByTwo(rounded, expected)).toHaveLength(1);
  await expect(ofTwoByTwo(swapped, expected)).rejects.toThrow(/^The converted network is not the trained one/);
});

it('does not refuse a network for one channel that is always the same but for a step', async () => {
  const unet = new Uint8Array(await readFile(new URL('../../runtime/testing/models/unet.onnx', import.meta.url)));
  // Channels: the image itself, and the largest of each two by two, which is 1 here.
  const input = createTensor('float32', [1, 1, 2, 2], Float32Array.of(1, 0.5, 0, 0.5));
  const expected = createTensor('float32', [1, 2, 2, 2], Float32Array.of(1, 0.5, 0, 0.5, 1, 1, 1, 1 - 2 ** -24));
  expect(await proveConversion(unet, [{ input, expected }], { seen: null, channel: 1 }, engine)).toHaveLength(1);
});
