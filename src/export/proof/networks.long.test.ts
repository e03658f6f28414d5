import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convertKeras } from '../../convert/convert';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import { readNpy } from '../../tensor/npy';
import { warmPythonOf } from '../../tensor/testing/python';
import type { ProofPair } from './prove';
import { proveConversion } from './prove';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FOLDER = join(ROOT, '.cache/proof-fixtures');
const PYTHON = warmPythonOf('train');

/** What scripts/fixtures/proof_fixtures.py made: files of a sound network, its pairs, and spoiled ones. */
interface Case {
  readonly name: string;
  readonly framework: string;
  readonly seed: number;
  readonly file: string;
  readonly pairs: readonly (readonly [input: string, expected: string, exact: string])[];
  /** `changed`: how far Keras itself finds the output, in 64 bits, as part of its range. */
  readonly spoiled: Readonly<Record<string, { readonly file: string; readonly changed: number }>>;
}

function cases(): readonly Case[] {
  const made = spawnSync(PYTHON, [join(ROOT, 'scripts/fixtures/proof_fixtures.py')], { encoding: 'utf8' });
  if (made.status !== 0) {
    throw new Error(`scripts/fixtures/proof_fixtures.py failed:\n${made.stderr}`);
  }
  return (JSON.parse(readFileSync(join(FOLDER, 'cases.json'), 'utf8')) as { cases: Case[] }).cases;
}

const read = (name: string) => new Uint8Array(readFileSync(join(FOLDER, name)));

function pairsOf({ pairs }: Case): ProofPair[] {
  return pairs.map(([input, expected, exact]) => ({
    input: readNpy(read(input)),
    expected: readNpy(read(expected)),
    exact: readNpy(read(exact))
  }));
}

/**
 * A change of the output of more than this part of its range has to be found. In the last three float32 itself loses so
 * much: numbers around 0.5 that differ by 0.002, differences of numbers around 3000, and numbers around a million.
 */
const FOUND: Readonly<Record<string, number>> = {
  plain: 2e-5,
  half: 2e-5,
  brain: 2e-5,
  double: 2e-5,
  large: 2e-5,
  'small-range': 1e-3,
  cancelling: 5e-3,
  offset: 0.2
};

let engine: InferenceEngine;
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

async function prove(one: Case, file: string) {
  const { onnx } = await convertKeras(read(file));
  return proveConversion(onnx, pairsOf(one), { seen: null, channel: 3 }, engine);
}

describe.each(cases().map(one => [`${one.name}, ${one.framework}, seed ${one.seed}`, one] as const))('%s', (_, one) => {
  it('is proven, whatever its numbers', async () => {
    const proofs = await prove(one, one.file);
    expect(proofs).toHaveLength(2);
    expect(proofs.every(proof => proof.rounding !== undefined)).toBe(true);
  });

  it.each(Object.entries(one.spoiled))(
    'is refused with its %s spoiled, where the output shows it',
    async (how, { file, changed }) => {
      const outcome = await prove(one, file).then(
        () => 'proven',
        (error: Error) => error.message
      );
      // A kernel turned about shows in every one; a single weight by 1 % only where float32 can show it.
      if (how === 'transposed') {
        expect(changed).toBeGreaterThan(FOUND[one.name]);
      }
      if (changed > FOUND[one.name]) {
        expect(outcome).toMatch(/^The converted network is not the trained one/);
      } else if (changed === 0) {
        expect(outcome).toBe('proven');
      }
    }
  );
});
