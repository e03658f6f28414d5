import { describe, expect, it } from 'vitest';
import type { RangeReader } from '../../tensor/ranges';
import { openImage } from '../open';
import { page, tiffOf } from '../testing/tiff';

const side = 4096;
const planeBytes = side * side;
const planes = 400;

/**
 * A stack of 6.7 GB as ImageJ writes it: one page, all planes behind it. The pixels are made up as they are asked for:
 * each is the number of its plane.
 */
function stack(): { reader: RangeReader; asked: number[] } {
  const words = new TextEncoder().encode(`ImageJ=1.54f\nimages=${planes}\nslices=${planes}\n\0`);
  const entriesAt = (text: number, pixels: number) => page(side, side, [pixels, planeBytes], [270, 4, text]);
  const length = tiffOf([{ entries: entriesAt(0, 0) }], new Uint8Array(0)).length;
  const first = length + words.length;
  const head = tiffOf([{ entries: entriesAt(length, first) }], words);
  const view = new DataView(head.buffer);
  const at = 10 + 12 * entriesAt(0, 0).findIndex(([tag]) => tag === 270);
  view.setUint16(at + 2, 2, true);
  view.setUint32(at + 4, words.length, true);
  const asked: number[] = [];
  const reader: RangeReader = {
    size: () => Promise.resolve(first + planes * planeBytes),
    read: (offset, count) => {
      if (offset < first) {
        const bytes = new Uint8Array(count);
        bytes.set(head.subarray(offset, offset + count));
        return Promise.resolve(bytes);
      }
      asked.push(count);
      return Promise.resolve(new Uint8Array(count).fill(Math.floor((offset - first) / planeBytes) % 256));
    }
  };
  return { reader, asked };
}

describe('a stack of more than 4 GB with one page', () => {
  it('has all its planes, and reads no more than the rows that are asked for', async () => {
    const { reader, asked } = stack();
    const { info, read } = await openImage(reader, 'long.tif');
    expect(info.axes.map(({ id, size }) => `${id}${size}`)).toEqual(['z400', 'y4096', 'x4096']);
    const part = await read([
      { start: 298, length: 2 },
      { start: 1000, length: 8 },
      { start: 2000, length: 4 }
    ]);
    expect(part.shape).toEqual([2, 8, 4]);
    expect([...new Set([...part.data].map(Number))]).toEqual([298 % 256, 299 % 256]);
    expect(asked).toEqual([8 * side, 8 * side]);
  });
});
