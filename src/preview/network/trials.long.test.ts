import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeModel } from '../../onnx/write';
import { createNodeEngine } from '../../runtime/node';
import type { InferenceEngine } from '../../runtime/engine';
import { createTensor } from '../../tensor/create';
import { writeNpy } from '../../tensor/npy';
import { smallDescription, smallFiles, smallZip } from '../testing/small';
import { checkNetwork } from './findings';
import { allTrials } from './fixtures/trials';
import type { Trial } from './fixtures/trials';
import { failsZooTest, trySizes } from './sizes';
import { bundleWith } from './testing';

const image = createTensor(
  'float32',
  [1, 1, 16, 16],
  Float32Array.from({ length: 256 }, (_, at) => (at % 7) - 2)
);

/** Where scripts/conformance/size_trials.py wants the bundles for bioimageio.core to try. */
const folder = process.env.ZOOPORT_TRIALS;
const path = new URL('fixtures/trials.json', import.meta.url);

let engine: InferenceEngine;
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

test.skipIf(!folder)(
  'writes a bundle of each trial (for scripts/conformance/size_trials.py; else there is nothing to write)',
  () => {
    allTrials().forEach((trial, index) => {
      const raw = smallDescription();
      trial.describe(raw);
      const files = smallFiles()
        .set('weights.onnx', writeModel(trial.network))
        .set('input.npy', writeNpy(image))
        .set('output.npy', writeNpy(image));
      writeFileSync(`${folder}/${index}.zip`, smallZip(raw, files));
    });
  }
);

test('says that the zoo’s test of the sizes fails where bioimageio.core does, and only there', async () => {
  expect(existsSync(path)).toBe(true);
  const { failed } = JSON.parse(readFileSync(path, 'utf-8')) as { failed: string };
  const trials = allTrials();
  expect(failed).toHaveLength(trials.length);
  const different: string[] = [];
  for (const [index, trial] of trials.entries()) {
    if ((await oursFails(trial)) !== (failed[index] === '1')) {
      different.push(trial.name);
    }
  }
  expect(different).toEqual([]);
}, 120_000);

async function oursFails(trial: Trial): Promise<boolean> {
  const { bundle, description } = await bundleWith(trial.network, trial.describe);
  const { findings, outline } = await checkNetwork(description, bundle);
  const session = await engine.load(await bundle.read('weights.onnx'));
  try {
    const computed = await session.run([image]);
    const tried = await trySizes({ description, session, prepared: [image], computed, outline });
    return [...findings, ...tried].some(failsZooTest);
  } finally {
    await session.dispose();
  }
}
