import { arrayOver, bytesPerElement } from '../../tensor/dtype';
import type { Tensor } from '../../tensor/tensor';
import { allocate, regionOf } from '../allocate';
import type { ImageInfo, ImageSource, Part } from '../source';
import type { TiffFile } from './file';
import { damaged } from './file';
import type { Page } from './page';
import { rowBytes } from './page';
import { hasSameForm, readJoined } from './pages';
import { valuesOf } from './samples';
import type { Leaf, Series, SeriesAxis } from './series';
import { checkCompression } from './unpack';
import type { Window } from './window';
import { exactly, isPlain, readWindow } from './window';

/** Places of strips and tiles are kept for this many pages. */
const keptPages = 256;

type Joined = (leaf: Leaf, signal?: AbortSignal) => ReturnType<typeof readJoined>;

/** Reads regions of a series, whose first page is `page`. */
export function reading(file: TiffFile, series: Series, page: Page, info: ImageInfo): ImageSource['read'] {
  const joined = keeping(file);
  return async (wanted, signal) => {
    const region = regionOf(info, wanted);
    const shape = region.map(({ length }) => length);
    const counting = series.axes
      .map((axis, index) => ({ ...axis, part: region[index] }))
      .filter(({ role }) => role === 'plane');
    const planes = counting.reduce((product, { part }) => product * part.length, 1);
    const window = windowOf(series.axes, region);
    const at = (index: number) => series.plane(numberOfPlane(counting, index));
    const direct = await readAtOnce(file, page, planes, window, at, joined, signal);
    if (direct) {
      return { dtype: info.dtype, shape, data: arrayOver(info.dtype, direct) };
    }
    const tensor = allocate(info.dtype, shape);
    const bytes = new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
    const planeBytes = planes === 0 ? 0 : bytes.length / planes;
    for (let index = 0; index < planes && planeBytes > 0; index++) {
      const found = at(index);
      if (found) {
        checkPage(found.leaf.page, page);
        const { page: whole, blocks } = await joined(found.leaf, signal);
        await readWindow(file, whole, blocks, found.shift, window, { bytes, at: index * planeBytes }, signal);
      }
    }
    return tensor satisfies Tensor;
  };
}

/** Remembers where the blocks of the last pages lie. */
function keeping(file: TiffFile): Joined {
  const kept = new Map<Leaf, ReturnType<typeof readJoined>>();
  return (leaf, signal) => {
    const known = kept.get(leaf);
    if (known) {
      return known;
    }
    const read = readJoined(file, leaf, signal);
    kept.set(leaf, read);
    read.catch(() => kept.delete(leaf));
    if (kept.size > keptPages) {
      const [oldest] = kept.keys();
      kept.delete(oldest);
    }
    return read;
  };
}

const one: Part = { start: 0, length: 1 };

function windowOf(axes: readonly SeriesAxis[], region: readonly Part[]): Window {
  const partOf = (role: SeriesAxis['role']) => region[axes.findIndex(axis => axis.role === role)] ?? one;
  return { y: partOf('y'), x: partOf('x'), s: partOf('s') };
}

/** A single read takes so many bytes at most (Node's limit). */
const mostAtOnce = 2 ** 31 - 1;

/**
 * Whole planes that lie in the file one behind the other as numbers of this machine: read without a copy. `undefined`
 * where they do not.
 */
async function readAtOnce(
  file: TiffFile,
  page: Page,
  planes: number,
  window: Window,
  at: (index: number) => ReturnType<Series['plane']>,
  joined: Joined,
  signal?: AbortSignal
): Promise<ArrayBuffer | undefined> {
  const whole =
    window.y.length === page.height &&
    window.x.length === page.width &&
    (window.s.length === page.samples || page.samples === 1);
  const bytes = rowBytes(page) * page.height * (page.planar ? page.samples : 1);
  const asStored = page.stored.bits === 8 * bytesPerElement(page.stored.dtype);
  if (!whole || !asStored || planes === 0 || planes * bytes > mostAtOnce || planes > keptPages) {
    return undefined;
  }
  let start = 0;
  for (let index = 0; index < planes; index++) {
    const found = at(index);
    if (!found || !hasSameForm(found.leaf.page, page)) {
      return undefined;
    }
    const { page: form, blocks } = await joined(found.leaf, signal);
    const offset = blocks.offsets[0] + found.shift;
    if (index === 0) {
      start = offset;
    }
    if (!isPlain(form) || form.tiled || form.down !== 1 || form.predictor !== 1 || offset !== start + index * bytes) {
      return undefined;
    }
  }
  const stored = await exactly(file, start, planes * bytes, signal);
  return valuesOf(stored, page, planes * page.height, file.little).buffer;
}

/** Planes of one array have one size and one type. */
function checkPage(page: Page, first: Page): void {
  checkCompression(page);
  if (!hasSameForm(page, first)) {
    throw damaged(
      `a page of ${page.width} x ${page.height} pixels stands among pages of ${first.width} x ${first.height}`
    );
  }
}

/** Which plane of all is the `index`-th of a region. */
function numberOfPlane(counting: readonly { readonly size: number; readonly part: Part }[], index: number): number {
  let [left, stride, number] = [index, 1, 0];
  for (const { size, part } of [...counting].reverse()) {
    number += (part.start + (left % part.length)) * stride;
    left = Math.floor(left / part.length);
    stride *= size;
  }
  return number;
}
