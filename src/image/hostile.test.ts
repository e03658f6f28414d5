import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bytesReader } from '../tensor/ranges';
import { openImage } from './open';
import { ImageError } from './source';
import { page, tiffOf } from './testing/tiff';

/** Opens and reads all of it; gives the error. */
async function refusal(bytes: Uint8Array, name = 'image.tif'): Promise<ImageError> {
  try {
    const source = await openImage(bytesReader(bytes), name);
    await source.read();
  } catch (error) {
    expect(error).toBeInstanceOf(ImageError);
    return error as ImageError;
  }
  throw new Error('It was read.');
}

const zeros = new Uint8Array(4096);
const text = (words: string) => new TextEncoder().encode(words);

/** A TIFF whose description is the given text, behind one page of 4 x 4. */
function described(words: string, file = tiffOf([{ entries: page(4, 4, [200, 16]) }], zeros)): Uint8Array {
  const stored = text(words + '\0');
  const entries = page(4, 4, [200, 16], [270, 4, 0]);
  const bytes = tiffOf([{ entries }], file.length < 8192 ? zeros : file);
  const view = new DataView(bytes.buffer);
  const at = 10 + 12 * entries.findIndex(([tag]) => tag === 270);
  view.setUint16(at + 2, 2, true);
  view.setUint32(at + 4, stored.length, true);
  view.setUint32(at + 8, bytes.length, true);
  return Uint8Array.from([...bytes, ...stored]);
}

const big = 10 ** 9;
const tiffs: Readonly<Record<string, readonly [file: () => Uint8Array, says: RegExp]>> = {
  'a side of 10^9': [() => tiffOf([{ entries: page(big, big, [200, 64]) }], zeros), /damaged.*needs/],
  'a side of 2^32 - 1': [() => tiffOf([{ entries: page(2 ** 32 - 1, 4, [200, 64]) }], zeros), /damaged.*claims/],
  'no pixels': [() => tiffOf([{ entries: page(0, 0, [200, 64]) }], zeros), /damaged.*claims 0 x 0/],
  'a strip behind the end': [() => tiffOf([{ entries: page(8, 8, [100_000, 64]) }], zeros), /behind the end/],
  'a strip that ends behind the end': [() => tiffOf([{ entries: page(80, 80, [200, 6400]) }], zeros), /behind the end/],
  'strips of length 0': [() => tiffOf([{ entries: page(8, 8, [200, 0]) }], zeros), /needs 64 bytes, but has 0/],
  'too few strips': [
    () => tiffOf([{ entries: page(8, 8, [200, 8], [278, 3, 1]) }], zeros),
    /has 1 strips or tiles, not 8/
  ],
  'a list of strips behind the end': [
    () => {
      const bytes = tiffOf([{ entries: page(8, 8, [200, 64], [273, 4, 1, 2, 3]) }], zeros);
      new DataView(bytes.buffer).setUint32(10 + 12 * 4 + 8, 10 ** 8, true);
      return bytes;
    },
    /behind the end of the file/
  ],
  'a circle of directories': [() => tiffOf([{ entries: page(4, 4, [200, 16]), next: 8 }], zeros), /runs in a circle/],
  'a directory behind the end': [
    () => tiffOf([{ entries: page(4, 4, [200, 16]), next: 10 ** 8 }], zeros),
    /behind the end/
  ],
  'an empty directory': [() => tiffOf([{ entries: [] }], zeros), /claims 0 entries/],
  'tiles of side 0': [
    () => tiffOf([{ entries: page(8, 8, [200, 64], [322, 3, 0], [323, 3, 0], [324, 4, 200], [325, 4, 64]) }], zeros),
    /tiles of 0 x 0/
  ],
  'a tile of 2^30 pixels': [
    () =>
      tiffOf(
        [
          { entries: page(8, 8, [200, 64], [259, 3, 5], [322, 4, 32768], [323, 4, 32768], [324, 4, 200], [325, 4, 64]) }
        ],
        zeros
      ),
    /claims to hold/
  ],
  '60,000 values a pixel': [
    () => tiffOf([{ entries: page(4096, 4096, [200, 64], [277, 3, 60_000]) }], zeros),
    /damaged/
  ],
  'complex numbers': [
    () => tiffOf([{ entries: page(2, 2, [200, 32], [258, 3, 64], [339, 3, 6]) }], zeros),
    /complex numbers/
  ],
  'a compression of another trade': [
    () => tiffOf([{ entries: page(8, 8, [200, 64], [259, 3, 34712]) }], zeros),
    /JPEG 2000, which cannot be read here.*imwrite/
  ],
  'a bomb in deflate': [
    () => tiffOf([{ entries: page(8, 8, [200, 64], [259, 3, 8]) }], deflateSync(new Uint8Array(2 ** 26))),
    /damaged/
  ],
  'ImageJ claims a million planes': [() => described('ImageJ=1.53t\nimages=1000000\nslices=1000000\n'), /^$/],
  'OME claims 10^9 planes': [
    () =>
      described(
        '<OME><Image><Pixels DimensionOrder="XYZCT" SizeX="4" SizeY="4" SizeZ="1000000000" SizeC="1" SizeT="1"/></Image></OME>'
      ),
    /^$/
  ],
  'tifffile claims another shape': [() => described('{"shape": [1000000000, 1000000000, 4, 4]}'), /^$/]
};

