import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { zipSource } from '../../bundle/zip';
import { run } from '../run';

/** Bundles whose network keeps its weights in other files, and what bioimageio.core said: scripts/conformance/external_cases.py. */
interface Case {
  readonly name: string;
  readonly core: 'passed' | 'failed' | 'invalid' | 'unopened';
  readonly zip: string;
}

let folder: string;
let cases: readonly Case[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zooport-external-'));
  const stored = await readFile(join(import.meta.dirname, '../../preview/reproduce/fixtures/external.json.gz'));
  ({ cases } = JSON.parse(gunzipSync(stored).toString()) as { cases: Case[] });
});
afterAll(() => rm(folder, { recursive: true }));

async function exitCodeOf(path: string): Promise<{ code: number; said: string }> {
  const printed: string[] = [];
  const { signal } = new AbortController();
  const terminal = { out: (text: string) => printed.push(text), say: () => undefined, signal };
  return { code: await run(['check', path], terminal), said: printed.join('') };
}

it('a network with weights in a second file gives the exit code of bioimageio.core, from a zip and from a folder', async () => {
  for (const [index, { name, core, zip }] of cases.entries()) {
    const bytes = Buffer.from(zip, 'base64');
    const place = join(folder, String(index));
    const files = zipSource(bytes, 'bundle.zip');
    for (const { name: file } of await files.list()) {
      await mkdir(dirname(join(place, 'bundle', file)), { recursive: true });
      await writeFile(join(place, 'bundle', file), await files.read(file));
    }
    // What the network asks for outside of the bundle lies there, and is not taken.
    const second = (await files.list()).find(({ name: file }) => file === 'weights.onnx.data');
    if (second) {
      await writeFile(join(place, second.name), await files.read(second.name));
    }
    await writeFile(join(place, 'bundle.zip'), bytes);
    for (const path of ['bundle.zip', 'bundle']) {
      const { code, said } = await exitCodeOf(join(place, path));
      expect(code, `${name}, ${path}: ${said}`).toBe(core === 'passed' ? 0 : 1);
    }
  }
}, 300_000);
