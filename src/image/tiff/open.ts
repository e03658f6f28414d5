import type { RangeReader } from '../../tensor/ranges';
import { bytesPerElement } from '../../tensor/dtype';
import { eachOnce, guessNote, needPlane, statedAxes } from '../axes';
import type { ImageInfo, ImageSource } from '../source';
import type { TiffFile } from './file';
import { openFile, textOf } from './file';
import { imagejSeries } from './imagej';
import { isOme, omeSeries } from './ome';
import { readJoined, readPages } from './pages';
import { tagOf } from './page';
import { isColour, metamorphSeries, plainSeries } from './plain';
import { reading } from './read';
import type { Leaf, Series } from './series';
import { shapedSeries, shapedWords } from './shaped';
import { checkCompression } from './unpack';

/** Descriptions are short; those of OME name each plane. */
const longestDescription = 2 ** 26;

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
    (description.startsWith('ImageJ=') ? await imagejSeries(file, leaves, description, signal) : undefined) ??
    (await metamorphSeries(file, leaves, signal));
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
