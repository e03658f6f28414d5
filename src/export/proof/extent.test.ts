import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import { reachOf } from './examine';
import { networkExtent } from './extent';
import { planAxis } from './sizes';
import { partsOf } from '../testing/prepared';
import { must } from '../../tensor/testing/must';

let engine: InferenceEngine;
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

const { prepared } = partsOf();
/** Halves and doubles again: its graph has axes (batch, channel, y, x). */
const unet = () => readFile(new URL('../../runtime/testing/models/unet.onnx', import.meta.url));

function extentOf(onnx: Uint8Array, step: number) {
  const input = { ...prepared.input, axes: ['batch', 'channel', 'y', 'x'] };
  const known = { ...prepared, steps: { y: step, x: step }, input };
  return networkExtent(reachOf(new Uint8Array(onnx), known), known, engine);
}

it('reads step and radius along y and x off the graph', async () => {
  const found = await extentOf(await unet(), 2);
  // A pixel depends on the other pixel of its pair.
  expect([...found]).toEqual([
    ['y', { step: 2, radius: 1 }],
    ['x', { step: 2, radius: 1 }]
  ]);
});

it('keeps the step that the layers ask for where it is coarser than the graph’s', async () => {
  const found = await extentOf(await unet(), 8);
  expect(found.get('y')?.step).toBe(8);
});

it('takes as much halo as the test image allows where the reach is not known', async () => {
  const identity = await readFile(new URL('../../runtime/testing/models/foreign-operator.onnx', import.meta.url));
  const extents = await extentOf(identity, 4);
  const y = must(extents.get('y'));
  expect(y.radius).toBe(Infinity);
  expect(planAxis(64, y, true)).toEqual({ size: { min: 60, step: 4 }, halo: 28, perPixel: 1 });
});
