import { expect, it } from 'vitest';
import { folderSource } from '../bundle/folder';
import { filesOnUpload } from '../bundle/testing/uploadPage';
import { mendBundle } from './mend';
import { zipSource } from '../bundle/zip';

const text = '# mine\nformat_version: 0.5.4\ntype: model\nname: Nuclei/2D\ntimestamp: 2024-02-03T04:05:06Z\n';
const image = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 251);

function bundle(folder = '') {
  const files = new Map([
    [`${folder}weights.onnx`, image],
    [`${folder}rdf.yaml`, new TextEncoder().encode(text)],
    [`${folder}test/input.npy`, image.slice(0, 999)]
  ]);
  if (folder) {
    files.set('__MACOSX/._rdf.yaml', new Uint8Array(4));
  }
  const listed = [...files].map(([name, bytes]) => ({ name, size: bytes.length, read: () => Promise.resolve(bytes) }));
  return folderSource(listed, 'bundle');
}

const fix = { label: 'Use Nuclei-2D', edits: [{ op: 'set', path: ['name'], value: 'Nuclei-2D' }] } as const;

async function packed(source: ReturnType<typeof bundle>): Promise<Uint8Array> {
  const stream = (await mendBundle(source, [fix])).pack();
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
}

it('changes the description and copies every other file', async () => {
  const zip = zipSource(await packed(bundle()));
  expect((await zip.list()).map(({ name }) => name)).toEqual(['rdf.yaml', 'weights.onnx', 'test/input.npy']);
  expect(new TextDecoder().decode(await zip.read('rdf.yaml'))).toBe(text.replace('Nuclei/2D', 'Nuclei-2D'));
  expect(await zip.read('weights.onnx')).toEqual(image);
  expect(await zip.read('test/input.npy')).toEqual(image.slice(0, 999));
});

it('is read by the zoo’s page for uploads with every byte in its place', async () => {
  const found = await filesOnUpload(await packed(bundle('my model/')));
  expect([...found.keys()]).toEqual(['rdf.yaml', 'weights.onnx', 'test/input.npy']);
  expect(found.get('weights.onnx')).toEqual(image);
  expect(found.get('test/input.npy')).toEqual(image.slice(0, 999));
});

it('takes the files out of a folder that wraps them all', async () => {
  const zip = zipSource(await packed(bundle('my model/')));
  expect((await zip.list()).map(({ name }) => name)).toEqual(['rdf.yaml', 'weights.onnx', 'test/input.npy']);
});

it('gives the same bytes each time', async () => {
  const [first, second] = [await packed(bundle()), await packed(bundle())];
  expect(Buffer.from(first).equals(second)).toBe(true);
});

it('ends with an error where a file cannot be read', async () => {
  const source = bundle();
  const failing = { ...source, read: (name: string) => (name.endsWith('.onnx') ? Promise.reject(new Error('gone')) : source.read(name)) }; // prettier-ignore
  const { pack } = await mendBundle(failing, [fix]);
  await expect(new Response(pack() as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer()).rejects.toThrow('gone');
});