describe('a lying TIFF', () => {
  it.each(Object.entries(tiffs).filter(([, [, says]]) => says.source !== '^$'))(
    '%s ends in a sentence',
    async (_, [file, says]) => {
      const error = await refusal(file());
      expect(error.message).toMatch(says);
      expect(error.message).toMatch(/\.$/);
    }
  );

  it.each(Object.entries(tiffs).filter(([, [, says]]) => says.source === '^$'))(
    '%s: only the page that is there is read',
    async (_, [file]) => {
      const source = await openImage(bytesReader(file()), 'image.tif');
      expect((await source.read()).shape).toEqual([4, 4]);
    }
  );

  it('of a million directories takes no memory to speak of', async () => {
    const count = 2 ** 18 + 2;
    const bytes = new Uint8Array(8 + count * 18 + 64);
    const view = new DataView(bytes.buffer);
    bytes.set([0x49, 0x49, 42, 0, 8]);
    for (let index = 0; index < count; index++) {
      const at = 8 + index * 18;
      view.setUint16(at, 1, true);
      view.setUint16(at + 2, 256, true);
      view.setUint16(at + 4, 4, true);
      view.setUint32(at + 6, 1, true);
      view.setUint32(at + 10, 4, true);
      view.setUint32(at + 14, at + 18, true);
    }
    expect((await refusal(bytes)).message).toMatch(/damaged|more than/);
  });

  it('of 260,000 pages is refused', async () => {
    const entries = page(1, 1, [8, 1]);
    const size = 2 + entries.length * 12 + 4;
    const count = 2 ** 18 + 2;
    const one = tiffOf([{ entries }], new Uint8Array(0));
    const bytes = new Uint8Array(8 + count * size + 64);
    bytes.set(one.subarray(0, 8));
    const view = new DataView(bytes.buffer);
    for (let index = 0; index < count; index++) {
      bytes.set(one.subarray(8), 8 + index * size);
      view.setUint32(8 + (index + 1) * size - 4, 8 + (index + 1) * size, true);
    }
    expect((await refusal(bytes)).problem).toBe('too-large');
  });

  it('with a description that grows without end is read by its pages', async () => {
    const bomb = `<!DOCTYPE OME [<!ENTITY a "${'b'.repeat(100)}"><!ENTITY c "&a;&a;&a;">]><OME>&c;</OME>`;
    const deep = `${'<a>'.repeat(100_000)}<OME></OME>`;
    for (const words of [bomb, deep, `<OME ${'a="b" '.repeat(50_000)}`, `${'<OME '.repeat(100_000)}</OME>`]) {
      const source = await openImage(bytesReader(described(words)), 'image.tif');
      expect((await source.read()).shape).toEqual([4, 4]);
    }
  });

  it('of MetaMorph, one page with a stack behind it, is read whole', async () => {
    const pixels = Uint8Array.from({ length: 64 }, (_, index) => index);
    const entries = page(4, 4, [0, 16], [33629, 4, 0, 0, 0]);
    const at = tiffOf([{ entries }], new Uint8Array(0)).length;
    const file = tiffOf([{ entries: page(4, 4, [at, 16], [33629, 4, 0, 0, 0]) }], pixels);
    const source = await openImage(bytesReader(file), 'stack.stk');
    expect(source.info.axes.map(({ id, size }) => `${id}${size}`)).toEqual(['z3', 'y4', 'x4']);
    expect([...(await source.read()).data]).toEqual([...pixels.subarray(0, 48)]);
  });

  it('that is one of several files of one image names the other', async () => {
    const words =
      '<OME UUID="urn:uuid:1"><Image><Pixels DimensionOrder="XYZCT" SizeX="4" SizeY="4" SizeZ="2" SizeC="1" SizeT="1">' +
      '<TiffData IFD="0" FirstZ="1"><UUID FileName="other.ome.tif">urn:uuid:2</UUID></TiffData></Pixels></Image></OME>';
    const error = await refusal(described(words));
    expect(error.problem).toBe('unsupported');
    expect(error.message).toMatch(/other\.ome\.tif.*Bio-Formats/);
  });
});

