import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { warmPythonOf } from '../tensor/testing/python';
import { parseCall } from './arguments';
import { run } from './run';

const PYTHON = warmPythonOf('train');

/** A network of Keras 2 whose Lambda makes a file whenever it is called, and a bundle that carries it. */
const PLANT = `
import json, sys, zipfile
from pathlib import Path
import numpy as np, tf_keras as keras, tifffile
folder = Path(sys.argv[1])
mark = str(folder / "mark")
(folder / "nuclei").mkdir()
given = keras.layers.Input((64, 64, 1))
level = keras.layers.UpSampling2D()(keras.layers.MaxPooling2D()(given))
level = keras.layers.Lambda(lambda one: (open(mark, "w").close(), one)[1], name="planted")(level)
network = keras.Model(given, keras.layers.Conv2D(1, 1, activation="sigmoid")(level))
network.save(folder / "nuclei" / "weights_best.h5")
Path(mark).unlink(missing_ok=True)
tifffile.imwrite(folder / "image.tif", np.random.RandomState(0).randint(0, 255, (96, 80)).astype(np.uint8))
with zipfile.ZipFile(folder / "bundle.zip", "w") as archive:
    archive.write(folder / "nuclei" / "weights_best.h5", "weights.h5")
    archive.writestr("rdf.yaml", json.dumps({"type": "model", "format_version": "0.5.4", "name": "planted",
        "weights": {"keras_hdf5": {"source": "weights.h5", "tensorflow_version": "2.15"}}}))
`;

let folder: string;
const mark = (): string => join(folder, 'mark');

async function called(...words: string[]): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const signal = new AbortController().signal;
  const code = await run(words, { out: text => said.push(text), say: text => said.push(text), signal });
  return { code, said: said.join('\n') };
}

describe('code in the file of a network', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'zooport-code-'));
    await promisify(execFile)(PYTHON, ['-c', PLANT, folder], { env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' } });
  }, 300_000);

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('is named by export and not run', async () => {
    process.env.TF_USE_LEGACY_KERAS = '1';
    const output = join(folder, 'made.zip');
    const network = ['--network', 'U-Net (2D)', '--python', PYTHON];
    const input = ['--input', join(folder, 'image.tif'), '--output', output];
    const { code, said } = await called('export', join(folder, 'nuclei'), ...input, ...network);
    delete process.env.TF_USE_LEGACY_KERAS;
    expect(existsSync(mark())).toBe(false);
    expect(code).toBe(2);
    expect(said).toContain('the layer "planted" is a Lambda');
    expect(said).toContain('--allow-code');
    expect(existsSync(output)).toBe(false);
  }, 120_000);

  it.each([[[]], [['--allow-code']]])(
    'is never run by convert or check (%j)',
    async more => {
      const converted = join(folder, 'made.onnx');
      const conversion = await called(
        'convert',
        join(folder, 'nuclei', 'weights_best.h5'),
        '--output',
        converted,
        ...more
      );
      expect(conversion.code).toBe(1);
      expect(conversion.said).toContain('planted');
      const checked = await called('check', join(folder, 'bundle.zip'), ...more);
      expect(checked.code).toBeGreaterThan(0);
      expect(existsSync(mark())).toBe(false);
    },
    120_000
  );

  it('may run where every command is told so by one word', () => {
    const words = ['export', 'nuclei', '--input', 'a.tif', '--output', 'b.zip'];
    expect(parseCall([...words, '--allow-code'], {})).toHaveProperty('arguments.allowCode', true);
    expect(parseCall(words, {})).not.toHaveProperty('arguments.allowCode');
    expect(parseCall(['check', 'b.zip', '--allow-code'], {}).command).toBe('check');
    expect(parseCall(['convert', 'a.h5', '--output', 'b.onnx', '--allow-code'], {}).command).toBe('convert');
  });
});
