import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { httpZipSource } from './http';
import { limits } from './limits';
import type { RangeReader } from '../tensor/ranges';
import { crc32, rawZip } from './testing/rawzip';
import type { RawEntry } from './testing/rawzip';
import { zipSource } from './zip';

const text = (content: string) => new TextEncoder().encode(content);
const good: RawEntry = { name: 'rdf.yaml', bytes: text('name: a model') };

function opening(entries: readonly RawEntry[]) {
  return zipSource(rawZip(entries), 'bundle.zip').list();
}

describe('a zip', () => {
  it('lists its files and gives their bytes, stored or deflated', async () => {
    const long = text('many words '.repeat(1000));
    const packed = new Uint8Array(deflateRawSync(long));
    const folder = { name: 'images/', bytes: text(''), mode: 0o40755 };
    const entry = { name: 'images/long.txt', bytes: packed, deflated: { size: long.length, crc: crc32(long) } };
    const source = zipSource(rawZip([good, folder, entry]), 'bundle.zip');
    expect(await source.list()).toEqual([
      { name: 'rdf.yaml', size: 13 },
      { name: 'images/long.txt', size: long.length }
    ]);
    expect(await source.read('images/long.txt')).toEqual(long);
    expect(await source.read('./rdf.yaml')).toEqual(good.bytes);
  });

  it('names a file that it does not hold', async () => {
    const reading = zipSource(rawZip([good]), 'bundle.zip').read('weights.onnx');
    await expect(reading).rejects.toMatchObject({
      problem: 'not-found',
      message: expect.stringContaining('weights.onnx')
    });
  });

  it('reads only the parts that are asked for', async () => {
    const zip = rawZip([{ name: 'large.bin', bytes: new Uint8Array(5_000_000) }, good]);
    let bytes = 0;
    const reader: RangeReader = {
      size: () => Promise.resolve(zip.length),
      read: (offset, length) => {
        bytes += length;
        return Promise.resolve(zip.slice(offset, offset + length));
      }
    };
    expect(await zipSource(reader, 'large.zip').read('rdf.yaml')).toEqual(good.bytes);
    expect(bytes).toBeLessThan(200_000);
  });
});

describe('a hostile zip is refused before anything is unpacked:', () => {
  const unsafe = ['../x', 'a/../../x', '/etc/passwd', 'C:/x', 'c:x', '..\\x', 'a\\b', 'a\0.txt', 'a\nb'];
  it.each(unsafe)('a file called %j', async name => {
    const listing = opening([good, { name, bytes: text('x') }]);
    await expect(listing).rejects.toMatchObject({ problem: 'unsafe-path' });
  });

  it('a symbolic link', async () => {
    const link = { name: 'weights.onnx', bytes: text('/etc/passwd'), mode: 0o120777 };
    await expect(opening([good, link])).rejects.toMatchObject({ problem: 'unsafe-path', message: /link/ });
  });

  it.each([
    ['rdf.yaml', 'rdf.yaml'],
    ['rdf.yaml', './rdf.yaml'],
    ['caf\u00e9', 'cafe\u0301']
  ])('two files that are one: %j and %j', async (first, second) => {
    const listing = opening([
      { name: first, bytes: text('a') },
      { name: second, bytes: text('b') }
    ]);
    await expect(listing).rejects.toMatchObject({ problem: 'damaged', message: /two files/ });
  });

  it('more files than a bundle may have', async () => {
    const many = Array.from({ length: limits.files + 1 }, (_, index) => ({ name: `f${index}`, bytes: text('') }));
    await expect(opening(many)).rejects.toMatchObject({ problem: 'too-many' });
  });

  it('files that claim to unpack to more than the limit together', async () => {
    const claim = { size: 0xfffffff0, crc: 0 };
    const many = Array.from({ length: 20 }, (_, index) => ({ name: `f${index}`, bytes: text('x'), deflated: claim }));
    await expect(opening(many)).rejects.toMatchObject({ problem: 'too-large' });
  });

  it('a file protected by a password', async () => {
    await expect(zipSource(rawZip([{ ...good, flags: 0x801 }])).read('rdf.yaml')).rejects.toMatchObject({
      problem: 'encrypted'
    });
  });
});

