import { createHash } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { Sha256, sha256, sha256Plain } from './sha256';

const lengths = [0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 1000, 100_000];

it.each(lengths)('gives the hash that node gives, with and without the platform, for %d bytes', async length => {
  const bytes = Uint8Array.from({ length }, (_, index) => (index * 31 + 7) % 256);
  const expected = createHash('sha256').update(bytes).digest('hex');
  expect(await sha256(bytes)).toBe(expected);
  expect(Buffer.from(sha256Plain(bytes)).toString('hex')).toBe(expected);
});

it.each(lengths)('gives it for %d bytes that come in parts of any size', length => {
  const bytes = Uint8Array.from({ length }, (_, index) => (index * 31 + 7) % 256);
  const expected = createHash('sha256').update(bytes).digest('hex');
  for (const first of [1, 7, 63, 64, 65, 130, 1000]) {
    const sum = new Sha256();
    for (let at = 0, size = first; at < length; at += size, size = ((size * 5) % 97) + first) {
      sum.add(bytes.subarray(at, at + size));
    }
    expect(sum.hex(), `parts of ${first} and more`).toBe(expected);
  }
});

it('works on pages that browsers do not call secure', async () => {
  vi.stubGlobal('crypto', {});
  const hash = await sha256(new TextEncoder().encode('abc'));
  vi.unstubAllGlobals();
  expect(hash).toBe(createHash('sha256').update('abc').digest('hex'));
});
