import { ImageError } from '../source';
import { BitReader } from './bits';
import type { Run } from './blocks';
import { readProgressive, readSequential } from './blocks';
import type { Frame, Jpeg, Scan } from './markers';
import { damagedJpeg, readMarkers } from './markers';
import { inverse } from './transform';
import type { Plane } from './upsample';
import { fullRow } from './upsample';

/** Pictures are unpacked whole. */
const mostPixels = 2 ** 28;
/** Each block takes at least a bit; so few cost nothing. */
const harmlessBlocks = 4096;

/** How colours are stored: by the file's own words, or by a TIFF's; `tiff` is RGB where JFIF does not say otherwise. */
export type Colours = 'own' | 'tiff' | 'ycbcr' | 'none';

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** y x channel. */
  readonly data: Uint8Array;
}

/** A component while it is read: its blocks, padded to whole units. */
interface Blocks {
  readonly across: number;
  readonly down: number;
  /** Blocks that hold pixels of the image. */
  readonly usedAcross: number;
  readonly usedDown: number;
  readonly samples: Uint8Array;
  /** All coefficients of a progressive image. */
  readonly coefficients?: Int16Array;
}

/**
 * Unpacks a JPEG of 8 bits, sequential or progressive, to grey or RGB with libjpeg's grey levels. `tables` are those
 * that a TIFF keeps apart. Throws `ImageError`; memory is bounded by the file's length.
 */
export function decodeJpeg(bytes: Uint8Array, tables?: Uint8Array, colours: Colours = 'own'): Picture {
  const jpeg = readMarkers(bytes, tables);
  const { frame } = jpeg;
  const components = blocksOf(frame, bytes.length);
  for (const scan of jpeg.scans) {
    readScan(bytes, jpeg, scan, components);
  }
  if (frame.progressive) {
    frame.components.forEach(({ table }, index) => finish(components[index], tableOf(jpeg, table)));
  }
  return pictureOf(jpeg, components, colours);
}

function tableOf({ quantization }: Jpeg, id: number): Uint16Array {
  const table = quantization.get(id);
  if (!table) {
    throw damagedJpeg('a table of its quality is missing');
  }
  return table;
}

const largest = (values: readonly number[]) => values.reduce((most, value) => Math.max(most, value), 1);

function blocksOf(frame: Frame, length: number): Blocks[] {
  const { width, height, components } = frame;
  const [h, v] = [largest(components.map(one => one.h)), largest(components.map(one => one.v))];
  const [unitsAcross, unitsDown] = [Math.ceil(width / (8 * h)), Math.ceil(height / (8 * v))];
  const counts = components.map(one => unitsAcross * one.h * unitsDown * one.v);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (width * height > mostPixels) {
    throw new ImageError(
      'too-large',
      `This JPEG claims ${width} x ${height} pixels, more than can be opened. Cut it smaller.`
    );
  }
  if (total > harmlessBlocks && total > 8 * length) {
    throw damagedJpeg(`it claims ${width} x ${height} pixels, but has only ${length} bytes`);
  }
  return components.map((one, index) => ({
    across: unitsAcross * one.h,
    down: unitsDown * one.v,
    usedAcross: Math.ceil(Math.ceil((width * one.h) / h) / 8),
    usedDown: Math.ceil(Math.ceil((height * one.v) / v) / 8),
    samples: new Uint8Array(counts[index] * 64),
    ...(frame.progressive ? { coefficients: new Int16Array(counts[index] * 64) } : {})
  }));
}

function readScan(bytes: Uint8Array, jpeg: Jpeg, scan: Scan, components: readonly Blocks[]): void {
  const { frame } = jpeg;
  const bits = new BitReader(bytes, scan.start);
  const run: Run = { last: new Int32Array(frame.components.length), ends: 0 };
  const scratch = new Int16Array(64);
  const readBlock = (tables: Scan['components'][number], across: number, down: number) => {
    const blocks = components[tables.index];
    const number = down * blocks.across + across;
    if (blocks.coefficients) {
      readProgressive(bits, blocks.coefficients.subarray(number * 64, number * 64 + 64), scan, tables, run);
    } else {
      readSequential(bits, scratch.fill(0), tables, run);
      const table = tableOf(jpeg, frame.components[tables.index].table);
      inverse(scratch, table, blocks.samples, (down * blocks.across * 8 + across) * 8, blocks.across * 8);
    }
  };
  let left = scan.restart;
  for (const read of unitsOf(frame, scan, components)) {
    if (scan.restart > 0 && left-- === 0) {
      bits.restart();
      run.last.fill(0);
      run.ends = 0;
      left = scan.restart - 1;
    }
    read(readBlock);
  }
}

