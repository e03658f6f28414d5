import type { DType } from '../../tensor/tensor';
import { ImageError } from '../source';
import type { Directory, TiffFile } from './file';
import { damaged, numberOf, numbersOf, tagBytes } from './file';

/** How the values of a page are stored, and what they become: types as tifffile gives them, float16 as float32. */
export interface Stored {
  readonly bits: number;
  readonly kind: 'unsigned' | 'signed' | 'float';
  readonly dtype: DType;
}

/** One page of a TIFF: sizes in pixels, and how its strips or tiles ("blocks") lie. */
export interface Page {
  readonly width: number;
  readonly height: number;
  /** Values of a pixel, beside one another or, where `planar`, each in a plane of its own. */
  readonly samples: number;
  readonly planar: boolean;
  readonly stored: Stored;
  readonly compression: number;
  readonly predictor: number;
  readonly photometric: number;
  /** The bits of a byte stand in reverse. */
  readonly reversed: boolean;
  readonly tiled: boolean;
  readonly blockWidth: number;
  readonly blockHeight: number;
  /** Blocks beside and below one another in one plane. */
  readonly across: number;
  readonly down: number;
  /** A smaller copy of another page, or its mask: not an image of its own. */
  readonly reduced: boolean;
}

/** Where the blocks of a page lie. */
export interface Blocks {
  readonly offsets: readonly number[];
  readonly lengths: readonly number[];
  readonly tables?: Uint8Array;
}

export const tagOf = {
  subfile: 254,
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  description: 270,
  stripOffsets: 273,
  samples: 277,
  rowsPerStrip: 278,
  stripLengths: 279,
  xResolution: 282,
  yResolution: 283,
  planar: 284,
  resolutionUnit: 296,
  software: 305,
  predictor: 317,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileLengths: 325,
  subDirectories: 330,
  sampleFormat: 339,
  jpegTables: 347,
  imageDepth: 32997,
  tileDepth: 32998
} as const;

/** No microscope's image has more pixels along a side; a lying head has. */
const longestSide = 2 ** 31;
const mostSamples = 65_536;

const unsigned: readonly (readonly [bits: number, dtype: DType])[] = [[1, 'bool'], [8, 'uint8'], [16, 'uint16'], [32, 'uint32'], [64, 'uint64']]; // prettier-ignore
const signed: ReadonlyMap<number, DType> = new Map([[8, 'int8'], [16, 'int16'], [32, 'int32'], [64, 'int64']]); // prettier-ignore
const floating: ReadonlyMap<number, DType> = new Map([[16, 'float32'], [32, 'float32'], [64, 'float64']]); // prettier-ignore

/** Reads how a page is stored. Rejects with `ImageError` where no such page can be, or where it cannot be read. */
export async function readPage(file: TiffFile, directory: Directory, signal?: AbortSignal): Promise<Page> {
  const number = (tag: number, otherwise: number) => numberOf(file, directory, tag, otherwise, signal);
  const width = await number(tagOf.width, 0);
  const height = await number(tagOf.height, 0);
  const samples = await number(tagOf.samples, 1);
  if (!isSide(width) || !isSide(height) || !(samples >= 1 && samples <= mostSamples)) {
    throw damaged(`a page claims ${width} x ${height} pixels of ${samples} values`);
  }
  if ((await number(tagOf.imageDepth, 1)) > 1 || (await number(tagOf.tileDepth, 1)) > 1) {
    throw new ImageError(
      'unsupported',
      'The pages of this TIFF are volumes (SGI depth), which only few programs write. Save it with one plane per page.'
    );
  }
  const tiled = directory.tags.has(tagOf.tileWidth);
  const rows = await number(tagOf.rowsPerStrip, height);
  const blockWidth = tiled ? await number(tagOf.tileWidth, 0) : width;
  const blockHeight = tiled ? await number(tagOf.tileHeight, 0) : Math.min(rows || height, height);
  if (!isSide(blockWidth) || !isSide(blockHeight)) {
    throw damaged(`a page claims tiles of ${blockWidth} x ${blockHeight} pixels`);
  }
  const subfile = await number(tagOf.subfile, 0);
  const photometric = await number(tagOf.photometric, 1);
  return {
    width,
    height,
    samples,
    planar: samples > 1 && (await number(tagOf.planar, 1)) === 2,
    stored: await storedOf(file, directory, samples, signal),
    compression: await number(tagOf.compression, 1),
    predictor: await number(tagOf.predictor, 1),
    photometric,
    reversed: (await number(tagOf.fillOrder, 1)) === 2,
    tiled,
    blockWidth,
    blockHeight,
    across: Math.ceil(width / blockWidth),
    down: Math.ceil(height / blockHeight),
    reduced: (subfile & 1) === 1 || photometric === 4
  };
}

