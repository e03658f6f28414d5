import { describe, expect, it } from 'vitest';
import { createTensor } from './create';
import { bytesOf, loadFixtures, printed } from './fixtures/load';
import { decodePng, encodePng } from './png';

const { png } = loadFixtures();

describe('reads the PNGs that Pillow wrote', () => {
  it.each(png.map(found => [found.name, found] as const))('%s', (_, found) => {
    const image = decodePng(bytesOf(found.file));
    expect(image.dtype).toBe(found.dtype);
    expect(image.shape).toEqual(found.shape);
    expect(Array.from(image.data, String)).toEqual(printed(found));
  });
});

describe('what is written is read again', () => {
  it.each([
    ['grey', createTensor('uint8', [2, 3], Uint8Array.of(0, 1, 2, 253, 254, 255))],
    ['16 bits', createTensor('uint16', [1, 3], Uint16Array.of(0, 256, 65535))],
    ['colour', createTensor('uint8', [1, 2, 3], Uint8Array.of(1, 2, 3, 4, 5, 6))]
  ])('%s', (_, image) => {
    expect(decodePng(encodePng(image))).toEqual(image);
  });

  it('a mask becomes black and white', () => {
    const mask = createTensor('bool', [1, 2], Uint8Array.of(0, 1));
    expect([...decodePng(encodePng(mask)).data]).toEqual([0, 255]);
  });
});

describe('refuses', () => {
  const file = bytesOf(png[0].file);

  it('floating point numbers and shapes that are no image', () => {
    expect(() => encodePng(createTensor('float32', [2, 2]))).toThrow('holds uint8 or uint16, not float32');
    expect(() => encodePng(createTensor('uint8', [2, 2, 5]))).toThrow('this image is 2 x 2 x 5');
  });

  it('what is no PNG, cut short, or changed by a bit', () => {
    expect(() => decodePng(new Uint8Array(100))).toThrow('not a PNG');
    expect(() => decodePng(file.subarray(0, file.length - 30))).toThrow('damaged');
    const changed = file.slice();
    changed[45] ^= 1;
    expect(() => decodePng(changed)).toThrow('damaged');
  });

  it('a claim of more pixels than can be opened, before it is unpacked', () => {
    const claim = file.slice();
    new DataView(claim.buffer).setUint32(16, 2 ** 20);
    new DataView(claim.buffer).setUint32(20, 2 ** 20);
    expect(() => decodePng(claim)).toThrow('more than can be opened');
  });

  it('a claim of more than so small a file can hold, before it is unpacked', () => {
    for (const [width, height, depth, colour] of [
      [2 ** 14, 2 ** 14, 8, 0],
      [2 ** 13, 2 ** 14, 16, 6],
      [2 ** 13, 2 ** 13, 8, 2],
      [2 ** 13, 2 ** 13, 8, 3],
      [2 ** 14, 2 ** 14, 1, 0]
    ]) {
      const claim = file.slice();
      const view = new DataView(claim.buffer);
      view.setUint32(16, width);
      view.setUint32(20, height);
      view.setUint8(24, depth);
      view.setUint8(25, colour);
      expect(() => decodePng(claim)).toThrow(`claims ${height} x ${width} pixels, but has only ${file.length} bytes`);
    }
  });
});
