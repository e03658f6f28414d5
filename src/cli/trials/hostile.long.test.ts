import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endlessNetwork, hugeNetwork } from '../../preview/testing/hostile';
import { rawZip } from '../../bundle/testing/rawzip';
import { reluNetwork, smallDescription, smallFiles, smallZip } from '../../preview/testing/small';
import { Random } from '../../tensor/testing/random';

const CLI = resolve('zooport/cli/zooport.mjs');
/** Reading may take thirty seconds; on a busy machine the rest takes as long again. */
const LONG = 120_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly said: string;
  readonly out: string;
}

/** The built command line, as users have it; it is sent `signals` once it has said what `at` looks for. */
async function zooport(words: readonly string[], signals: readonly NodeJS.Signals[] = [], at = /\S/): Promise<Ended> {
  const child = spawn(process.execPath, [CLI, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, said, sent] = ['', '', false];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (!sent && at.test(said)) {
      sent = true;
      // One after the other: two that wait together are one to a process.
      signals.forEach((signal, index) => setTimeout(() => child.kill(signal), 300 * (index + 1)));
    }
  });
  const code = await new Promise<number | null>(done => child.on('close', done));
  return { code, out, said };
}

async function file(name: string, content: Uint8Array | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

function isSentence(text: string): void {
  expect(text).not.toMatch(/should not have happened|\n\s+at |\[object|native code|undefined|call stack/);
}

const bundleOf = (network: Uint8Array) => smallZip(smallDescription(), smallFiles().set('weights.onnx', network));
const keras = (config: string) =>
  rawZip([
    { name: 'config.json', bytes: new TextEncoder().encode(config) },
    { name: 'model.weights.h5', bytes: new Uint8Array(100) }
  ]);
/** A network whose fields claim other lengths than they have, the same for the same seed. */
function lying(seed: number): Uint8Array {
  const draw = new Random(seed);
  const bytes = reluNetwork();
  for (let change = 0; change < 3; change++) {
    bytes[draw.below(bytes.length)] = draw.pick([0x7f, 0xff, 0x80, 1]);
  }
  return bytes;
}
const description = 'type: model\nformat_version: 0.5.4\nname: x\n';

describe('the built command line', () => {
  it.each<[string, readonly string[], string, () => Uint8Array | string]>([
    ['YAML of brackets in brackets', ['check'], 'deep.yaml', () => `${description}config: ${'['.repeat(900_000)}`],
    ['YAML of closing brackets', ['check'], 'close.yaml', () => `${description}config: ${'}'.repeat(900_000)}`],
    ['YAML of aliases', ['check'], 'alias.yaml', () => `${description}config: [&a x, ${'*a,'.repeat(200_000)}]`],
    ['a network that is none', ['check'], 'zero.zip', () => bundleOf(new Uint8Array(100_000).fill(0x3a))],
    ...[1, 2, 3, 4].map(
      seed => [`lengths that lie (${seed})`, ['check'], `lie${seed}.zip`, () => bundleOf(lying(seed))] as [string, string[], string, () => Uint8Array] // prettier-ignore
    ),
    ['a zip that is cut short', ['check'], 'short.zip', () => smallZip().slice(0, -30)],
    ['a zip of nothing but heads', ['check'], 'heads.zip', () => new Uint8Array(2_000_000).fill(0x50)],
    ['Keras JSON of brackets', ['convert'], 'deep.keras', () => keras('{"config":'.repeat(900_000))],
    ['Keras JSON that is none', ['convert'], 'none.keras', () => keras('\u0000'.repeat(5_000_000))],
    ['HDF5 of nothing', ['convert'], 'none.h5', () => Uint8Array.from([0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10, 0, 0])]
  ])(
    'ends with a sentence for %s',
    async (_, words, name, content) => {
      const path = await file(name, content());
      const output = words.includes('convert') ? ['--output', join(folder, `${name}.onnx`)] : [];
      const { code, said, out } = await zooport([...words, path, ...output]);
      expect([1, 2]).toContain(code);
      isSentence(said + out);
      expect(said + out).toMatch(/[a-z]{3,} [a-z]{2,}.*\./);
      expect((await readdir(folder)).filter(left => /part|\.onnx$/.test(left))).toEqual([]);
    },
    LONG
  );

  it(
    'gives a network no more than the time of --timeout, and says so',
    async () => {
      const path = await file('endless.zip', bundleOf(endlessNetwork()));
      const { code, out } = await zooport(['check', '--json', '--timeout', '2', path]);
      const [result] = (JSON.parse(out) as { results: { verdict: string; reproduction: { reason: string }[] }[] })
        .results;
      expect([code, result.verdict]).toEqual([1, 'not run']);
      expect(result.reproduction[0].reason).toContain('gave no result within 2 seconds and was ended');
      isSentence(out);
    },
    LONG
  );

  it(
    'does not run a network that asks for 6.5 GB, and says so',
    async () => {
      const path = await file('huge.zip', bundleOf(hugeNetwork(6.5e9 / 4)));
      const { code, out } = await zooport(['check', '--json', path]);
      const [result] = (JSON.parse(out) as { results: { verdict: string; reproduction: { reason: string }[] }[] })
        .results;
      expect([code, result.verdict]).toEqual([1, 'not run']);
      expect(result.reproduction[0].reason).toMatch(/4 GB|memory/);
      isSentence(out);
    },
    LONG
  );

  const signals = [
    ['SIGINT', 130],
    ['SIGTERM', 143]
  ] as const;
  const cases = signals.flatMap(([signal, code]) => [1, 2].map(times => ({ signal, code, times })));

  it.each(cases)(
    'check ends with $code at $times times $signal, in the midst of a network without end',
    async ({ signal, code, times }) => {
      const path = await file('endless.zip', bundleOf(endlessNetwork()));
      const sent = Array<NodeJS.Signals>(times).fill(signal);
      const ended = await zooport(['check', path], sent, /Running it/);
      expect(ended.code).toBe(code);
      isSentence(ended.said + ended.out);
    },
    LONG
  );

  /** A Python that never says a word, and a folder and an image as far as `export` looks before it starts it. */
  async function silentExport(): Promise<string[]> {
    const python = await file('python', '#!/bin/sh\nexec sleep 1000\n');
    await chmod(python, 0o755);
    const model = join(folder, 'model');
    await mkdir(model, { recursive: true });
    const image = await file('image.tif', 'II*');
    return ['export', model, '--input', image, '--output', join(folder, 'made', 'x.zip'), '--python', python];
  }

  async function made(): Promise<string[]> {
    await mkdir(join(folder, 'made'), { recursive: true });
    return readdir(join(folder, 'made'));
  }

  it.each(cases)(
    'export ends with $code at $times times $signal, and leaves nothing',
    async ({ signal, code, times }) => {
      await made();
      const ended = await zooport(await silentExport(), Array<NodeJS.Signals>(times).fill(signal));
      expect(ended.code).toBe(code);
      expect(await made()).toEqual([]);
    },
    LONG
  );

  it(
    'export takes no longer than --timeout, and leaves nothing',
    async () => {
      await made();
      const { code, said } = await zooport([...(await silentExport()), '--timeout', '2']);
      expect(code).toBe(1);
      expect(said).toContain('The export did not end within 2 seconds and was stopped; nothing was written');
      expect(await made()).toEqual([]);
    },
    LONG
  );
});
