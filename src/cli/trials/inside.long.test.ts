import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { smallDescription, smallFiles, smallZip } from '../../preview/testing/small';
import { rawZip } from '../../bundle/testing/rawzip';
import type { RawEntry } from '../../bundle/testing/rawzip';
import { run } from '../run';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zooport-inside-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What `zooport check` prints of a zip, and its exit code. */
async function checked(zip: Uint8Array, ...more: string[]): Promise<{ code: number; said: string }> {
  const path = join(folder, 'bundle.zip');
  await writeFile(path, zip);
  const printed: string[] = [];
  const { signal } = new AbortController();
  const terminal = { out: (text: string) => printed.push(text), say: (text: string) => printed.push(text), signal };
  const code = await run(['check', '--format-only', ...more, path], terminal);
  return { code, said: printed.join('').replaceAll(folder, 'FOLDER') };
}

const text = (written: string): Uint8Array => new TextEncoder().encode(written);
const entries = (files = smallFiles()): RawEntry[] => [...files].map(([name, bytes]) => ({ name, bytes }));
const description = text('type: model');

/** The files of the small model, all in a folder. */
function inFolder(name: string): RawEntry[] {
  return [{ name: `${name}/rdf.yaml`, bytes: description }, ...entries().map(({ bytes }, index) => ({ name: `${name}/${index}`, bytes }))]; // prettier-ignore
}

describe('of a zip without a description at its top, it is said what lies inside:', () => {
  it.each<[string, RawEntry[], RegExp]>([
    [
      'a zip',
      [{ name: 'model.zip', bytes: smallZip() }],
      /at its top, but another zip \(“model\.zip”\)\. Unpack this one, and check the zip that was inside\./
    ],
    [
      'two zips',
      ['one', 'two'].map(name => ({ name: `${name}.zip`, bytes: smallZip() })),
      /but 2 other zips \(“one\.zip”, “two\.zip”\)/
    ],
    ['a zip in a folder', [{ name: 'down/model.ZIP', bytes: smallZip() }], /another zip \(“down\/model\.ZIP”\)/],
    [
      'two models',
      [...inFolder('nuclei'), ...inFolder('cells')],
      /holds 2 model descriptions in folders \(“nuclei\/rdf\.yaml”, “cells\/rdf\.yaml”\)\. Make a zip of its own for each/
    ],
    ['five models', 'abcde'.split('').flatMap(inFolder), /holds 5 model descriptions .*“c\/rdf\.yaml” and 2 more\)/],
    [
      'one model two folders down',
      [...inFolder('a/b'), { name: 'c/x', bytes: text('x') }],
      /it lies in a folder \(“a\/b\/rdf\.yaml”\)\. Zip the files of that folder, not the folder/
    ],
    ['rdf.yml', [{ name: 'rdf.yml', bytes: description }, ...entries()], /it is called “rdf\.yml”\. Name it rdf\.yaml/],
    [
      'RDF.YAML',
      [{ name: 'RDF.YAML', bytes: description }, ...entries()],
      /it is called “RDF\.YAML”\. Name it rdf\.yaml/
    ],
    [
      'Model.yml in a folder',
      [{ name: 'a/Model.yml', bytes: description }, ...entries()],
      /it is called “a\/Model\.yml”\. Name it rdf\.yaml/
    ],
    ['photographs', [{ name: 'one.jpg', bytes: text('x') }], /there is no rdf\.yaml at its top\. Is this a bundle/],
    [
      'what macOS adds',
      [
        { name: '__MACOSX/._rdf.yaml', bytes: text('x') },
        { name: '.DS_Store', bytes: text('x') }
      ],
      /there is no rdf\.yaml at its top/
    ],
    ['nothing', [], /there is no rdf\.yaml at its top/]
  ])('%s', async (_, files, says) => {
    const { code, said } = await checked(rawZip(files));
    expect(said).toMatch(says);
    expect(code).toBe(2);
  });
});

describe('of a file that is packed in a way that nobody here unpacks, the way is said:', () => {
  it.each<[string, number, RegExp]>([
    ['Deflate64', 9, /Deflate64/],
    ['Zstandard', 93, /Zstandard/],
    ['WavPack', 97, /WavPack/],
    ['PPMd', 98, /PPMd/],
    ['a number that nobody knows', 77, /77/]
  ])('%s', async (_, method, says) => {
    // The zoo's library unpacks no file that nobody names; it is told all the same.
    const verdicts = { 'rdf.yaml': ['unreadable', 2], 'weights.onnx': ['failed', 1], 'notes.txt': ['passed', 0] };
    for (const [name, expected] of Object.entries(verdicts)) {
      const { code, said } = await checked(packedBy(method, name), '--json');
      const [{ verdict }] = (JSON.parse(said) as { results: { verdict: string }[] }).results;
      expect([verdict, code], name).toEqual(expected);
      expect(said).toMatch(says);
      expect(said).toMatch(/Zip (it|the files) again/);
      expect(said).not.toMatch(/damaged/);
    }
  });
});