type ReadBlock = (tables: Scan['components'][number], across: number, down: number) => void;

/** The units of a scan one after the other (A.2): single blocks of one component, or some of each. */
function* unitsOf(frame: Frame, scan: Scan, components: readonly Blocks[]): Generator<(read: ReadBlock) => void> {
  if (scan.components.length === 1) {
    const [tables] = scan.components;
    const { usedAcross, usedDown } = components[tables.index];
    for (let down = 0; down < usedDown; down++) {
      for (let across = 0; across < usedAcross; across++) {
        yield read => read(tables, across, down);
      }
    }
    return;
  }
  const [first] = frame.components;
  const [unitsAcross, unitsDown] = [components[0].across / first.h, components[0].down / first.v];
  for (let row = 0; row < unitsDown; row++) {
    for (let column = 0; column < unitsAcross; column++) {
      yield read => {
        for (const tables of scan.components) {
          const { h, v } = frame.components[tables.index];
          for (let i = 0; i < h * v; i++) {
            read(tables, column * h + (i % h), row * v + Math.floor(i / h));
          }
        }
      };
    }
  }
}

function finish({ across, down, coefficients, samples }: Blocks, table: Uint16Array): void {
  for (let number = 0; coefficients && number < across * down; number++) {
    const at = (Math.floor(number / across) * across * 8 + (number % across)) * 8;
    inverse(coefficients.subarray(number * 64, number * 64 + 64), table, samples, at, across * 8);
  }
}

function pictureOf(jpeg: Jpeg, components: readonly Blocks[], colours: Colours): Picture {
  const { width, height, components: parts } = jpeg.frame;
  const [h, v] = [largest(parts.map(part => part.h)), largest(parts.map(part => part.v))];
  if (parts.some(part => h % part.h !== 0 || v % part.v !== 0)) {
    throw new ImageError(
      'unsupported',
      'The colours of this JPEG are stored in an unusual size. Save it as PNG or TIFF.'
    );
  }
  const channels = parts.length;
  const planes = parts.map((part, index): Plane => ({
    width: Math.ceil((width * part.h) / h),
    height: Math.ceil((height * part.v) / v),
    stride: components[index].across * 8,
    data: components[index].samples
  }));
  const rows = parts.map(() => new Uint8Array(width + 8));
  const data = new Uint8Array(width * height * channels);
  const convert = channels === 3 && isYcbcr(jpeg, colours);
  for (let y = 0; y < height; y++) {
    planes.forEach((plane, index) => fullRow(plane, y, h / parts[index].h, v / parts[index].v, rows[index]));
    const line = data.subarray(y * width * channels, (y + 1) * width * channels);
    if (channels === 1) {
      line.set(rows[0].subarray(0, width));
    } else if (convert) {
      toRgb(rows, line);
    } else {
      rows.forEach((row, channel) => {
        for (let x = 0; x < width; x++) {
          line[x * channels + channel] = row[x];
        }
      });
    }
  }
  return { width, height, channels, data };
}

/** As libjpeg takes it where nobody says it: by Adobe's word, JFIF, or the names of the components. */
function isYcbcr({ frame, adobe, jfif }: Jpeg, colours: Colours): boolean {
  if (colours !== 'own' && !(colours === 'tiff' && jfif)) {
    return colours === 'ycbcr';
  }
  if (jfif || adobe !== undefined) {
    return jfif || adobe !== 0;
  }
  return frame.components.map(({ id }) => String.fromCharCode(id)).join('') !== 'RGB';
}

/** JFIF's colours in 16-bit fractions, rounded as libjpeg rounds them. */
function toRgb([luma, blue, red]: readonly Uint8Array[], out: Uint8Array): void {
  for (let x = 0; 3 * x < out.length; x++) {
    const [cb, cr] = [blue[x] - 128, red[x] - 128];
    const r = luma[x] + ((91881 * cr + 32768) >> 16);
    const g = luma[x] + ((-22554 * cb - 46802 * cr + 32768) >> 16);
    const b = luma[x] + ((116130 * cb + 32768) >> 16);
    out[3 * x] = r < 0 ? 0 : r > 255 ? 255 : r;
    out[3 * x + 1] = g < 0 ? 0 : g > 255 ? 255 : g;
    out[3 * x + 2] = b < 0 ? 0 : b > 255 ? 255 : b;
  }
}