describe('a hostile file is not unpacked:', () => {
  it('one that is packed like no real file (a zip bomb)', async () => {
    const packed = new Uint8Array(deflateRawSync(new Uint8Array(1000)));
    const bomb = { name: 'bomb', bytes: packed, deflated: { size: limits.suspicious + 1, crc: 0 } };
    await expect(zipSource(rawZip([good, bomb])).read('bomb')).rejects.toMatchObject({ problem: 'too-large' });
  });

  it('one that unpacks to more than it says', async () => {
    const real = new Uint8Array(3_000_000).fill(7);
    const lie = {
      name: 'lie',
      bytes: new Uint8Array(deflateRawSync(real)),
      deflated: { size: 1000, crc: crc32(real) }
    };
    await expect(zipSource(rawZip([good, lie])).read('lie')).rejects.toMatchObject({ name: 'SourceError' });
  });

  it('one that unpacks to less than it says, unless its checksum is that of what came: so the zoo reads it', async () => {
    const real = text('short');
    const lie = (crc: number) => ({
      name: 'lie',
      bytes: new Uint8Array(deflateRawSync(real)),
      deflated: { size: 1000, crc }
    });
    const reading = (crc: number) => zipSource(rawZip([good, lie(crc)])).read('lie');
    await expect(reading(crc32(real) ^ 1)).rejects.toMatchObject({ problem: 'damaged' });
    expect(await reading(crc32(real))).toEqual(real);
  });

  it('one whose bytes changed on the way', async () => {
    const zip = rawZip([good]);
    zip[40] ^= 1;
    await expect(zipSource(zip).read('rdf.yaml')).rejects.toMatchObject({ problem: 'damaged', message: /damaged/ });
  });
});

describe('what is no zip says so:', () => {
  it.each([
    ['text', text('%YAML 1.2'), 'not-a-zip'],
    ['an empty file', new Uint8Array(0), 'not-a-zip'],
    ['a zip cut short', rawZip([good]).slice(0, 60), 'damaged'],
    ['a zip without its last byte', rawZip([good]).slice(0, -1), 'damaged']
  ])('%s', async (_, bytes, problem) => {
    await expect(zipSource(bytes, 'file.zip').list()).rejects.toMatchObject({ problem });
  });
});

/** A server in a function: as much of HTTP as the reader asks for. */
function server(zip: Uint8Array, { ranges = true, status = 200 } = {}) {
  const asked: string[] = [];
  const fetcher: typeof fetch = async (_, init) => {
    const range = new Headers(init?.headers).get('Range') ?? '';
    asked.push(range);
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
    if (status !== 200) {
      return new Response('no', { status });
    }
    if (!ranges || from === undefined) {
      return new Response(zip.slice());
    }
    const headers = { 'Content-Range': `bytes ${from}-${to}/${zip.length}` };
    return new Response(zip.slice(Number(from), Number(to) + 1), { status: 206, headers });
  };
  return { fetcher, asked };
}

describe('a zip on the web', () => {
  const zip = rawZip([{ name: 'large.bin', bytes: new Uint8Array(1_000_000) }, good]);

  it('is read by ranges, in few requests', async () => {
    const { fetcher, asked } = server(zip);
    expect(await httpZipSource('http://host/b.zip', {}, fetcher).read('rdf.yaml')).toEqual(good.bytes);
    expect(asked.length).toBeLessThan(8);
    expect(asked).not.toContain('');
  });

  it('is downloaded whole where the server knows no ranges', async () => {
    const { fetcher, asked } = server(zip, { ranges: false });
    expect(await httpZipSource('http://host/b.zip', {}, fetcher).read('rdf.yaml')).toEqual(good.bytes);
    expect(asked).toHaveLength(1);
  });

  it.each([
    [404, 'not-found'],
    [403, 'unreachable'],
    [500, 'unreachable']
  ])('says what an answer %d means', async (status, problem) => {
    const { fetcher } = server(zip, { status });
    await expect(httpZipSource('http://host/b.zip', {}, fetcher).list()).rejects.toMatchObject({ problem });
  });

  it('says that a server cannot be reached', async () => {
    const fetcher = () => Promise.reject(new TypeError('Failed to fetch'));
    const listing = httpZipSource('http://host/b.zip', {}, fetcher).list();
    await expect(listing).rejects.toMatchObject({
      problem: 'unreachable',
      message: expect.stringContaining('host/b.zip')
    });
  });

  it('notices that the file was replaced between two requests', async () => {
    let answers = 0;
    const { fetcher } = server(zip);
    const changing: typeof fetch = async (url, init) => {
      const response = await fetcher(url, init);
      response.headers.set('ETag', `"${answers++}"`);
      return response;
    };
    await expect(httpZipSource('http://host/b.zip', {}, changing).list()).rejects.toMatchObject({ message: /changed/ });
  });

  it('stops when it is told to', async () => {
    const abort = new AbortController();
    const { fetcher } = server(zip);
    const source = httpZipSource('http://host/b.zip', {}, fetcher);
    abort.abort(new Error('enough'));
    const waiting: typeof fetch = (_, init) => Promise.reject(init?.signal?.reason as Error);
    await expect(httpZipSource('http://host/b.zip', {}, waiting).list(abort.signal)).rejects.toThrow('enough');
    expect(await source.list()).toHaveLength(2);
  });
});
