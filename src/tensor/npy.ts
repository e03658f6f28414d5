import { createTensor, formatShape, sizeOf } from './create';
import { arrayOf, bytesPerElement } from './dtype';
import { TensorError } from './error';
import { halfToNumber } from './half';
import type { DType, Tensor } from './tensor';
import { transpose } from './transpose';
import { lookup } from './lookup';

/** The head of a .npy file (numpy's format, versions 1 to 3). */
export interface NpyHeader {
  /** The element type as stored, for instance `<f4`. */
  readonly descr: string;
  /** The element type that `readNpy` gives. */
  readonly dtype: DType;
  /** True where the file stores float16, which is read as float32. */
  readonly half: boolean;
  readonly bigEndian: boolean;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin, in bytes. */
  readonly offset: number;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

const codes: Readonly<Record<string, DType>> = {
  b1: 'bool',
  i1: 'int8',
  u1: 'uint8',
  i2: 'int16',
  u2: 'uint16',
  i4: 'int32',
  u4: 'uint32',
  i8: 'int64',
  u8: 'uint64',
  f2: 'float32',
  f4: 'float32',
  f8: 'float64'
};

/** numpy reads its own names of the types, too, in place of the codes that it writes. */
const names: Readonly<Record<string, string>> = {
  bool: 'b1',
  int8: 'i1',
  uint8: 'u1',
  int16: 'i2',
  uint16: 'u2',
  int32: 'i4',
  uint32: 'u4',
  int64: 'i8',
  uint64: 'u8',
  float16: 'f2',
  float32: 'f4',
  float64: 'f8'
};

/**
 * Reads a .npy file: any numeric or boolean array in either byte order, C or Fortran order. float16 becomes float32.
 * Throws `TensorError` for anything else: pickled objects ('pickled') are never evaluated.
 */
export function readNpy(bytes: Uint8Array): Tensor {
  const header = readNpyHeader(bytes);
  const size = sizeOf(header.shape);
  const width = header.half ? 2 : bytesPerElement(header.dtype);
  const available = bytes.length - header.offset;
  if (size * width > available) {
    throw new TensorError(
      'truncated',
      `The .npy file is cut short: an array of ${formatShape(header.shape)} (${header.descr}) needs ` +
        `${size * width} bytes of values, but only ${available} are there. Save or copy the file again.`
    );
  }
  const data = npyValues(bytes.subarray(header.offset, header.offset + size * width), header, size);
  if (!header.fortranOrder || header.shape.length < 2) {
    return createTensor(header.dtype, header.shape, data);
  }
  const reversed = createTensor(header.dtype, [...header.shape].reverse(), data);
  return transpose(
    reversed,
    header.shape.map((_, axis) => header.shape.length - 1 - axis)
  );
}

/** `size` values as they are stored. Copied once: the file's own bytes may lie at any address, where a typed array cannot. */
export function npyValues(stored: Uint8Array, { dtype, half, bigEndian }: NpyHeader, size: number): Tensor['data'] {
  const out = arrayOf(half ? 'uint16' : dtype, size);
  const bytes = new Uint8Array(out.buffer);
  bytes.set(stored);
  if (bigEndian) {
    swapBytes(bytes, out.BYTES_PER_ELEMENT);
  }
  if (half) {
    return Float32Array.from(out as Uint16Array, halfToNumber);
  }
  // numpy takes any non-zero byte for True.
  return dtype === 'bool' ? (out as Uint8Array).map(value => (value ? 1 : 0)) : out;
}

/** Turns round the bytes of each element of 2, 4 or 8 bytes, in place; they begin at a multiple of 4 in their buffer. */
export function swapBytes(bytes: Uint8Array, width: number): void {
  const { buffer, byteOffset, length } = bytes;
  const words = new Uint32Array(buffer, byteOffset, length >> 2);
  if (width === 2) {
    for (let i = 0; i < words.length; i++) {
      const word = words[i];
      words[i] = ((word & 0xff00ff) << 8) | ((word >>> 8) & 0xff00ff);
    }
    if (length % 4 === 2) {
      bytes.subarray(length - 2).reverse();
    }
    return;
  }
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    words[i] = (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
  }
  for (let i = 0; width === 8 && i + 1 < words.length; i += 2) {
    const low = words[i];
    words[i] = words[i + 1];
    words[i + 1] = low;
  }
}

/** Reads only the head of a .npy file. Throws `TensorError`. */
export function readNpyHeader(bytes: Uint8Array): NpyHeader {
  if (bytes.length < 10 || magic.some((byte, index) => bytes[index] !== byte)) {
    throw new TensorError('not-npy', 'This is not a .npy file: it does not begin as numpy.save writes it.');
  }
  const version = bytes[6];
  if (version < 1 || version > 3) {
    throw new TensorError('not-npy', `This .npy file has version ${version}; versions 1 to 3 can be read.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : bytes.length < 12 ? Infinity : view.getUint32(8, true);
  if (start + length > bytes.length) {
    throw new TensorError('truncated', 'The .npy file is cut short within its head. Save or copy the file again.');
  }
  const text = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(start, start + length));
  return { ...parseHeader(text), offset: start + length };
}

/** The head is a Python dictionary literal with three known keys; it is matched, never evaluated. */
function parseHeader(text: string): Omit<NpyHeader, 'offset'> {
  const descr = /['"]descr['"]\s*:\s*(?:['"]([^'"]*)['"]|(\[))/.exec(text);
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text);
  const shape = /['"]shape['"]\s*:\s*\(([\dL,\s]*)\)/.exec(text);
  // numpy takes these three and no other.
  const names = [...text.matchAll(/['"](\w+)['"]\s*:/g)].length;
  if (!descr || !order || !shape || names !== 3) {
    throw new TensorError('bad-header', 'The head of this .npy file cannot be understood. Save the array again.');
  }
  return {
    ...parseType(descr[1], descr[2] !== undefined),
    fortranOrder: order[1] === 'True',
    shape: parseShape(shape[1])
  };
}

function parseType(descr: string, structured: boolean): Pick<NpyHeader, 'descr' | 'dtype' | 'half' | 'bigEndian'> {
  if (structured) {
    throw new TensorError(
      'unsupported-type',
      'This .npy file holds records of several fields. Save one plain array of numbers.'
    );
  }
  const [, endian, written] = /^([<>|=]?)(.*)$/.exec(descr) ?? [];
  const code = endian === '' && Object.hasOwn(names, written) ? names[written] : written;
  if (code.startsWith('O')) {
    throw new TensorError(
      'pickled',
      'This .npy file holds pickled Python objects, which are never opened since they can run code. ' +
        'Save a plain array of numbers, for instance with array.astype("float32").'
    );
  }
  const dtype = lookup(codes, code);
  if (dtype === undefined) {
    throw new TensorError(
      'unsupported-type',
      `This .npy file holds values of the type "${descr}". Save whole numbers, floating point numbers or booleans.`
    );
  }
  return { descr, dtype, half: code === 'f2', bigEndian: endian === '>' && code[1] !== '1' };
}

function parseShape(text: string): number[] {
  const shape = text
    .split(',')
    // Python 2 wrote long integers with an L.
    .map(part => part.replace('L', '').trim())
    .filter(part => part !== '')
    .map(Number);
  if (!shape.every(Number.isSafeInteger) || !Number.isSafeInteger(sizeOf(shape))) {
    throw new TensorError('bad-header', `The shape (${text}) in the head of this .npy file cannot be right.`);
  }
  return shape;
}

/** Writes a .npy file: version 1, little-endian, C order, the elements aligned to 64 bytes as numpy.save does. */
export function writeNpy(tensor: Tensor): Uint8Array {
  const [head, elements] = npyParts(tensor);
  const bytes = new Uint8Array(head.length + elements.length);
  bytes.set(head);
  bytes.set(elements, head.length);
  return bytes;
}

/** The same in two parts that follow one another; the elements are the tensor's own bytes. */
export function npyParts({ dtype, shape, data }: Tensor): readonly [head: Uint8Array, elements: Uint8Array] {
  const code = Object.keys(codes).find(key => lookup(codes, key) === dtype && key !== 'f2');
  const descr = (bytesPerElement(dtype) === 1 ? '|' : '<') + code;
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const offset = Math.ceil((10 + text.length + 1) / 64) * 64;
  const bytes = new Uint8Array(offset);
  bytes.set([...magic, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, offset - 10, true);
  bytes.set(new TextEncoder().encode(text.padEnd(offset - 11) + '\n'), 10);
  return [bytes, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];
}
