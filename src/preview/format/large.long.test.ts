import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { check } from '../check';
import { folderSource } from '../../bundle/folder';
import type { FolderFile } from '../../bundle/folder';
import { limits } from '../../bundle/limits';
import { smallDescription, smallFiles, smallZip } from '../testing/small';
import { zipSource } from '../../bundle/zip';

const piece = new Uint8Array(2 ** 20).fill(7);

function described(sha256: string) {
  return { ...smallDescription(), attachments: [{ source: 'extra.bin', sha256 }] };
}

function hashOf(pieces: number): string {
  const hash = createHash('sha256');
  for (let at = 0; at < pieces; at++) {
    hash.update(piece);
  }
  return hash.digest('hex');
}

describe('a file that is larger than one array of bytes can be', () => {
  const count = 40;
  const large: FolderFile = {
    name: 'extra.bin',
    size: limits.read + 1,
    read: () => Promise.reject(new Error('This file is not to be read as a whole.')),
    stream: take => {
      for (let at = 0; at < count; at++) {
        take(piece);
      }
      return Promise.resolve();
    }
  };

  it.each([
    ['right', hashOf(count), []],
    ['wrong', hashOf(count - 1), ['hash-wrong']]
  ])('has its hash compared part by part: a %s one', async (_, sha256, codes) => {
    const zip = zipSource(smallZip(described(sha256)), 'bundle.zip');
    const others = (await zip.list()).map(entry => ({ ...entry, read: () => zip.read(entry.name) }));
    const report = await check(folderSource([...others, large], 'folder'), { engine: null, formatOnly: true });
    const errors = (report.format?.findings ?? []).filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code }) => code)).toEqual(codes);
  });
});

it('a large file of a zip is hashed part by part, never held as a whole', async () => {
  const count = limits.whole / piece.length + 1;
  const whole = new Uint8Array(count * piece.length).fill(7);
  const files = smallFiles().set('extra.bin', whole);
  const source = zipSource(smallZip(described(hashOf(count)), files), 'bundle.zip');
  const read: string[] = [];
  const watched = { ...source, read: (name: string) => (read.push(name), source.read(name)) };
  const report = await check(watched, { engine: null, formatOnly: true });
  expect(report.verdict).toBe('passed');
  expect(read).not.toContain('extra.bin');
}, 120_000);
