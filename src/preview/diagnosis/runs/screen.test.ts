import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readModel } from '../../../onnx/read';
import { writeModel } from '../../../onnx/write';
import type { InferenceEngine } from '../../../runtime/engine';
import { createNodeEngine } from '../../../runtime/node';
import { writeNpy } from '../../../tensor/npy';
import type { Report } from '../../report/report';
import { check } from '../../check';
import { Draft } from '../../testing/draft';
import { mapped, spots } from '../../testing/image';
import { Random } from '../../../tensor/testing/random';
import { percentiles, toFloat } from '../../testing/recipes';
import { Scene } from '../../testing/scene';
import { smallDescription, smallFiles, smallZip } from '../../testing/small';
import { randomUnet } from '../../../onnx/testing/unet';
import { zipSource } from '../../../bundle/zip';

const [height, width] = [256, 320];

let engine: InferenceEngine;
let scene: Scene;
/** Widths of the images that the network ran on. */
const ran: number[] = [];

beforeAll(async () => {
  const plain = await createNodeEngine({ threads: 1 });
  engine = {
    name: plain.name,
    dispose: () => plain.dispose(),
    load: async (...model) => {
      const session = await plain.load(...model);
      return {
        inputs: session.inputs,
        outputs: session.outputs,
        dispose: () => session.dispose(),
        run: (inputs, signal) => {
          ran.push(inputs[0].shape[3]);
          return session.run(inputs, signal);
        }
      };
    }
  };
  scene = await largeScene();
});
afterAll(() => engine?.dispose());

/** A U-Net whose file states one size only, and an image much larger than what one of its pixels sees. */
async function largeScene(): Promise<Scene> {
  const raw = spots(new Random(5), height, width, 60_000);
  const model = readModel(randomUnet(new Random(8)));
  const { graph } = model;
  const state = (info: (typeof graph.inputs)[number]) => ({ ...info, dims: [1, 1, height, width] });
  const stated = { ...graph, inputs: graph.inputs.map(state), outputs: graph.outputs.map(state) };
  const files = smallFiles()
    .set('weights.onnx', writeModel({ ...model, graph: stated }))
    .set('input.npy', writeNpy(raw))
    .set('output.npy', writeNpy(raw));
  const { inputs, outputs, ...rest } = smallDescription();
  const [input, output] = [inputs[0], outputs[0]];
  const preprocessing = [toFloat, percentiles(1, 99), toFloat];
  const zip = smallZip(
    { ...rest, inputs: [{ ...input, preprocessing }], outputs: [{ ...output, postprocessing: [{ id: 'sigmoid' }] }] },
    files
  );
  return (await Scene.open(await Draft.open(zipSource(zip)), engine)).withImage(raw);
}

async function checked(draft: Draft): Promise<{ report: Report; whole: number; windows: number }> {
  ran.length = 0;
  const report = await check(zipSource(draft.zip()), { engine });
  const whole = ran.filter(size => size === width).length;
  return { report, whole, windows: ran.length - whole };
}

describe('a network that is slow for its image', () => {
  it('is run on a window of it, and as a whole only for what looks well there', { timeout: 60_000 }, async () => {
    const pre = [toFloat, percentiles(2, 99.8), toFloat];
    const draft = await scene.with({ expected: await scene.compute(scene.raw, { pre }) });
    const { report, whole, windows } = await checked(draft);
    expect(report.diagnosis[0]).toMatchObject({ state: 'explained', cause: 'percentiles' });
    expect(report.diagnosis[0].sentence).toContain('percentiles 2 and 99.8');
    expect(windows).toBeGreaterThan(5);
    // The comparison itself, and few others: percentiles that are nearly the same are looked at as well.
    expect(whole).toBeLessThan(5);
  });

  it('is never given a name for what agrees in the window alone', { timeout: 60_000 }, async () => {
    const pre = [toFloat, percentiles(2, 98), toFloat];
    const right = await scene.compute(scene.raw, { pre });
    // The middle of the image is another one.
    const expected = mapped(right, (value, at) => (at % width > 120 && at % width < 180 ? 1 - value : value));
    const { report } = await checked(await scene.with({ expected }));
    expect(report.diagnosis[0]).toMatchObject({ state: 'unexplained' });
  });
});