function isSide(length: number): boolean {
  return Number.isInteger(length) && length >= 1 && length < longestSide;
}

async function storedOf(file: TiffFile, directory: Directory, samples: number, signal?: AbortSignal): Promise<Stored> {
  const depths = await numbersOf(file, directory, tagOf.bits, signal);
  const formats = await numbersOf(file, directory, tagOf.sampleFormat, signal);
  const [bits = 1, format = 1] = [depths[0], formats[0]];
  if ([depths, formats].some(values => values.slice(0, samples).some(value => value !== values[0]))) {
    throw new ImageError(
      'unsupported',
      `The channels of this TIFF have numbers of different kinds (${depths.join(', ')} bits). Save them with one kind.`
    );
  }
  const stored = kindOf(bits, format);
  if (!stored) {
    const kind =
      format === 5 || format === 6 ? `complex numbers of ${bits} bits` : `numbers of ${bits} bits (kind ${format})`;
    throw new ImageError(
      'unsupported',
      `This TIFF holds ${kind}, which cannot be shown or given to a network. Save whole or real numbers, for instance ` +
        'the magnitude as 32-bit float.'
    );
  }
  return stored;
}

function kindOf(bits: number, format: number): Stored | undefined {
  if (format === 3) {
    const dtype = floating.get(bits);
    return dtype && { bits, kind: 'float', dtype };
  }
  if (format === 2) {
    const dtype = signed.get(bits);
    return dtype && { bits, kind: 'signed', dtype };
  }
  const dtype = unsigned.find(([most]) => bits <= most)?.[1];
  const whole = bits >= 1 && bits <= 32 ? true : bits === 64;
  return format <= 4 && format !== 3 && whole && dtype ? { bits, kind: 'unsigned', dtype } : undefined;
}

/** Values of one block beside one another in a pixel. */
export function samplesPerBlock(page: Page): number {
  return page.planar ? 1 : page.samples;
}

/** Bytes of a row of a block as it is stored. */
export function rowBytes(page: Page): number {
  return Math.ceil((page.blockWidth * samplesPerBlock(page) * page.stored.bits) / 8);
}

/** Where the blocks of a page lie; each lies within the file. */
export async function readBlocks(
  file: TiffFile,
  directory: Directory,
  page: Page,
  signal?: AbortSignal
): Promise<Blocks> {
  const tiles = directory.tags.has(tagOf.tileOffsets);
  const offsets = await numbersOf(file, directory, tiles ? tagOf.tileOffsets : tagOf.stripOffsets, signal);
  const written = await numbersOf(file, directory, tiles ? tagOf.tileLengths : tagOf.stripLengths, signal);
  const count = page.across * page.down * (page.planar ? page.samples : 1);
  if (offsets.length < count) {
    throw damaged(
      `a page of ${page.width} x ${page.height} pixels has ${offsets.length} strips or tiles, not ${count}`
    );
  }
  // Some old programs write one strip without its length.
  const lengths = written.length === 0 && count === 1 ? [lengthLeft(file, page, offsets[0])] : written;
  if (lengths.length < count) {
    throw damaged('the lengths of its strips or tiles are missing');
  }
  const tables = await tagBytes(file, directory, tagOf.jpegTables, 65_536, signal);
  return { offsets, lengths, tables };
}

function lengthLeft(file: TiffFile, page: Page, offset: number): number {
  const left = Math.max(0, file.size - offset);
  return page.compression === 1 ? Math.min(left, rowBytes(page) * page.height) : left;
}
