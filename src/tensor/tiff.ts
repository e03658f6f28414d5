import { cast } from './cast';
import { formatShape } from './create';
import { bytesPerElement, isFloat } from './dtype';
import { TensorError } from './error';
import type { ValueRange } from './stats';
import { valueRange } from './stats';
import type { Tensor } from './tensor';
import { transpose } from './transpose';
import { lookup } from './lookup';

export interface TiffOptions {
  /** Size of a pixel along y and x, and the distance of slices where it is known. */
  readonly pixelSize?: { readonly value: number; readonly unit: string; readonly depth?: number };
  /** Plain text kept in the image's information. */
  readonly description?: string;
  /**
   * The values are numbers of objects: uint16 up to 65535, else uint32, which Python reads as whole numbers and Fiji as
   * floating-point numbers (exact up to 16.7 million objects).
   */
  readonly labels?: boolean;
}

interface Stack {
  readonly tensor: Tensor;
  readonly frames: number;
  readonly slices: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

type Place = 'frame' | 'slice' | 'channel' | 'row' | 'column';

/** ImageJ's order of planes: frames outermost, then slices, then channels. */
const order: readonly Place[] = ['frame', 'slice', 'channel', 'row', 'column'];

const places: Readonly<Record<string, Place>> = {
  b: 'frame',
  batch: 'frame',
  t: 'frame',
  time: 'frame',
  z: 'slice',
  c: 'channel',
  channel: 'channel',
  y: 'row',
  x: 'column'
};

/** ImageJ's own names, in ASCII: it writes "micron" where others write µm. */
const units: Readonly<Record<string, string>> = {
  micrometer: 'micron',
  micrometre: 'micron',
  um: 'micron',
  µm: 'micron',
  μm: 'micron',
  nanometer: 'nm',
  nanometre: 'nm',
  millimeter: 'mm',
  millimetre: 'mm'
};

/**
 * Writes a TIFF that Fiji opens as a hyperstack and that tifffile, imageio and scikit-image read with the same numbers:
 * uncompressed, one plane per page in ImageJ's order. `axes` holds one axis id (batch, time, z, channel, y, x; or their
 * letters) per dimension in any order; batch counts as frames, an axis of another name as slices.
 * uint8, uint16 and float32 are kept, bool becomes uint8, other whole numbers uint16 where they fit, all else float32.
 * Throws `TensorError` where y or x is missing or the file would exceed TIFF's 4 GB.
 */
export function writeTiff(tensor: Tensor, axes: readonly string[], options: TiffOptions = {}): Uint8Array {
  const [head, pixels] = tiffParts(tensor, axes, options);
  const bytes = new Uint8Array(head.length + pixels.length);
  bytes.set(head);
  bytes.set(pixels, head.length);
  return bytes;
}

/** The same in two parts that follow one another: the pixels are those of the tensor, where its type and axes allow it. */
export function tiffParts(
  tensor: Tensor,
  axes: readonly string[],
  options: TiffOptions = {}
): readonly [head: Uint8Array, pixels: Uint8Array] {
  const stack = arrange(cast(tensor, tiffType(tensor, options)), axes);
  const planes = stack.frames * stack.slices * stack.channels;
  const planeBytes = stack.height * stack.width * bytesPerElement(stack.tensor.dtype);
  const text = new TextEncoder().encode(describe(stack, options) + '\0');
  const layout = plan(planes, planeBytes, text.length);
  if (layout.total >= 2 ** 32) {
    throw new TensorError('too-large', 'The image is larger than the 4 GB that a TIFF holds. Cut it smaller.');
  }
  const bytes = new Uint8Array(layout.pixels);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, layout.directories, true);
  bytes.set(text, layout.text);
  writeResolution(view, layout.resolution, options.pixelSize?.value);
  for (let plane = 0; plane < planes; plane++) {
    writeDirectory(view, layout, plane, planes, entriesOf(stack, layout, plane, planeBytes, text.length));
  }
  const { data } = stack.tensor;
  return [bytes, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];
}

/** The type of the pixels in the file. */
export function tiffType(tensor: Tensor, { labels }: TiffOptions = {}): 'uint8' | 'uint16' | 'uint32' | 'float32' {
  const { dtype } = tensor;
  if (labels) {
    return (valueRange(tensor)?.max ?? 0) < 2 ** 16 ? 'uint16' : 'uint32';
  }
  if (dtype === 'bool' || dtype === 'uint8') {
    return 'uint8';
  }
  return dtype === 'uint16' || isShort(tensor) ? 'uint16' : 'float32';
}

/** Whole numbers that two bytes hold, for instance those of objects: Fiji takes them as labels only so. */
function isShort(tensor: Tensor): boolean {
  const range = isFloat(tensor.dtype) ? null : valueRange(tensor);
  return range !== null && range.min >= 0 && range.max < 2 ** 16;
}