/** The small model's zip, whose one file says that it is packed in another way. */
function packedBy(method: number, name: string): Uint8Array {
  const files = smallFiles().set('notes.txt', text('Nobody names this file.'));
  const zip = smallZip(smallDescription(), files);
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const at = ['rdf.yaml', ...files.keys()].indexOf(name);
  for (const [signature, field] of [
    [0x04034b50, 8],
    [0x02014b50, 10]
  ] as const) {
    // prettier-ignore
    const places = [...zip.keys()].filter(place => place + 4 <= zip.length && view.getUint32(place, true) === signature);
    view.setUint16(places[at] + field, method, true);
  }
  return zip;
}

const long = 'x'.repeat(60_000);
/** Nothing that moves a terminal's cursor, rings, or turns the direction of writing. */
const invisible = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

function withFile(name: RawEntry['name']): Uint8Array {
  const files = smallFiles();
  const described = { name: 'rdf.yaml', bytes: text(stringify(smallDescription())) };
  return rawZip([described, ...entries(files), { name, bytes: text('x'), flags: 0x800 }]);
}

describe('a name in a zip that no bundle needs is told, safely and short:', () => {
  it.each<[string, RawEntry['name'], RegExp, number]>([
    ['a line break', 'a\nb', /“a\\x0ab”: its name holds control characters/, 2],
    ['an escape sequence', '\x1b[2Ja', /“\\x1b\[2Ja”: its name holds control/, 2],
    ['a bell', 'a\x07', /“a\\x07”: its name holds control/, 2],
    ['a delete', 'a\x7f', /“a\\x7f”: its name holds control/, 2],
    ['a NUL', 'weights.onnx\0.txt', /“weights\.onnx\\x00\.txt”: its name holds control/, 2],
    ['an escape sequence of C1', 'a\x9b2Jb', /“a\\x9b2Jb”: its name holds control/, 2],
    ['a line break of C1', 'a\x85b', /“a\\x85b”: its name holds control/, 2],
    ['another direction', 'a\u202egnp.exe', /“a\\u202egnp\.exe”: its name holds control/, 2],
    ['an isolated direction', 'a\u2066b', /“a\\u2066b”: its name holds control/, 2],
    ['a mark of direction', 'a\u200fb', /“a\\u200fb”: its name holds control/, 2],
    ['an Arabic mark of direction', 'a\u061cb', /“a\\u061cb”: its name holds control/, 2],
    ['a line separator', 'a\u2028b', /“a\\u2028b”: its name holds control/, 2],
    ['a way out', '../x', /“\.\.\/x”: its name leads out of the bundle/, 2],
    ['a way out of a folder', 'a/../../x', /its name leads out of the bundle/, 2],
    ['a way back', 'a/../b', /its name leads out of the bundle/, 2],
    ['the root', '/etc/passwd', /“\/etc\/passwd”: its name starts at the root of a disk/, 2],
    ['a disk', 'C:x', /“C:x”: its name starts at the root of a disk/, 2],
    ['a backslash', '..\\b', /“\.\.\\b”: its name holds a backslash/, 2],
    ['a long name', long, /“x{80} …”: its name is empty or too long/, 2],
    ['a long name of symbols', '\u{1f600}'.repeat(15_000), /its name is empty or too long/, 2],
    ['a twin through “.”', './README.md', /two files called “\.\/README\.md”/, 2],
    ['a twin through “/./”', 'a/./b', /PASSED/, 0],
    ['bytes that are no UTF-8', Uint8Array.of(0x61, 0xff, 0x9b, 0x62), /the name of one of its files is said to be UTF-8 and is not/, 1] // prettier-ignore
  ])('%s', async (_, name, says, code) => {
    for (const more of [[], ['--json']]) {
      const found = await checked(withFile(name), ...more);
      expect(more.length > 0 ? found.said.replaceAll('\\\\', '\\') : found.said).toMatch(more.length > 0 ? /./ : says);
      expect(found.said).not.toMatch(invisible);
      expect(found.said.length).toBeLessThan(3500);
      expect(found.code).toBe(code);
    }
  });
});

describe('a name in a description is told safely and short:', () => {
  it.each([
    ['an escape sequence', '"\\e[2Jcover.png"', /“ \[2Jcover\.png” \(the first attachment\) is not in the bundle/],
    ['an escape sequence of C1', '"\\x9b2Jcover.png"', /“ 2Jcover\.png” \(the first attachment\) is not in the bundle/],
    ['another direction', '"\\u202egnp.exe"', /“ gnp\.exe” \(the first attachment\) is not in the bundle/],
    ['a name of 900 kB', 'y'.repeat(900_000), /“y{80}/],
    ['a way out', '../../etc/passwd', /points outside the bundle \(“\.\.\/\.\.\/etc\/passwd”\)/]
  ])('%s', async (_, written, says) => {
    const description = `${stringify(smallDescription())}attachments: [{source: ${written}}]\n`;
    const { code, said } = await checked(smallZip(description));
    expect(said).toMatch(says);
    expect(said).not.toMatch(invisible);
    expect(said.length).toBeLessThan(3000);
    expect(code).toBe(1);
  });
});
