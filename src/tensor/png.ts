import { decode, encode } from 'fast-png';
import { createTensor, formatShape, hasDType } from './create';
import { TensorError } from './error';
import type { Tensor } from './tensor';

/** A PNG of more pixels than this is refused before it is unpacked: a small file can claim any size. */
const maximumPixels = 2 ** 28;

/** How many times smaller than its pixels Deflate makes an image at most (zlib's own figure). */
const deflate = 1032;
/** Below this many bytes, whatever a head claims costs nothing. */
const harmless = 2 ** 22;

/** Channels of a pixel, by the PNG's colour type. */
const channelsOf: ReadonlyMap<number, number> = new Map([[0, 1], [2, 3], [3, 1], [4, 2], [6, 4]]); // prettier-ignore

/**
 * Writes a PNG. `tensor` is uint8 or uint16 (bool counts as 0 and 255) of shape [y, x] or [y, x, channel]
 * with 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGB, alpha) channels. Throws `TensorError`.
 */
export function encodePng(tensor: Tensor, text?: Readonly<Record<string, string>>): Uint8Array {
  const [height, width, channels = 1] = tensor.shape;
  const rank = tensor.shape.length;
  if (rank < 2 || rank > 3 || channels < 1 || channels > 4 || !height || !width) {
    throw new TensorError(
      'bad-shape',
      `A PNG is y x x, with 1 to 4 channels behind; this image is ${formatShape(tensor.shape)}.`
    );
  }
  return encode({ width, height, channels, ...pixels(tensor), text: text && { ...text } });
}

function pixels(tensor: Tensor): { data: Uint8Array | Uint16Array; depth: 8 | 16 } {
  if (hasDType(tensor, 'uint16')) {
    return { data: tensor.data, depth: 16 };
  }
  if (hasDType(tensor, 'uint8')) {
    return { data: tensor.data, depth: 8 };
  }
  if (hasDType(tensor, 'bool')) {
    return { data: tensor.data.map(value => value * 255), depth: 8 };
  }
  throw new TensorError('unsupported-type', `A PNG holds uint8 or uint16, not ${tensor.dtype}.`);
}

/**
 * Reads a PNG as uint8 or uint16 of shape [y, x] (grey) or [y, x, channel]. Palettes become RGB(A);
 * grey values of 1, 2 or 4 bits are stretched to 0..255. Throws `TensorError`.
 */
export function decodePng(bytes: Uint8Array): Tensor<'uint8' | 'uint16'> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || view.getUint32(0) !== 0x89504e47) {
    throw new TensorError('not-png', 'This is not a PNG image.');
  }
  if (view.getUint32(16) * view.getUint32(20) > maximumPixels) {
    throw new TensorError(
      'too-large',
      `This PNG claims ${view.getUint32(20)} x ${view.getUint32(16)} pixels, more than can be opened. Cut it smaller.`
    );
  }
  const needed = claimedBytes(view);
  if (needed > harmless && needed > bytes.length * deflate) {
    throw new TensorError(
      'truncated',
      `This PNG is damaged or was not copied whole: it claims ${view.getUint32(20)} x ${view.getUint32(16)} pixels, ` +
        `but has only ${bytes.length} bytes. Save or copy it again.`
    );
  }
  const image = decodeChecked(bytes);
  const shape = [image.height, image.width];
  if (image.palette) {
    return expandPalette(image);
  }
  if (image.depth < 8) {
    return createTensor('uint8', shape, unpackBits(image, 255 / (2 ** image.depth - 1)));
  }
  const full = image.channels === 1 ? shape : [...shape, image.channels];
  return image.data instanceof Uint16Array
    ? createTensor('uint16', full, image.data)
    : createTensor('uint8', full, new Uint8Array(image.data));
}

/** Bytes of the unpacked pixels, by the head. */
function claimedBytes(view: DataView): number {
  const [depth, colour] = [view.getUint8(24), view.getUint8(25)];
  return (view.getUint32(16) * view.getUint32(20) * (channelsOf.get(colour) ?? 4) * depth) / 8;
}

type Decoded = ReturnType<typeof decode>;

function decodeChecked(bytes: Uint8Array): Decoded {
  try {
    return decode(bytes, { checkCrc: true });
  } catch (cause) {
    throw new TensorError('truncated', 'This PNG is damaged or cut short. Save or copy it again.', { cause });
  }
}

/** One value per pixel from rows of packed bits. */
function unpackBits({ width, height, depth, data }: Decoded, factor: number): Uint8Array {
  const out = new Uint8Array(width * height);
  const rowBytes = Math.ceil((width * depth) / 8);
  const mask = 2 ** depth - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const shift = 8 - depth - (bit & 7);
      out[y * width + x] = ((data[y * rowBytes + (bit >> 3)] >> shift) & mask) * factor;
    }
  }
  return out;
}

function expandPalette(image: Decoded): Tensor<'uint8'> {
  const palette = image.palette ?? [];
  const channels = palette.some(colour => colour.length === 4) ? 4 : 3;
  const indices = image.depth < 8 ? unpackBits(image, 1) : image.data;
  const out = new Uint8Array(indices.length * channels).fill(255);
  for (let i = 0; i < indices.length; i++) {
    out.set(palette[indices[i]] ?? [], i * channels);
  }
  return createTensor('uint8', [image.height, image.width, channels], out);
}
