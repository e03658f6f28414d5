import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUnet } from '../onnx/testing/unet';
import { padTensor } from '../processing/pad';
import { plainReader } from '../bundle/reading/reader';
import type { InferenceEngine } from '../runtime/engine';
import { createNodeEngine } from '../runtime/node';
import { createTensor, reshape } from '../tensor/create';
import { Random } from '../tensor/testing/random';
import type { Tensor } from '../tensor/tensor';
import { crop } from '../tensor/transpose';
import { openRunner } from './open';
import { bundleOf, imageOf, planeAxes } from './testing/bundle';
import { distance } from './testing/distance';

let engine: InferenceEngine;
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

const network = randomUnet(new Random(7));
const raw = { id: 'raw', axes: planeAxes(1, () => ({ min: 8, step: 2 })) };
const result = (halo: number) => ({ id: 'result', axes: planeAxes(1, axis_id => ({ tensor_id: 'raw', axis_id }), { halo }) }); // prettier-ignore

function noise(height: number, width: number): Tensor<'float32'> {
  const random = new Random(height * 1000 + width);
  return createTensor(
    'float32',
    [height, width],
    Float32Array.from({ length: height * width }, () => random.normal())
  );
}

/** What the network itself gives for the image in one piece. */
async function inOnePiece(image: Tensor<'float32'>): Promise<Tensor> {
  const [height, width] = image.shape;
  const padded = padTensor(reshape(image, [1, 1, height, width]), [[0, 0], [0, 0], [0, height % 2], [0, width % 2]], { mode: 'reflect' }); // prettier-ignore
  const session = await engine.load(network);
  const [whole] = await session.run([padded]);
  await session.dispose();
  return crop(whole, [0, 0, 0, 0], [1, 1, height, width]);
}

describe('an image of any size', () => {
  it.each([
    [64, 64, 40],
    [101, 77, 40],
    [33, 200, 48],
    [8, 9, 40],
    [1, 1, 40],
    [130, 131, 36]
  ])('of %d x %d in tiles of %d is what one run over all of it gives', async (height, width, tile) => {
    const image = noise(height, width);
    const runner = await openRunner(bundleOf(network, [raw], [result(16)]), { engine, reader: plainReader });
    const run = await runner.run([imageOf(image, 'yx')], { tile });
    await runner.dispose();
    const [{ axes, tensor, id }] = run.outputs;
    expect([id, axes, tensor.shape]).toEqual(['result', ['y', 'x'], [height, width]]);
    expect(distance(await inOnePiece(image), tensor)).toBeLessThan(1e-5);
    expect(run.tiles > 1).toBe(Math.max(height, width) > tile);
  });

  it('says that the halo of the bundle would not do, and what was added at the end', async () => {
    const runner = await openRunner(bundleOf(network, [raw], [result(2)]), { engine, reader: plainReader });
    const run = await runner.run([imageOf(noise(101, 60), 'yx')], { tile: 40 });
    await runner.dispose();
    expect(run.read.join(' ')).toContain(
      'pixels were added at the image’s end, 1 along y (101 to 102), which mirror it'
    );
    expect(run.warnings.join(' ')).toMatch(/states a halo of 2 pixels along y, and the network looks \d+ far/);
    expect(distance(await inOnePiece(noise(101, 60)), run.outputs[0].tensor)).toBeLessThan(1e-5);
  });
});
