import type { RangeReader } from '../../tensor/ranges';
import { bytesPerElement } from '../../tensor/dtype';
import type { Tensor } from '../../tensor/tensor';
import { allocate, regionOf } from '../allocate';
import { eachOnce, guessNote, needPlane, statedAxes } from '../axes';
import type { ImageInfo, ImageSource, Part } from '../source';
import type { TiffFile } from './file';
import { damaged, openFile, textOf } from './file';
import { imagejSeries } from './imagej';
import { isOme, omeSeries } from './ome';
import type { Leaf } from './pages';
import { hasSameForm, readJoined, readPages } from './pages';
import type { Page } from './page';
import { tagOf } from './page';
import { isColour, plainSeries } from './plain';
import type { Series } from './series';
import { shapedSeries, shapedWords } from './shaped';
import { checkCompression } from './unpack';
import { readWindow } from './window';

/** Descriptions are short; those of OME name each plane. */
const longestDescription = 2 ** 26;
/** Places of strips and tiles are kept for this many pages. */
const keptPages = 32;

/** Opens a TIFF or BigTIFF. Rejects with `ImageError`. */
export async function openTiff(
  reader: RangeReader,
  name: string,
  axes?: string,
  signal?: AbortSignal
): Promise<ImageSource> {
  const file = await openFile(reader, signal);
  const leaves = await readPages(file, signal);
  const [first] = leaves;
  checkCompression(first.page);
  await readJoined(file, first, signal);
  const description = (await textOf(file, first.directory, tagOf.description, longestDescription, signal)) ?? '';
  const series = await seriesOf(file, leaves, description, name, signal);
  const info = infoOf(series, first, name, axes);
  const read = reading(file, series, first.page, info);
  return { info, read, close: () => reader.close?.() ?? Promise.resolve() };
}

async function seriesOf(
  file: TiffFile,
  leaves: readonly Leaf[],
  description: string,
  name: string,
  signal?: AbortSignal
): Promise<Series> {
  const words = shapedWords(description);
  const found =
    (words && (await shapedSeries(file, leaves, words, signal))) ??
    (isOme(description) ? omeSeries(leaves, description, name) : undefined) ??
    (description.startsWith('ImageJ=') ? await imagejSeries(file, leaves, description, signal) : undefined);
  return found ?? plainSeries(file, leaves, signal);
}

function infoOf(series: Series, first: Leaf, name: string, axes?: string): ImageInfo {
  const sizes = series.axes.map(({ size }) => size);
  const ids = axes === undefined ? undefined : statedAxes(axes, sizes);
  const found = eachOnce(
    series.axes.map(({ id, size, spacing }, index) => {
      const now = ids?.[index] ?? id;
      return spacing && now === id ? { id: now, size, spacing } : { id: now, size };
    })
  );
  needPlane(found, name);
  const { page } = first;
  const stated = ids !== undefined || series.stated;
  const bits =
    series.bits ??
    (page.stored.bits < 8 * bytesPerElement(page.stored.dtype) && page.stored.kind !== 'float'
      ? page.stored.bits
      : undefined);
  return {
    name,
    axes: found,
    dtype: page.stored.dtype,
    stated,
    ...(bits !== undefined && page.stored.dtype !== 'bool' ? { bits } : {}),
    ...(series.channelNames ? { channelNames: series.channelNames } : {}),
    ...(isColour(first) ? { colour: true } : {}),
    notes: [...(stated ? [] : [guessNote(found)]), ...series.notes, ...notesOf(first)]
  };
}

function notesOf({ page }: Leaf): string[] {
  return [
    ...(page.photometric === 0 ? ['Its zeros mean white; the numbers are taken as they are stored.'] : []),
    ...(page.photometric === 3
      ? ['Its numbers are places in a table of colours; they are taken as they are stored, not as colours.']
      : []),
    ...(page.stored.kind === 'float' && page.stored.bits === 16
      ? ['Its 16-bit floats were read as 32-bit floats.']
      : [])
  ];
}

function reading(file: TiffFile, series: Series, page: Page, info: ImageInfo): ImageSource['read'] {
  const kept = new Map<Leaf, ReturnType<typeof readJoined>>();
  const joined = (leaf: Leaf, signal?: AbortSignal) => {
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
  return async (wanted, signal) => {
    const region = regionOf(info, wanted);
    const tensor = allocate(
      info.dtype,
      region.map(({ length }) => length)
    );
    const bytes = new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
    await readRegion(file, series, page, region, bytes, joined, signal);
    return tensor satisfies Tensor;
  };
}

const one: Part = { start: 0, length: 1 };

async function readRegion(
  file: TiffFile,
  { axes, plane }: Series,
  page: Page,
  region: readonly Part[],
  bytes: Uint8Array,
  joined: (leaf: Leaf, signal?: AbortSignal) => ReturnType<typeof readJoined>,
  signal?: AbortSignal
): Promise<void> {
  const counting = axes.map((axis, index) => ({ ...axis, part: region[index] })).filter(({ role }) => role === 'plane');
  const partOf = (role: 'y' | 'x' | 's') => region[axes.findIndex(axis => axis.role === role)] ?? one;
  const window = { y: partOf('y'), x: partOf('x'), s: partOf('s') };
  const planes = counting.reduce((product, { part }) => product * part.length, 1);
  const planeBytes = planes === 0 ? 0 : bytes.length / planes;
  for (let index = 0; index < planes && planeBytes > 0; index++) {
    const found = plane(numberOfPlane(counting, index));
    if (found) {
      checkPage(found.leaf.page, page);
      const { page: whole, blocks } = await joined(found.leaf, signal);
      await readWindow(file, whole, blocks, found.shift, window, { bytes, at: index * planeBytes }, signal);
    }
  }
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