function arrange(tensor: Tensor, axes: readonly string[]): Stack {
  const found = axes.map(axis => lookup(places, axis) ?? 'slice');
  if (axes.length !== tensor.shape.length || count(found, 'row') !== 1 || count(found, 'column') !== 1) {
    throw new TensorError(
      'bad-shape',
      `An image of ${formatShape(tensor.shape)} with the axes "${axes.join(', ')}" has no single y and x to show.`
    );
  }
  const sorted = found.map((_, axis) => axis).sort((a, b) => order.indexOf(found[a]) - order.indexOf(found[b]));
  const length = (place: Place) =>
    tensor.shape.reduce((product, size, axis) => (found[axis] === place ? product * size : product), 1);
  return {
    tensor: sorted.every((axis, index) => axis === index) ? tensor : transpose(tensor, sorted),
    frames: length('frame'),
    slices: length('slice'),
    channels: length('channel'),
    height: length('row'),
    width: length('column')
  };
}

function count(found: readonly Place[], place: Place): number {
  return found.filter(other => other === place).length;
}

function describe(stack: Stack, options: TiffOptions): string {
  const { frames, slices, channels } = stack;
  const planes = frames * slices * channels;
  const range = shownRange(stack.tensor);
  const lines = [
    'ImageJ=1.53t',
    ...(planes > 1 ? [`images=${planes}`] : []),
    ...(channels > 1 ? [`channels=${channels}`] : []),
    ...(slices > 1 ? [`slices=${slices}`] : []),
    ...(frames > 1 ? [`frames=${frames}`] : []),
    ...(planes > 1 ? ['hyperstack=true'] : []),
    ...(channels > 1 ? ['mode=grayscale'] : []),
    ...(options.pixelSize ? [`unit=${unitName(options.pixelSize.unit)}`] : []),
    ...(options.pixelSize?.depth ? [`spacing=${options.pixelSize.depth}`] : []),
    'loop=false',
    ...(range ? [`min=${range.min}`, `max=${range.max}`] : []),
    ...(options.description ? [ascii(options.description)] : [])
  ];
  return lines.join('\n') + '\n';
}

/** What Fiji stretches its contrast to; without it, a mask of 0 and 1 would open black. */
function shownRange(tensor: Tensor): ValueRange | null {
  const range = valueRange(tensor);
  return range && range.max > range.min ? range : null;
}

function unitName(unit: string): string {
  return lookup(units, unit.toLowerCase()) ?? ascii(unit);
}

/** TIFF text is ASCII. */
function ascii(text: string): string {
  return text.replaceAll(/[µμ]/g, 'u').replaceAll(/[^\x20-\x7e\n]/g, '?');
}

/** Where each part of the file begins, in bytes. */
interface Layout {
  readonly text: number;
  readonly resolution: number;
  readonly directories: number;
  readonly pixels: number;
  readonly total: number;
}

const entriesPerPage = 13;
const directoryBytes = 2 + entriesPerPage * 12 + 4;

function plan(planes: number, planeBytes: number, textLength: number): Layout {
  const text = 8;
  const resolution = even(text + textLength);
  const directories = resolution + 8;
  const pixels = Math.ceil((directories + planes * directoryBytes) / 16) * 16;
  return { text, resolution, directories, pixels, total: pixels + planes * planeBytes };
}

function even(position: number): number {
  return position + (position % 2);
}

/** Pixels per unit as a fraction of two 32-bit numbers; 1 where the size is unknown. */
function writeResolution(view: DataView, at: number, pixelSize: number | undefined): void {
  const known = pixelSize !== undefined && Number.isFinite(pixelSize) && pixelSize > 0;
  const perUnit = known ? 1 / pixelSize : 1;
  const denominator = Math.max(1, Math.min(1_000_000, Math.floor((2 ** 32 - 1) / perUnit)));
  view.setUint32(at, Math.min(2 ** 32 - 1, Math.round(perUnit * denominator)), true);
  view.setUint32(at + 4, denominator, true);
}

const short = 3;
const long = 4;
const rational = 5;
const text = 2;

/** Tag, type, count, value or offset: in rising order of tags, as the format demands. */
type Entry = readonly [tag: number, type: number, count: number, value: number];

function entriesOf(stack: Stack, layout: Layout, plane: number, planeBytes: number, textLength: number): Entry[] {
  const { dtype } = stack.tensor;
  return [
    [256, long, 1, stack.width],
    [257, long, 1, stack.height],
    [258, short, 1, bytesPerElement(dtype) * 8],
    [259, short, 1, 1], // not compressed
    [262, short, 1, 1], // grey, black is zero
    [270, text, textLength, layout.text],
    [273, long, 1, layout.pixels + plane * planeBytes],
    [277, short, 1, 1], // one sample per pixel
    [278, long, 1, stack.height], // the whole plane in one strip
    [279, long, 1, planeBytes],
    [282, rational, 1, layout.resolution],
    [283, rational, 1, layout.resolution],
    [339, short, 1, dtype === 'float32' ? 3 : 1]
  ];
}

function writeDirectory(view: DataView, layout: Layout, plane: number, planes: number, entries: Entry[]): void {
  const start = layout.directories + plane * directoryBytes;
  view.setUint16(start, entries.length, true);
  entries.forEach(([tag, type, amount, value], index) => {
    const at = start + 2 + index * 12;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, amount, true);
    view.setUint32(at + 8, value, true);
  });
  view.setUint32(start + 2 + entries.length * 12, plane + 1 < planes ? start + directoryBytes : 0, true);
}
