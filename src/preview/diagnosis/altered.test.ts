import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import { createTensor } from '../../tensor/create';
import { writeNpy } from '../../tensor/npy';
import { check } from '../check';
import { sha256 } from '../../bundle/sha256';
import { smallDescription, smallFiles, smallInput, smallZip } from '../testing/small';
import { zipSource } from '../../bundle/zip';
import { Random } from '../../tensor/testing/random';

/** A bundle with the hashes of its files, of which some are changed afterwards. */
async function alteredBundle(changed: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  const files = smallFiles();
  const hash = async (name: string) => ({ source: name, sha256: await sha256(files.get(name) ?? new Uint8Array()) });
  const description = smallDescription();
  Object.assign(description.inputs[0] ?? {}, { test_tensor: await hash('input.npy') });
  Object.assign(description.outputs[0] ?? {}, { test_tensor: await hash('output.npy') });
  Object.assign(description.weights.onnx, await hash('weights.onnx'));
  return smallZip(description, new Map([...files, ...changed]));
}

/** Numbers that have nothing to do with what the network gives. */
function noise(seed: number): Uint8Array {
  const random = new Random(seed);
  const values = Float32Array.from({ length: smallInput.data.length }, () => random.next());
  return writeNpy(createTensor('float32', smallInput.shape, values));
}

describe('why it does not reproduce, where the hashes already tell', () => {
  let engine: InferenceEngine;
  beforeAll(async () => {
    engine = await createNodeEngine({ threads: 1 });
  });
  afterAll(() => engine.dispose());

  const diagnosisOf = async (...changed: [string, Uint8Array][]) => {
    const report = await check(zipSource(await alteredBundle(new Map(changed)), 'small.zip'), { engine });
    return report.diagnosis[0];
  };

  it.each([1, 2, 3, 4, 5])('names the test output that was changed (noise %i), not weights or image', async seed => {
    const diagnosis = await diagnosisOf(['output.npy', noise(seed)]);
    expect(diagnosis).toMatchObject({ state: 'explained', cause: 'file-changed' });
    expect(diagnosis?.sentence).toMatch(/^The test output “output\.npy” is not what was described/);
    expect(diagnosis?.sentence).not.toMatch(/weights or the test image/);
    expect(diagnosis?.fix).toBeUndefined();
  });

  it('names the test image that was changed', async () => {
    const diagnosis = await diagnosisOf(['input.npy', noise(6)]);
    expect(diagnosis?.sentence).toContain('The test image “input.npy” is not what was described');
  });

  it('says it before a change that would explain a changed output, and offers no mend for that', async () => {
    const negative = Float32Array.from(smallInput.data as Float32Array, value => Math.max(0, value) * 255);
    const diagnosis = await diagnosisOf(['output.npy', writeNpy(createTensor('float32', smallInput.shape, negative))]);
    expect(diagnosis?.sentence).toMatch(/^The test output “output\.npy” was changed .* It reproduces when/);
    expect(diagnosis?.fix).toBeUndefined();
  });

  it('says nothing of hashes that fit', async () => {
    const report = await check(zipSource(await alteredBundle(new Map()), 'small.zip'), { engine });
    expect(report).toMatchObject({ verdict: 'passed', diagnosis: [] });
  });
});
