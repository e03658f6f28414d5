import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convertKeras } from '../../convert/convert';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import { warmPythonOf } from '../../tensor/testing/python';
import { reachOf } from './examine';
import { networkExtent } from './extent';
import { planAxis } from './sizes';
import { partsOf } from '../testing/prepared';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FOLDER = join(ROOT, '.cache/reach-fixtures');
const PYTHON = warmPythonOf('train');

/** What scripts/fixtures/reach_fixtures.py made: `NAME.keras`, `NAME.onnx`, and the steps that Python measured on the layers. */
interface Case {
  readonly name: string;
  readonly steps: readonly number[];
}

function cases(): readonly Case[] {
  const made = spawnSync(PYTHON, [join(ROOT, 'scripts/fixtures/reach_fixtures.py')], { encoding: 'utf8' });
  if (made.status !== 0) {
    throw new Error(`scripts/fixtures/reach_fixtures.py failed:\n${made.stderr}`);
  }
  return (JSON.parse(readFileSync(join(FOLDER, 'cases.json'), 'utf8')) as { cases: Case[] }).cases;
}

const read = (name: string) => new Uint8Array(readFileSync(join(FOLDER, name)));

/** Smallest size, step and halo along each axis for a large test image; the whole image where that is what counts. */
async function plans(onnx: Uint8Array, { steps }: Case) {
  const spatial = steps.length === 3 ? ['z', 'y', 'x'] : ['y', 'x'];
  const { prepared } = partsOf();
  const known = {
    ...prepared,
    steps: Object.fromEntries(spatial.map((id, at) => [id, steps[at]])),
    input: { ...prepared.input, axes: ['batch', ...spatial, 'channel'], shape: [1, ...steps.map(() => 64), 1] }
  };
  const extents = await networkExtent(reachOf(onnx, known), known, engine);
  return [...extents].map(([id, extent]) => [id, extent.radius, planAxis(256, extent, true)] as const);
}

let engine: InferenceEngine;
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

const all = cases();

it('they are at least ten networks', () => {
  expect(all.length).toBeGreaterThanOrEqual(10);
});

describe.each(all.map(one => [one.name, one] as const))('%s', (name, one) => {
  it('has the same sizes and halo through tf2onnx as through our own conversion', async () => {
    const { onnx } = await convertKeras(read(`${name}.keras`));
    expect(await plans(read(`${name}.onnx`), one)).toEqual(await plans(onnx, one));
  });
});