/** A PNG or JPEG head that claims a size. */
function png(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  bytes[24] = 8;
  return bytes;
}

function jpeg(width: number, height: number, marker = 0xc0, depth = 8): Uint8Array {
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  const frame = [0xff, marker, 0, 11, depth, ...size, 1, 1, 0x11, 0];
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0];
  return Uint8Array.from([0xff, 0xd8, ...frame, ...scan, ...new Uint8Array(100), 0xff, 0xd9]);
}

describe('other files', () => {
  it.each([
    ['a PNG of 30,000 x 30,000 in 64 bytes', () => png(30_000, 30_000), /claims/],
    ['a JPEG of 65,535 x 65,535', () => jpeg(65_535, 65_535), /claims/],
    ['a JPEG of 16,000 x 16,000 in 130 bytes', () => jpeg(16_000, 16_000), /has only/],
    ['a progressive one', () => jpeg(16_000, 16_000, 0xc2), /JPEG is damaged/],
    ['a JPEG without tables', () => jpeg(16, 16), /table/],
    ['a JPEG of 12 bits', () => jpeg(16, 16, 0xc1, 12), /12 bits.*TIFF or PNG/],
    ['a lossless JPEG', () => jpeg(16, 16, 0xc3), /lossless/],
    [
      'an .npy of 10^9 x 10^9',
      () => npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000, 1000000), }"),
      /cut short/
    ],
    ['an .npy of complex numbers', () => npy("{'descr': '<c16', 'fortran_order': False, 'shape': (2, 2), }"), /"<c16"/],
    ['an .npy of objects', () => npy("{'descr': '|O', 'fortran_order': False, 'shape': (2, 2), }"), /pickled/],
    ['an .npy of one axis', () => npy("{'descr': '|u1', 'fortran_order': False, 'shape': (9,), }"), /no axis y/],
    ['nothing', () => new Uint8Array(0), /empty/],
    ['a text', () => text('Hello, world. This is no image.'), /no image that can be opened here/]
  ] as const)('%s ends in a sentence', async (name, file, says) => {
    expect((await refusal(file(), name)).message).toMatch(says);
  });

  it.each([
    ['cells.czi', text('ZISRAWFILE......'), 'bioio-czi'],
    ['renamed.bin', text('ZISRAWFILE......'), 'bioio-czi'],
    ['cells.nd2', Uint8Array.of(0xda, 0xce, 0xbe, 0x0a, 0, 0), 'bioio-nd2'],
    ['cells.lif', Uint8Array.of(0x70, 0, 0, 0, 1, 2), 'bioio-lif'],
    ['cells.oib', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), 'bioio-bioformats'],
    ['cells.vsi', text('anything'), 'bioio-bioformats']
  ])('%s names what reads it', async (name, bytes, reader) => {
    const error = await refusal(bytes, name);
    expect(error.problem).toBe('unsupported');
    expect(error.message).toContain(`pip install bioio ${reader}`);
  });
});

function npy(head: string): Uint8Array {
  const words = text(head.padEnd(117) + '\n');
  return Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, words.length, 0, ...words, ...new Uint8Array(64)]);
}

describe('axes that are stated', () => {
  const stack = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 4, 8), }");
  const open = (axes: string) => openImage(bytesReader(stack), 'stack.npy', { axes });

  it('are taken against what is guessed', async () => {
    const { info } = await open('tyx');
    expect(info.axes.map(({ id }) => id)).toEqual(['t', 'y', 'x']);
    expect(info).toMatchObject({ stated: true, notes: [] });
  });

  it.each([
    ['yx', /are 2, but the image has 3: 2 x 4 x 8/],
    ['wyx', /“w” in the axes “wyx” is none/],
    ['yyx', /name y twice/],
    ['tzc', /no axis y and x/]
  ])('%s does not fit', async (axes, says) => {
    await expect(open(axes)).rejects.toThrow(says);
  });

  it('a guess says how to state them', async () => {
    const { info } = await openImage(bytesReader(stack), 'stack.npy');
    expect(info.stated).toBe(false);
    expect(info.notes[0]).toMatch(/2 x 4 x 8 as c y x.*--axes cyx/);
  });
});
