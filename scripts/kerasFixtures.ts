import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(ROOT, '.cache/keras-fixtures');
const PYTHON = join(ROOT, '.envs/train/bin/python');

/** An array in a case's file of values. */
interface Place {
  readonly shape: readonly number[];
  readonly offset: number;
}

/** A network that Keras saved, and what Keras computed with it. */
export interface KerasCase {
  readonly name: string;
  readonly keras: 2 | 3;
  /** Name of the saved network; `readFixture` gives its bytes. */
  readonly file: string;
  readonly values: string;
  readonly runs: readonly { readonly inputs: readonly Place[]; readonly outputs: readonly Place[] }[];
}

export interface KerasArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** All cases of scripts/keras_fixtures.py, made by it first where they are missing or older than the script. */
export function kerasCases(): readonly KerasCase[] {
  if (recordedKey() !== currentKey()) {
    makeFixtures();
  }
  const { cases } = JSON.parse(readFileSync(join(FOLDER, 'cases.json'), 'utf8')) as { cases: KerasCase[] };
  return cases;
}

export function readFixture(file: string): Uint8Array {
  return new Uint8Array(readFileSync(join(FOLDER, file)));
}

export function readArrays(values: Uint8Array, places: readonly Place[]): KerasArray[] {
  return places.map(({ shape, offset }) => {
    const length = shape.reduce((product, size) => product * size, 1);
    return { shape, data: new Float32Array(values.slice(offset, offset + 4 * length).buffer) };
  });
}

function currentKey(): string {
  const hash = createHash('sha256');
  const scripts = readdirSync(join(ROOT, 'scripts')).filter(name => /^keras_.*\.py$/.test(name));
  for (const name of scripts.sort()) {
    hash.update(readFileSync(join(ROOT, 'scripts', name)));
  }
  return hash.digest('hex');
}

function recordedKey(): string | undefined {
  try {
    return (JSON.parse(readFileSync(join(FOLDER, 'cases.json'), 'utf8')) as { key: string }).key;
  } catch {
    return undefined;
  }
}

function makeFixtures(): void {
  if (!existsSync(PYTHON)) {
    throw new Error(
      'These tests compare with Keras itself, and the environment with Keras is missing. Make it with: python3 scripts/setup.py train'
    );
  }
  const made = spawnSync(PYTHON, [join(ROOT, 'scripts/keras_fixtures.py')], { encoding: 'utf8' });
  if (made.status !== 0) {
    throw new Error(`scripts/keras_fixtures.py failed:\n${made.stderr}`);
  }
}
