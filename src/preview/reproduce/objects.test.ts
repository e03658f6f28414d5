import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import { cast } from '../../tensor/cast';
import { createTensor } from '../../tensor/create';
import { writeNpy } from '../../tensor/npy';
import { check } from '../check';
import { smallDescription, smallFiles, smallZip } from '../testing/small';
import { zipSource } from '../../bundle/zip';

let engine: InferenceEngine;
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

/** Twelve pixels apart from each other, numbered by `name`, through a network that leaves them as they are. */
function zipWith(name: (index: number) => number, data: object = { type: 'int32' }): Uint8Array {
  const values = new Float32Array(48);
  for (let index = 0; index < 12; index++) {
    values[Math.floor(index / 4) * 16 + (index % 4) * 2] = name(index);
  }
  const image = createTensor('float32', [1, 1, 6, 8], values);
  const description = smallDescription();
  const [cut] = description.outputs;
  const output = { ...cut, data, postprocessing: [{ id: 'ensure_dtype', kwargs: { dtype: 'int32' } }] };
  const files = smallFiles()
    .set('input.npy', writeNpy(image))
    .set('output.npy', writeNpy(cast(image, 'int32')));
  return smallZip({ ...description, outputs: [output] }, files);
}

describe('the pictures of an output', () => {
  it.each([
    ['are objects where it looks like numbered ones, also where all are the same', (index: number) => index + 1, true],
    ['are none where numbers name classes', (index: number) => 1 + (index % 3), false]
  ])('%s', async (_, name, objects) => {
    const { verdict, views } = await check(zipSource(zipWith(name)), { engine });
    expect(verdict).toBe('passed');
    expect(views.map(view => view.objects)).toEqual([objects]);
  });

  it('are none where the description lists the values, which are classes then', async () => {
    const values = Array.from({ length: 13 }, (_, index) => index);
    const { views } = await check(zipSource(zipWith(index => index + 1, { type: 'int32', values })), { engine });
    expect(views.map(view => view.objects)).toEqual([false]);
  });
});
