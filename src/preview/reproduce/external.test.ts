import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import { describe as sentence } from '../../spec/messages';
import { check } from '../check';
import { unzipped } from '../testing/unzipped';
import { zipSource } from '../../bundle/zip';

/** Bundles whose network keeps its weights in other files, and what bioimageio.core said: scripts/conformance/external_cases.py. */
interface Case {
  readonly name: string;
  /** Of the zip, and of a folder with the same files. */
  readonly core: Verdict;
  readonly folder: Verdict;
  readonly zip: string;
}

type Verdict = 'passed' | 'failed' | 'invalid' | 'unopened';

const stored = gunzipSync(readFileSync(join(import.meta.dirname, 'fixtures/external.json.gz'))).toString();
const { cases } = JSON.parse(stored) as { cases: Case[] };

/** In a folder the library also finds files that the description does not name; a zip of the model lacks them. */
const unlike = ['another name declared, the right one there too', 'two files, one declared'];

/** What is said, of the file at fault. */
const sentences: Readonly<Record<string, RegExp>> = {
  'asked for with a folder': /asks for its weights in a folder \(“data\/w\.data”\), but the zoo lays “w\.data”/,
  'not declared': /another file, “weights\.onnx\.data”, which the description does not name/,
  'not declared and not there': /another file, “weights\.onnx\.data”, which the description does not name/,
  'declared but not there': /a second file, “weights\.onnx\.data”, which is not in the bundle/,
  'declared under another name than the network asks for': /“weights\.onnx\.data”, which the description does not name/,
  'another name declared, the right one there too': /“weights\.onnx\.data”, which the description does not name/,
  'two files, one declared': /“second\.data”, which the description does not name/,
  'asked for outside of the bundle':
    /asks for its weights in a folder \(“\.\.\/weights\.onnx\.data”\), but the zoo lays “weights\.onnx\.data”/,
  'asked for and declared outside of the bundle': /points outside the bundle \(“\.\.\/weights\.onnx\.data”\)/,
  'asked for at the root of the disk': /another file, “\/etc\/hostname”, which the description does not name/,
  'cut short': /“weights\.onnx\.data”, in which the network keeps its weights, is cut short/,
  'cut by some bytes': /“weights\.onnx\.data”, in which the network keeps its weights, is cut short/,
  empty: /“weights\.onnx\.data”, in which the network keeps its weights, is cut short/,
  'a wrong SHA-256': /weights\.onnx\.data.*SHA-256/
};

let engine: InferenceEngine;
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

describe('weights in a second file', () => {
  it.each(cases)('$name: the zoo says $core', async ({ name, core, folder, zip }) => {
    const source = zipSource(Buffer.from(zip, 'base64'), 'bundle.zip');
    const report = await check(source, { engine });
    expect(report.zoo).toBe(core === 'passed' ? 'passed' : 'failed');
    expect(report.format?.verdict).toBe(core === 'invalid' ? 'invalid' : 'valid');
    expect(report.verdict).toBe(core === 'passed' ? 'passed' : 'failed');
    const said = [...(report.format?.findings ?? []).map(sentence), ...report.reproduction.map(({ reason }) => reason)];
    expect(said.join('\n')).toMatch(sentences[name] ?? /./);
    // Fiji opens one file.
    expect(report.readiness.find(({ consumer }) => consumer === 'deepimagej')?.verdict).toBe('will not run');

    const unpacked = await check(await unzipped(source, 'bundle'), { engine });
    expect(unpacked.zoo).toBe(core === 'passed' ? 'passed' : 'failed');
    expect(folder === core).toBe(!unlike.includes(name));
  });

  it('is never looked for outside of the bundle', async () => {
    const outside = cases.filter(({ name }) => /outside of the bundle|root of the disk/.test(name));
    expect(outside).toHaveLength(3);
    for (const { zip } of outside) {
      const asked: string[] = [];
      const source = await unzipped(zipSource(Buffer.from(zip, 'base64'), 'bundle.zip'), 'bundle');
      await check({ ...source, read: (name, signal) => (asked.push(name), source.read(name, signal)) }, { engine });
      const names = (await source.list()).map(({ name }) => name);
      expect(asked.filter(name => !names.includes(name))).toEqual([]);
    }
  });

  it('runs with no file but those that are declared', async () => {
    const read: string[] = [];
    const { zip } = cases.find(({ name }) => name === 'another name declared, the right one there too') ?? cases[0];
    const source = zipSource(Buffer.from(zip, 'base64'), 'bundle.zip');
    await check({ ...source, read: (name, signal) => (read.push(name), source.read(name, signal)) }, { engine });
    expect(read).toContain('other.data');
    expect(read).not.toContain('weights.onnx.data');
  });
});
