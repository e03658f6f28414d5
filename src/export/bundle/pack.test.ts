import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { expect, it } from 'vitest';
import { filesOnUpload } from '../../bundle/testing/uploadPage';
import { packZip } from './pack';

const files = [
  { name: 'rdf.yaml', bytes: new TextEncoder().encode('type: model\n'.repeat(50)) },
  { name: 'README.md', bytes: new TextEncoder().encode('# model\n') },
  { name: 'weights.onnx', bytes: crypto.getRandomValues(new Uint8Array(50_000)) },
  { name: 'empty.csv', bytes: new Uint8Array(0) }
];
const made = new Date('2026-11-23T09:30:20Z');

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
}

it('gives a flat zip with every file unchanged, in the given order', async () => {
  const zip = await bytesOf(packZip(files, made));
  const entries = await new ZipReader(new BlobReader(new Blob([zip as Uint8Array<ArrayBuffer>]))).getEntries();
  expect(entries.map(entry => entry.filename)).toEqual(files.map(file => file.name));
  for (const [index, entry] of entries.entries()) {
    expect(entry.directory).toBe(false);
    const bytes = entry.directory ? null : await entry.getData(new Uint8ArrayWriter());
    expect(bytes).toEqual(files[index].bytes);
  }
});

it('is read by the zoo’s page for uploads with every byte in its place', async () => {
  const found = await filesOnUpload(await bytesOf(packZip(files, made)));
  expect([...found]).toEqual(files.map(({ name, bytes }) => [name, bytes]));
});

it('stores weights and deflates texts', async () => {
  const zip = await bytesOf(packZip(files, made));
  const entries = await new ZipReader(new BlobReader(new Blob([zip as Uint8Array<ArrayBuffer>]))).getEntries();
  expect(entries.map(entry => entry.compressionMethod !== 0)).toEqual([true, true, false, true]);
});

it('gives the same bytes for the same draft', async () => {
  expect(await bytesOf(packZip(files, made))).toEqual(await bytesOf(packZip(files, made)));
});

it('waits for its reader: files that were not asked for are not packed', async () => {
  let packed = 0;
  const many = Array.from({ length: 40 }, (_, index) => ({
    name: `part${index}.onnx`,
    get bytes() {
      packed++;
      return new Uint8Array(1 << 20);
    }
  }));
  const reader = packZip(many, made).getReader();
  await reader.read();
  await new Promise(resolve => setTimeout(resolve, 50));
  expect(packed).toBeLessThan(5);
  await reader.cancel();
});

it('ends with the reason when it is aborted', async () => {
  const abort = new AbortController();
  const reader = packZip(files, made, abort.signal).getReader();
  await reader.read();
  abort.abort(new Error('cancelled by the user'));
  await expect(
    (async () => {
      while (!(await reader.read()).done) {
        // only the end counts
      }
    })()
  ).rejects.toThrow('cancelled');
});
