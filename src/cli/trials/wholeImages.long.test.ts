import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zipSource } from '../../bundle/zip';
import { memorySource } from '../../image/memory';
import type { ImageAxisId } from '../../image/source';
import { compareLabels } from '../../preview/reproduce/labels';
import { openRunner } from '../../run/open';
import type { RunResult } from '../../run/model';
import { plainReader } from '../../bundle/reading/reader';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import { toNumbers } from '../../tensor/cast';
import { isFloat } from '../../tensor/dtype';
import { readNpy } from '../../tensor/npy';
import type { Tensor } from '../../tensor/tensor';
import { warmPythonOf } from '../../tensor/testing/python';
import { atFullWidth } from '../../tensor/testing/width';
import { reshape } from '../../tensor/create';
import { transpose } from '../../tensor/transpose';
import { runExport } from '../export';

const PYTHON = warmPythonOf('train');
const NETWORKS = resolve('tests/networks');
const LONG = 900_000;

interface Small {
  readonly folder: string;
  readonly image: string;
}

/** Small trained folders as the notebooks leave them; scripts/networks/small_folders.py made them. */
const small = JSON.parse(readFileSync(join(NETWORKS, 'index.json'), 'utf8')) as Readonly<Record<string, Small>>;

/** Each with a tile so small that the image falls into many. Those of the usual tests first; all at full width. */
const all: Readonly<Record<string, number>> = {
  unet_2d_multilabel: 160,
  stardist_2d: 160,
  unet_3d: 48,
  care_2d: 128,
  deep_storm: 48,
  stardist_2d_grid4: 192,
  care_3d: 48,
  n2v_2d: 128
};
const wanted = process.env.ZOOPORT_WHOLE?.split(',') ?? Object.keys(all).slice(0, atFullWidth ? undefined : 2);

let place: string;
let engine: InferenceEngine;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'whole-'));
  await promisify(execFile)(PYTHON, ['scripts/networks/whole_images.py', place, ...wanted], { maxBuffer: 2 ** 26 });
  engine = await createNodeEngine({ threads: 2 });
}, LONG);
afterAll(async () => {
  await engine.dispose();
  await rm(place, { recursive: true });
});

async function array(name: string): Promise<Tensor> {
  return readNpy(new Uint8Array(await readFile(join(place, name))));
}

async function bundleOf(name: string): Promise<Uint8Array> {
  const path = join(place, `${name}.zip`);
  const said: string[] = [];
  const terminal = { out: () => undefined, say: (text: string) => void said.push(text), signal: new AbortController().signal }; // prettier-ignore
  const { folder, image } = small[name];
  const asked = { folder: join(NETWORKS, folder), input: join(NETWORKS, image), output: path, python: PYTHON, json: true }; // prettier-ignore
  expect(await runExport(asked, terminal), said.join('\n')).toBe(0);
  return new Uint8Array(await readFile(path));
}

/** The result with the axes of what was expected. */
function found({ outputs: [{ axes, tensor }] }: RunResult, letters: string, expected: Tensor): Tensor {
  const order = [...letters].filter(letter => axes.includes(letter)).map(letter => axes.indexOf(letter));
  return reshape(transpose(tensor, order), expected.shape);
}

/** The largest difference, in units of the range of what was expected. */
function distance(expected: Tensor, given: Tensor): number {
  const [wanted, own] = [toNumbers(expected), toNumbers(given)];
  let [low, high, most] = [Infinity, -Infinity, 0];
  for (let at = 0; at < wanted.length; at++) {
    low = Math.min(low, wanted[at]);
    high = Math.max(high, wanted[at]);
    const difference = Math.abs(wanted[at] - own[at]);
    most = difference <= most ? most : difference;
  }
  return most / (high - low);
}

describe.each(wanted)('%s on an image that it does not take as it is', name => {
  it(
    'gives in tiles what its own framework gives for the whole',
    async () => {
      const letters = JSON.parse(await readFile(join(place, `${name}.json`), 'utf8')) as Record<'image' | 'expected', string>; // prettier-ignore
      const [image, expected] = await Promise.all([array(`${name}.image.npy`), array(`${name}.expected.npy`)]);
      const axes = [...letters.image].map((id, axis) => ({ id: id as ImageAxisId, size: image.shape[axis] }));
      const source = memorySource(image, { name: `${name}.tif`, axes, stated: true, notes: [] });
      const runner = await openRunner(zipSource(await bundleOf(name)), { engine, reader: plainReader });
      const result = await runner.run([source], { tile: all[name] });
      await runner.dispose();
      expect(result.tiles).toBeGreaterThan(1);
      const given = found(result, letters.expected, expected);
      if (isFloat(given.dtype)) {
        expect(distance(expected, given)).toBeLessThan(1e-5);
        return;
      }
      const { labels, mismatched } = compareLabels(expected, given);
      expect(labels).toMatchObject({ missing: 0, extra: 0, expected: result.outputs[0].objects ?? labels.expected });
      // Outlines are drawn through the network's numbers: the last digit of one may move a pixel.
      expect(mismatched / expected.data.length).toBeLessThan(5e-4);
    },
    LONG
  );
});
