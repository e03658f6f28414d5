import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { networkExtent } from './extent';
import { planAxis } from './sizes';
import { partsOf } from './testing';

const { prepared } = partsOf();
/** Halves and doubles again: its graph has axes (batch, channel, y, x). */
const unet = () => readFile(new URL('../runtime/testing/models/unet.onnx', import.meta.url));

function preparedAs(axes: readonly string[], step: number) {
  return { ...prepared, steps: { y: step, x: step }, input: { ...prepared.input, axes } };
}

it('reads step and radius along y and x off the graph', async () => {
  const found = networkExtent(new Uint8Array(await unet()), preparedAs(['batch', 'channel', 'y', 'x'], 2));
  // A pixel depends on the other pixel of its pair.
  expect([...found]).toEqual([
    ['y', { step: 2, radius: 1 }],
    ['x', { step: 2, radius: 1 }]
  ]);
});

it('keeps the step that the layers ask for where it is coarser than the graph’s', async () => {
  const found = networkExtent(new Uint8Array(await unet()), preparedAs(['batch', 'channel', 'y', 'x'], 8));
  expect(found.get('y')?.step).toBe(8);
});

it('takes as much halo as the test image allows where the reach is not known', async () => {
  const identity = await readFile(new URL('../runtime/testing/models/foreign-operator.onnx', import.meta.url));
  const y = networkExtent(new Uint8Array(identity), preparedAs(['batch', 'channel', 'y', 'x'], 4)).get('y')!;
  expect(y.radius).toBe(Infinity);
  expect(planAxis(64, y, true)).toEqual({ size: { min: 60, step: 4 }, halo: 28, perPixel: 1 });
});
