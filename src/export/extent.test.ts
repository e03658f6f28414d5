import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { InferenceEngine } from '../runtime/engine';
import { createNodeEngine } from '../runtime/node';
import { networkExtent } from './extent';
import { planAxis } from './sizes';
import { partsOf } from './testing';

let engine: InferenceEngine;
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

const { prepared } = partsOf();
/** Halves and doubles again: its graph has axes (batch, channel, y, x). */
const unet = () => readFile(new URL('../runtime/testing/models/unet.onnx', import.meta.url));

function preparedAs(axes: readonly string[], step: number) {
  return { ...prepared, steps: { y: step, x: step }, input: { ...prepared.input, axes } };
}

it('reads step and radius along y and x off the graph', async () => {
  const found = await networkExtent(
    new Uint8Array(await unet()),
    preparedAs(['batch', 'channel', 'y', 'x'], 2),
    engine
  );
  // A pixel depends on the other pixel of its pair.
  expect([...found]).toEqual([
    ['y', { step: 2, radius: 1 }],
    ['x', { step: 2, radius: 1 }]
  ]);
});

it('keeps the step that the layers ask for where it is coarser than the graph’s', async () => {
  const found = await networkExtent(
    new Uint8Array(await unet()),
    preparedAs(['batch', 'channel', 'y', 'x'], 8),
    engine
  );
  expect(found.get('y')?.step).toBe(8);
});

it('takes as much halo as the test image allows where the reach is not known', async () => {
  const identity = await readFile(new URL('../runtime/testing/models/foreign-operator.onnx', import.meta.url));
  const extents = await networkExtent(new Uint8Array(identity), preparedAs(['batch', 'channel', 'y', 'x'], 4), engine);
  const y = extents.get('y')!;
  expect(y.radius).toBe(Infinity);
  expect(planAxis(64, y, true)).toEqual({ size: { min: 60, step: 4 }, halo: 28, perPixel: 1 });
});
