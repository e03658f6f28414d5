import type { Array as ZarrArray, DataType, Readable } from 'zarrita';
import { formatShape, sizeOf } from '../../tensor/create';
import { isDType } from '../../tensor/dtype';
import { transpose } from '../../tensor/transpose';
import { isRecord } from '../../tensor/lookup';
import type { DType, Tensor } from '../../tensor/tensor';
import { allocate, regionOf } from '../allocate';
import { eachOnce, guessAxes, guessNote, needPlane, statedAxes } from '../axes';
import type { OpenOptions } from '../open';
import type { ImageInfo, ImageSource } from '../source';
import { ImageError } from '../source';
import { UnknownPacking } from './blosc';
import { boundCodecs } from './codecs';
import type { Multiscale } from './metadata';
import { multiscaleOf } from './metadata';
import type { FilePart, FileTree } from './tree';

/** Chunks are in memory whole; usual ones have up to some million values. */
const largestChunk = 2 ** 28;

/** Opens the array of full size of an OME-Zarr (0.4, 0.5 and before), or a plain Zarr array. Rejects with `ImageError`. */
export async function openZarr(tree: FileTree, name: string, options: OpenOptions = {}): Promise<ImageSource> {
  const { axes, signal } = options;
  const zarr = await import('zarrita');
  boundCodecs(zarr.registry);
  const { folder, multiscale } = await imageOf(tree, name, signal);
  const path = [folder, multiscale?.path].filter(Boolean).join('/');
  const root = zarr.root(storeOf(tree));
  const array = await zarr.open(root.resolve(path), { kind: 'array' }).catch((cause: unknown) => {
    throw damaged(cause, signal);
  });
  const dtype = typeOf(array);
  const info = infoOf(array.shape, dtype, name, multiscale, axes);
  return {
    info,
    read: async (wanted, aborted) => {
      const region = regionOf(info, wanted);
      const shape = region.map(({ length }) => length);
      if (sizeOf(shape) === 0) {
        return allocate(dtype, shape);
      }
      const parts = region.map(({ start, length }) => zarr.slice(start, start + length));
      const found = await zarr.get(array, parts, { opts: { signal: aborted } }).catch((cause: unknown) => {
        throw damaged(cause, aborted, shape);
      });
      return inOrder({ dtype, shape, data: dataOf(found.data, dtype) }, found.stride);
    },
    close: () => tree.close?.() ?? Promise.resolve()
  };
}

function storeOf(tree: FileTree): Readable {
  return {
    get: (key, opts) => tree.read(key.slice(1), undefined, opts?.signal),
    getRange: (key, range, opts) => {
      const part: FilePart = 'suffixLength' in range ? { last: range.suffixLength } : range;
      return tree.read(key.slice(1), part, opts?.signal);
    }
  };
}

/** Where the image lies below the folder, and what is said of it. */
async function imageOf(
  tree: FileTree,
  name: string,
  signal?: AbortSignal
): Promise<{ folder: string; multiscale?: Multiscale }> {
  const attributes = await attributesOf(tree, '', signal);
  if (attributes === undefined) {
    throw new ImageError(
      'not-an-image',
      `“${name}” is no Zarr: the folder has neither zarr.json nor .zattrs or .zarray.`
    );
  }
  const own = isRecord(attributes) && isRecord(attributes.ome) ? attributes.ome : attributes;
  if (isRecord(own) && (own.plate !== undefined || own.well !== undefined)) {
    const kind = own.plate === undefined ? 'well' : 'plate';
    const example = kind === 'plate' ? 'A/1/0' : '0';
    throw new ImageError(
      'unsupported',
      `“${name}” is a ${kind} of many images. Open one of them, for instance the folder ${example} in it.`
    );
  }
  // bioformats2raw writes each image of a file into a numbered folder.
  const isRaw = isRecord(own) && own['bioformats2raw.layout'] !== undefined;
  const multiscale = multiscaleOf(isRaw ? await attributesOf(tree, '0', signal) : attributes);
  return { folder: isRaw ? '0' : '', multiscale };
}

