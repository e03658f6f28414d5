import { bytesPerElement } from '../../tensor/dtype';
import type { Part } from '../source';
import type { TiffFile } from './file';
import { damaged } from './file';
import type { Blocks, Page } from './page';
import { rowBytes, samplesPerBlock } from './page';
import { valuesOf } from './samples';
import { unpackBlock } from './unpack';

/** Part of a page: rows, columns and values of a pixel. */
export interface Window {
  readonly y: Part;
  readonly x: Part;
  readonly s: Part;
}

/** Where the pixels go: bytes of `page.stored.dtype` in C order, y x s or, where the page is planar, s y x. */
export interface Target {
  readonly bytes: Uint8Array;
  /** First byte of this window. */
  readonly at: number;
}

/** Rows of an uncompressed strip are read in pieces of this many bytes: one strip may be the whole file. */
const piece = 16 * 2 ** 20;

/** Copies a part of a page, reading only the strips and tiles that it touches. `shift` is added to where they lie. */
export async function readWindow(
  file: TiffFile,
  page: Page,
  blocks: Blocks,
  shift: number,
  window: Window,
  target: Target,
  signal?: AbortSignal
): Promise<void> {
  const { y, x, s } = window;
  const perPlane = page.across * page.down;
  const [planeStart, planeEnd] = page.planar ? [s.start, s.start + s.length] : [0, 1];
  for (let plane = planeStart; plane < planeEnd; plane++) {
    for (let down = Math.floor(y.start / page.blockHeight); down * page.blockHeight < y.start + y.length; down++) {
      for (let over = Math.floor(x.start / page.blockWidth); over * page.blockWidth < x.start + x.length; over++) {
        signal?.throwIfAborted();
        const index = plane * perPlane + down * page.across + over;
        const block = { offset: blocks.offsets[index] + shift, length: blocks.lengths[index], plane, down, over };
        await readBlock(file, page, blocks, block, window, target, signal);
      }
    }
  }
}

interface Block {
  readonly offset: number;
  readonly length: number;
  readonly plane: number;
  readonly down: number;
  readonly over: number;
}

async function readBlock(
  file: TiffFile,
  page: Page,
  blocks: Blocks,
  block: Block,
  window: Window,
  target: Target,
  signal?: AbortSignal
): Promise<void> {
  if (block.length === 0 && page.tiled) {
    // A tile that nobody wrote: zeros, as the target has them.
    return;
  }
  const top = block.down * page.blockHeight;
  const rows = page.tiled ? page.blockHeight : Math.min(page.blockHeight, page.height - top);
  const first = Math.max(window.y.start - top, 0);
  const last = Math.min(window.y.start + window.y.length - top, rows);
  const stride = rowBytes(page);
  if (!isPlain(page)) {
    const packed = await exactly(file, block.offset, block.length, signal);
    const values = valuesOf(
      unpackBlock(packed, page, blocks, rows * stride, page.blockHeight * stride),
      page,
      rows,
      file.little
    );
    copyRows(values, 0, page, block, first, last, window, target);
    return;
  }
  if (block.length < rows * stride) {
    throw damaged(`a strip or tile holds ${block.length} bytes, not ${rows * stride}`);
  }
  const step = Math.max(1, Math.floor(piece / stride));
  for (let row = first; row < last; row += step) {
    signal?.throwIfAborted();
    const end = Math.min(row + step, last);
    const stored = await exactly(file, block.offset + row * stride, (end - row) * stride, signal);
    copyRows(valuesOf(stored, page, end - row, file.little), row, page, block, row, end, window, target);
  }
}

/** Whole rows can be taken out of the file as they are. */
export function isPlain(page: Page): boolean {
  return page.compression === 1 && !page.reversed;
}

/** A copy of its own, whose numbers lie where typed arrays can. */
export async function exactly(
  file: TiffFile,
  offset: number,
  length: number,
  signal?: AbortSignal
): Promise<Uint8Array<ArrayBuffer>> {
  if (!(offset >= 0 && offset + length <= file.size)) {
    throw damaged('some of its pixels lie behind the end of the file');
  }
  const bytes = await file.pixels.read(offset, length, signal);
  if (bytes.length < length) {
    throw damaged('the file ends within its pixels');
  }
  return isOwn(bytes) ? bytes : new Uint8Array(bytes);
}

function isOwn(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer && bytes.byteOffset === 0 && bytes.length === bytes.buffer.byteLength;
}

/** Copies rows `first` to `last` of a block, of which `values` holds those from `from` on. */
function copyRows(
  values: Uint8Array,
  from: number,
  page: Page,
  block: Block,
  first: number,
  last: number,
  { y, x, s }: Window,
  target: Target
): void {
  const width = bytesPerElement(page.stored.dtype);
  const perPixel = samplesPerBlock(page);
  const left = block.over * page.blockWidth;
  const start = Math.max(x.start - left, 0);
  const end = Math.min(x.start + x.length - left, page.blockWidth);
  const [skip, taken] = page.planar ? [0, 1] : [s.start, s.length];
  const plane = page.planar ? (block.plane - s.start) * y.length : 0;
  for (let row = first; row < last; row++) {
    const line = plane + block.down * page.blockHeight + row - y.start;
    const to = target.at + (line * x.length + left + start - x.start) * taken * width;
    const at = ((row - from) * page.blockWidth + start) * perPixel * width;
    if (taken === perPixel) {
      target.bytes.set(values.subarray(at, at + (end - start) * perPixel * width), to);
    } else {
      for (let i = 0; i < end - start; i++) {
        const pixel = at + (i * perPixel + skip) * width;
        target.bytes.set(values.subarray(pixel, pixel + taken * width), to + i * taken * width);
      }
    }
  }
}
