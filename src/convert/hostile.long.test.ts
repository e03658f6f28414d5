import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter } from '@zip.js/zip.js';
import type { FileEntry } from '@zip.js/zip.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { kerasCases, readFixture } from '../../scripts/fixtures/kerasFixtures';
import { Random } from '../tensor/testing/random';
import { ConvertError } from './conversion';
import { convertKeras } from './convert';

kerasCases();

/** Far above what any of it takes; what the bounds are for took minutes, or all memory. */
const deadline = 20_000;

let parts: { name: string; bytes: Uint8Array }[];
let written: string;
beforeAll(async () => {
  const reader = new ZipReader(new Uint8ArrayReader(readFixture('good.keras')), { useWebWorkers: false });
  const entries = (await reader.getEntries()).filter((one): one is FileEntry => !one.directory);
  parts = await Promise.all(
    entries.map(async entry => ({ name: entry.filename, bytes: await entry.getData(new Uint8ArrayWriter()) }))
  );
  written = new TextDecoder().decode(parts.find(({ name }) => name === 'config.json')?.bytes);
});

/** The sentence of a .keras file with this description; none where it is converted. */
async function refusal(description: string): Promise<string> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, level: 1 });
  for (const { name, bytes } of parts) {
    const content = name === 'config.json' ? new TextEncoder().encode(description) : bytes;
    await writer.add(name, new Uint8ArrayReader(content));
  }
  const error: unknown = await convertKeras(await writer.close()).then(
    () => undefined,
    (reason: unknown) => reason
  );
  if (error !== undefined) {
    expect(error).toBeInstanceOf(ConvertError);
  }
  return error instanceof ConvertError ? error.message : '';
}

function isSentence(text: string): void {
  expect(text).not.toMatch(/\[object|native code|undefined|Cannot read|call stack|is not a function|NaN/);
  expect(text.length).toBeLessThan(2000);
}

const dense = (index: number, of: number) =>
  `{"class_name":"ReLU","name":"r${index}","config":{"name":"r${index}"},"inbound_nodes":[[["r${of}",0,0,{}]]]}`;
const input = '{"class_name":"InputLayer","name":"r0","config":{"name":"r0","batch_shape":[null,null,null,1]},"inbound_nodes":[]}'; // prettier-ignore
const functional = (layers: string[], inputs: string, outputs: string) =>
  `{"class_name":"Functional","config":{"name":"n","layers":[${[input, ...layers].join()}],"input_layers":[${inputs}],"output_layers":[${outputs}]}}`; // prettier-ignore
const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));
const ref = (index: number) => `["r${index}",0,0]`;
const chain = (count: number) =>
  functional(
    many(count, at => dense(at + 1, at)),
    ref(0),
    ref(count)
  );
const nested = (depth: number): string =>
  depth === 0
    ? '{"class_name":"ReLU","config":{"name":"r"}}'
    : `{"class_name":"Sequential","config":{"name":"s","layers":[${nested(depth - 1)}]}}`;

describe('a description that was written to stop its reader ends with a sentence:', () => {
  it.each<[string, () => string, RegExp]>([
    ['deep brackets', () => '['.repeat(1_000_000), /brackets more than 200 deep/],
    ['deep groups', () => '{"config":'.repeat(500_000), /brackets more than 200 deep/],
    ['deep brackets that are closed', () => `{"config":${'['.repeat(1e6)}${']'.repeat(1e6)}}`, /more than 200 deep/],
    ['brackets in texts alone', () => `{"config":"${'['.repeat(100_000)}"}`, /does not describe the network/],
    ['networks in networks', () => nested(3000), /brackets more than 200 deep/],
    ['networks in networks, not quite so deep', () => nested(60), /input "input" of the network has no shape/],
    [
      'a million layers',
      () =>
        functional(
          many(150_000, at => dense(at + 1, at)),
          ref(0),
          ref(1)
        ),
      /at most 5000 are/
    ],
    ['more layers than follow one another', () => chain(5001), /lists 5002 layers/],
    ['a layer that is called very often', () => functional([dense(1, 0).replace(/\[\[\[.*\]\]\]/, `[${many(100_000, () => '[["r0",0,0,{}]]').join()}]`)], ref(0), ref(1)), /connects its layers 100000 times/], // prettier-ignore
    ['one output very often', () => functional([dense(1, 0)], ref(0), many(100_000, () => ref(1)).join()), /has 100001 inputs and outputs/], // prettier-ignore
    [
      'layers of one name',
      () =>
        functional(
          many(4000, () => dense(1, 1)),
          ref(0),
          ref(1)
        ),
      /nothing gives the output/
    ],
    ['a long name', () => written.replaceAll('"first"', `"${'x'.repeat(1_000_000)}"`), /more than 10000 characters/],
    ['a long class', () => written.replaceAll('"Conv2D"', `"${'A'.repeat(1_000_000)}"`), /more than 10000 characters/],
    ['a long option', () => written.replace(/"padding": ?"\w+"/, `"padding":"${'same'.repeat(250_000)}"`), /padding/],
    ['20 MB', () => `{"config":"${'x'.repeat(20_000_000)}"}`, /has 20 MB/],
    [
      'a number of a million digits',
      () => written.replace(/"filters": ?\d+/, `"filters":${'9'.repeat(1e6)}`),
      /filters/
    ],
    ['no end', () => written.slice(0, -20), /cannot be read/],
    ['blanks', () => ' '.repeat(10_000_000), /cannot be read/]
  ])(
    '%s',
    async (_, text, sentence) => {
      const began = performance.now();
      const said = await refusal(text());
      expect(said).toMatch(sentence);
      isSentence(said);
      expect(performance.now() - began).toBeLessThan(deadline);
    },
    2 * deadline
  );

  it('and the longest that is allowed is converted', async () => {
    expect(await refusal(chain(4999))).toBe('');
  });
});

describe('names that JavaScript has a meaning for', () => {
  const odd = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__', 'length', '', '\\u0000', 'prototype']; // prettier-ignore

  it('are names like others wherever they stand in the description of a network', async () => {
    const draw = new Random(5);
    const texts = [...written.matchAll(/"(?:[^"\\]|\\.)*"/g)];
    for (let trial = 0; trial < 250; trial++) {
      const at = draw.pick(texts);
      const name = `"${draw.pick(odd)}"`;
      const everywhere = draw.chance(0.4);
      const changed = everywhere
        ? written.replaceAll(at[0], name)
        : written.slice(0, at.index) + name + written.slice(at.index + at[0].length);
      isSentence(await refusal(changed));
    }
  }, 120_000);

  it('and so are values of another kind', async () => {
    const draw = new Random(6);
    const values = [...written.matchAll(/: ?("(?:[^"\\]|\\.)*"|\d+|true|false|null|\[[\d, ]*\])/g)];
    const LONG = `"${'x'.repeat(5000)}"`;
    const others = ['{}', '[]', '{"__proto__":{"a":1}}', '[[[]]]', '1e999', '-1', '0.5', '"x"', LONG, 'null', 'true', '[{}]', '{"class_name":"constructor"}', '{"class_name":"__proto__","config":{}}']; // prettier-ignore
    for (let trial = 0; trial < 250; trial++) {
      const at = draw.pick(values);
      isSentence(await refusal(`${written.slice(0, at.index)}: ${draw.pick(others)}${written.slice(at.index + at[0].length)}`)); // prettier-ignore
    }
  }, 120_000);
});
