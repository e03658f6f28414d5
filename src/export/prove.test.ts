import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { InferenceEngine } from '../runtime/engine';
import { createNodeEngine } from '../runtime/node';
import { createTensor } from '../tensor/create';
import { proveConversion } from './prove';

let engine: InferenceEngine;
let identity: Uint8Array;

beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
  identity = new Uint8Array(await readFile(new URL('../runtime/testing/models/identity.onnx', import.meta.url)));
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
  const unet = new Uint8Array(await readFile(new URL('../runtime/testing/models/unet.onnx', import.meta.url)));
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
