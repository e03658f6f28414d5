import { formatShape, sizeOf } from '../tensor/create';
import { bytesPerElement } from '../tensor/dtype';
import { TensorError } from '../tensor/error';
import type { NpyHeader } from '../tensor/npy';
import { npyValues, readNpy, readNpyHeader } from '../tensor/npy';
import type { RangeReader } from '../tensor/ranges';
import { stridesOf } from '../tensor/strides';
import type { Tensor } from '../tensor/tensor';
import { allocate, regionOf } from './allocate';
import { guessAxes, guessNote, needPlane, statedAxes } from './axes';
import { partOf } from './memory';
import type { ImageInfo, ImageSource, Part } from './source';
import { ImageError } from './source';

/** numpy writes heads of 64 bytes to a few thousand. */
const longestHead = 2 ** 20;
/** As much is read at once at most. */
const piece = 16 * 2 ** 20;

/** Opens an array that numpy.save wrote. Rejects with `ImageError`. */
export async function openNpy(
  reader: RangeReader,
  name: string,
  axes?: string,
  signal?: AbortSignal
): Promise<ImageSource> {
  const size = await reader.size(signal);
  const header = await headerOf(await reader.read(0, Math.min(longestHead, size), signal));
  const { shape } = header;
  const width = header.half ? 2 : bytesPerElement(header.dtype);
  if (header.offset + sizeOf(shape) * width > size) {
    throw new ImageError(
      'damaged',
      `The .npy file is cut short: an array of ${formatShape(shape)} (${header.descr}) needs ` +
        `${sizeOf(shape) * width} bytes of values, but only ${size - header.offset} are there. Save or copy it again.`
    );
  }
  const info = infoOf(header, name, axes);
  return {
    info,
    read: header.fortranOrder
      ? // Its rows do not lie beside one another in any region.
        async (region, signal) => wholeOf(await reader.read(0, size, signal), info, region)
      : (region, signal) => readRegion(reader, header, width, info, region, signal),
    close: () => reader.close?.() ?? Promise.resolve()
  };
}

async function headerOf(bytes: Uint8Array): Promise<NpyHeader> {
  try {
    return readNpyHeader(bytes);
  } catch (error) {
    throw imageError(error);
  }
}

/** What `src/tensor` says of a file, as what is said of an image. */
export function imageError(error: unknown): unknown {
  if (!(error instanceof TensorError)) {
    return error;
  }
  const kinds: Partial<Record<TensorError['problem'], ImageError['problem']>> = {
    'unsupported-type': 'unsupported',
    pickled: 'unsupported',
    'too-large': 'too-large'
  };
  return new ImageError(kinds[error.problem] ?? 'damaged', error.message, { cause: error });
}

function infoOf({ shape, dtype, half }: NpyHeader, name: string, axes?: string): ImageInfo {
  const ids = axes === undefined ? guessAxes(shape) : statedAxes(axes, shape);
  const found = shape.map((size, index) => ({ id: ids[index], size }));
  needPlane(found, name);
  return {
    name,
    axes: found,
    dtype,
    stated: axes !== undefined || shape.length === 2,
    notes: [
      ...(axes === undefined && shape.length > 2 ? [guessNote(found)] : []),
      ...(half ? ['Its 16-bit floats were read as 32-bit floats.'] : [])
    ]
  };
}

function wholeOf(bytes: Uint8Array, info: ImageInfo, region?: readonly Part[]): Tensor {
  try {
    const tensor = readNpy(bytes);
    return region ? partOf(tensor, regionOf(info, region)) : tensor;
  } catch (error) {
    throw imageError(error);
  }
}

async function readRegion(
  reader: RangeReader,
  header: NpyHeader,
  width: number,
  info: ImageInfo,
  wanted?: readonly Part[],
  signal?: AbortSignal
): Promise<Tensor> {
  const region = regionOf(info, wanted);
  const strides = stridesOf(header.shape);
  const out = allocate(
    header.dtype,
    region.map(({ length }) => length)
  );
  const outStrides = stridesOf(out.shape);
  /** Reads from `axis` on: in one piece where it is small enough, else entry by entry. */
  const fill = async (axis: number, from: number, to: number): Promise<void> => {
    signal?.throwIfAborted();
    const parts = region.slice(axis);
    const span = parts.reduce((sum, { length }, index) => sum + (length - 1) * strides[axis + index], 1);
    if (span * width <= piece || axis >= region.length - 1) {
      const start = parts.reduce((sum, part, index) => sum + part.start * strides[axis + index], from);
      const bytes = await reader.read(header.offset + start * width, span * width, signal);
      copyParts(npyValues(bytes, header, span), parts, strides.slice(axis), out.data, to);
      return;
    }
    for (let index = 0; index < region[axis].length; index++) {
      await fill(axis + 1, from + (region[axis].start + index) * strides[axis], to + index * outStrides[axis]);
    }
  };
  if (out.data.length > 0) {
    await fill(0, 0, 0);
  }
  return out;
}

function copyParts(
  from: Tensor['data'],
  parts: readonly Part[],
  strides: readonly number[],
  to: Tensor['data'],
  at: number
): void {
  const run = parts.at(-1)?.length ?? 1;
  const rows = parts.slice(0, -1).reduce((product, { length }) => product * length, 1);
  for (let row = 0; row < rows; row++) {
    let [left, start] = [row, 0];
    for (let axis = parts.length - 2; axis >= 0; axis--) {
      start += (left % parts[axis].length) * strides[axis];
      left = Math.floor(left / parts[axis].length);
    }
    for (let i = 0; i < run; i++) {
      to[at + row * run + i] = from[start + i];
    }
  }
}
