import { createHash } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import type { KernelTransport } from '../../kernel/protocol';
import { fetchBytes } from './transfer';

const content = new Uint8Array(1000).map((_, index) => index % 251);
const file = { path: '/p/weights.keras', name: 'weights.keras', size: 1000, sha256: hash(content) };

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A connection that delivers these pieces. */
function delivering(...pieces: Uint8Array[]): KernelTransport {
  return {
    request: () => Promise.reject(new Error('not used')),
    fetchFile: () => Promise.resolve(new Blob(pieces as Uint8Array<ArrayBuffer>[]).stream())
  };
}

it('puts a file together from its pieces', async () => {
  const bytes = await fetchBytes(delivering(content.subarray(0, 300), content.subarray(300)), file);
  expect(bytes).toEqual(content);
});

it.each([
  ['cut short', [content.subarray(0, 999)]],
  ['too long', [content, content.subarray(0, 1)]],
  ['changed', [content.map(value => value ^ 1)]]
])('says that a file that arrived %s is not whole', async (_, pieces) => {
  await expect(fetchBytes(delivering(...pieces), file)).rejects.toThrow('"weights.keras" did not arrive whole');
});

it('stops when it is aborted', async () => {
  const abort = AbortSignal.abort(new Error('cancelled'));
  await expect(fetchBytes(delivering(content), file, abort)).rejects.toThrow('cancelled');
});

it('needs nothing that browsers keep for secure pages', async () => {
  vi.stubGlobal('crypto', {});
  try {
    expect(await fetchBytes(delivering(content), file)).toEqual(content);
    await expect(fetchBytes(delivering(content.map(value => value ^ 1)), file)).rejects.toThrow('did not arrive whole');
  } finally {
    vi.unstubAllGlobals();
  }
});
