import { stringify } from 'yaml';
import { afterEach, describe, expect, it } from 'vitest';
import { describe as inWords } from '../../spec/messages';
import { hostileDescriptions, repeatedPieces } from '../../spec/testing/hostile';
import { check } from '../check';
import { smallDescription } from '../testing/small';
import { folderSource } from '../../bundle/folder';

/** The slowest takes some seconds on a busy machine; what the bounds are for took minutes, or all memory. */
const deadline = 20_000;

/** A bundle that holds nothing but the description. */
async function checked(text: string, readme?: string) {
  const texts = [['rdf.yaml', text], ...(readme === undefined ? [] : [['README.md', readme]])];
  const files = texts.map(([name, content]) => {
    const bytes = new TextEncoder().encode(content);
    return { name, size: bytes.length, read: () => Promise.resolve(bytes) };
  });
  const began = performance.now();
  const report = await check(folderSource(files, 'bundle'), { engine: null, formatOnly: true });
  const sentences = (report.format?.findings ?? []).map(inWords);
  return { report, sentences, elapsed: performance.now() - began };
}

/** As many entries as are allowed, and up to the largest text that is allowed. */
const sizes = [1999, 40_000];

// The checks never wait for anything: the runner of the tests gets its turn between them.
afterEach(() => new Promise(resolve => setImmediate(resolve)));

async function holds(text: string) {
  const { report, sentences, elapsed } = await checked(text);
  expect(report.verdict).not.toBe('passed');
  expect(elapsed).toBeLessThan(deadline);
  expect([report.reason ?? '', ...sentences].join(' ')).not.toMatch(/call stack|Cannot read|\[object|native code/);
  expect(sentences.filter(sentence => sentence.length > 2000)).toEqual([]);
}

describe.each(sizes)('descriptions written to stop their reader, %d entries:', size => {
  it.each(hostileDescriptions(size, size).map(({ name, text }) => [name, text]))(
    '%s',
    async (_, text) => holds(text),
    2 * deadline
  );
});

describe('descriptions of almost 1 MB in which a few characters stand again and again:', () => {
  it.each(repeatedPieces(24, 990_000, 7).map(({ name, text }) => [name, text]))(
    '%s',
    async (_, text) => holds(text),
    2 * deadline
  );
});

/** What expressions that go back over a text again and again are slow at. */
const runs = ['_', ' ', '#', '# ', '(', ')', '.', '/', 'a/', 'a@', '-', '1', ',', 'a.'];

describe('half a megabyte of one sign', () => {
  it.each(runs)(
    '“%s” is read at once, in the documentation and in names',
    async sign => {
      const long = JSON.stringify(`a${sign.repeat(500_000 / sign.length)}!`);
      const documented = await checked(stringify(smallDescription()), JSON.parse(long) as string);
      expect(documented.elapsed).toBeLessThan(deadline);
      const named = stringify(smallDescription()).replace('id: cut', () => `id: ${long}`);
      await holds(named);
      await holds(stringify(smallDescription()).replace('id: small-model', () => `id: ${long}`));
    },
    4 * deadline
  );
});