async function attributesOf(tree: FileTree, folder: string, signal?: AbortSignal): Promise<unknown> {
  const json = async (file: string): Promise<unknown> => {
    const bytes = await tree.read(folder ? `${folder}/${file}` : file, undefined, signal);
    if (!bytes) {
      return undefined;
    }
    try {
      return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
    } catch (cause) {
      throw damaged(cause, signal);
    }
  };
  const whole = await json('zarr.json');
  if (whole !== undefined) {
    return isRecord(whole) ? (whole.attributes ?? {}) : {};
  }
  return (await json('.zattrs')) ?? (await json('.zarray').then(found => found && {}));
}

function typeOf(array: ZarrArray<DataType, Readable>): DType {
  const { dtype, chunks, shape } = array;
  const areLengths = (sizes: unknown, least: number) =>
    Array.isArray(sizes) && sizes.every(size => Number.isSafeInteger(size) && size >= least);
  if (!areLengths(shape, 0) || !areLengths(chunks, 1) || shape.length !== chunks.length) {
    throw damaged(new Error('its sizes cannot be right'));
  }
  if (!isDType(dtype)) {
    throw new ImageError(
      'unsupported',
      `This Zarr holds values of the type ${dtype}, which cannot be read here. Save whole numbers, float32 or float64.`
    );
  }
  if (sizeOf(chunks) > largestChunk) {
    throw new ImageError(
      'too-large',
      `The chunks of this Zarr (${formatShape(chunks)}) are too large. Save it with smaller ones.`
    );
  }
  return dtype;
}

function infoOf(
  shape: readonly number[],
  dtype: DType,
  name: string,
  multiscale: Multiscale | undefined,
  stated: string | undefined
): ImageInfo {
  const own = multiscale?.axes?.length === shape.length ? multiscale.axes : undefined;
  const ids = stated === undefined ? undefined : statedAxes(stated, shape);
  const guessed = guessAxes(shape);
  const axes = eachOnce(
    shape.map((size, index) => {
      const spacing = own?.[index].spacing;
      const id = ids?.[index] ?? own?.[index].id ?? guessed[index];
      return spacing && id === own?.[index].id ? { id, size, spacing } : { id, size };
    })
  );
  needPlane(axes, name);
  const isKnown = ids !== undefined || own !== undefined;
  const names = multiscale?.channelNames;
  return {
    name,
    axes,
    dtype,
    stated: isKnown,
    ...(names && names.length === axes.find(({ id }) => id === 'c')?.size ? { channelNames: names } : {}),
    notes: [...(isKnown ? [] : [guessNote(axes)]), ...(multiscale?.notes ?? [])]
  };
}

/** In C order. Zarrita keeps the order in which a chunk's numbers lie, which may begin with the first axis. */
function inOrder(tensor: Tensor, strides: readonly number[]): Tensor {
  const { dtype, shape, data } = tensor;
  const stored = shape.map((_, axis) => axis).sort((a, b) => strides[b] - strides[a]);
  if (stored.every((axis, index) => axis === index)) {
    return tensor;
  }
  return transpose(
    { dtype, shape: stored.map(axis => shape[axis]), data },
    shape.map((_, axis) => stored.indexOf(axis))
  );
}

function dataOf(data: unknown, dtype: DType): Tensor['data'] {
  if (dtype === 'bool') {
    return Uint8Array.from(data as Iterable<boolean>, Number);
  }
  return data as Tensor['data'];
}

/** What zarrita or a packing says of a file, as a sentence. */
function damaged(cause: unknown, signal?: AbortSignal, shape?: readonly number[]): unknown {
  if (signal?.aborted || cause instanceof ImageError) {
    return cause;
  }
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  if (inner instanceof UnknownPacking) {
    return new ImageError('unsupported', `This Zarr is packed with ${inner.message}. Save it with zstd or lz4.`, {
      cause
    });
  }
  if (shape && inner instanceof RangeError && /array length|allocation/i.test(inner.message)) {
    return new ImageError(
      'no-memory',
      `${formatShape(shape)} values do not fit into the memory that is left. Cut the image smaller.`,
      { cause }
    );
  }
  const what = inner instanceof Error ? ` (${inner.message.replace(/\.$/, '')})` : '';
  return new ImageError(
    'damaged',
    `This Zarr is damaged, or not all of its files were copied${what}. Save or copy it again.`,
    { cause }
  );
}
