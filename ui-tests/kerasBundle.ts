import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smallDescription, smallFiles, smallZip } from '../src/preview/testing/small';
import { repository } from './help';

/** What the small network of the tests does, in Keras, channels first; the second with a Lambda. */
const SAVE = `
import sys, keras
given = keras.layers.Input((1, None, None))
keras.Model(given, keras.layers.ReLU()(given)).save(sys.argv[1] + "/weights.keras")
code = keras.layers.Lambda(lambda one: one)(keras.layers.ReLU()(given))
keras.Model(given, code).save(sys.argv[1] + "/coded.keras")
`;

/** The small bundle with weights of Keras beside its ONNX, and one whose Keras file holds code. */
export function kerasBundles(): { readonly plain: Uint8Array; readonly coded: Uint8Array } {
  const folder = mkdtempSync(join(tmpdir(), 'zooport-keras-'));
  execFileSync(join(repository, '.envs/train/bin/python'), ['-c', SAVE, folder], { stdio: 'ignore' });
  const description = smallDescription();
  const keras = { source: 'weights.keras', keras_version: '3.15.1', backend: ['tensorflow', '2.21.0'] };
  const weights = { ...description.weights, keras_v3: keras };
  const zip = (name: string): Uint8Array =>
    smallZip(
      { ...description, format_version: '0.5.10', weights },
      smallFiles().set(keras.source, readFileSync(join(folder, name)))
    );
  const made = { plain: zip('weights.keras'), coded: zip('coded.keras') };
  rmSync(folder, { recursive: true });
  return made;
}
