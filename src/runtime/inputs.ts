import type { ArrayOf, DType, Tensor } from '../tensor/tensor';
import { EngineError, type TensorInfo } from './engine';
import type { RawInfo } from './protocol';

const dtypes: Record<DType, true> = {
  bool: true,
  int8: true,
  uint8: true,
  int16: true,
  uint16: true,
  int32: true,
  uint32: true,
  int64: true,
  uint64: true,
  float32: true,
  float64: true
};

function isDType(type: string): type is DType {
  return Object.hasOwn(dtypes, type);
}

/** onnxruntime-web 1.30 gives a size that is free and has no name as -1 read without its sign. */
const UNNAMED = 2 ** 32 - 1;

/**
 * A graph's input or output in our own words.
 * Throws `EngineError` ("load") for what is not a tensor of a data type that the model description knows.
 */
export function tensorInfo(raw: RawInfo, role: 'input' | 'output'): TensorInfo {
  if (!isDType(raw.type)) {
    const what = raw.type === 'float16' ? 'half-precision numbers (float16)' : `the data type "${raw.type}"`;
    const verb = role === 'input' ? 'takes' : 'gives';
    throw new EngineError(
      'load',
      `The network ${verb} ${what} at "${raw.name}", which a model description cannot state. Export it with float32.`
    );
  }
  const shape = raw.shape.map(size => (typeof size === 'number' && size >= 0 && size !== UNNAMED ? size : null));
  return { name: raw.name, dtype: raw.type, shape };
}

/** Throws `EngineError` ("run") where the tensors are not what the graph takes: number, data type, dimensions, fixed sizes. */
export function checkInputs(infos: readonly TensorInfo[], tensors: readonly Tensor[]): void {
  if (tensors.length !== infos.length) {
    throw new EngineError(
      'run',
      `The network takes ${count(infos.length, 'input')}, but ${tensors.length} were given.`
    );
  }
  infos.forEach((info, i) => {
    const problem = mismatch(info, tensors[i]);
    if (problem) {
      throw new EngineError('run', problem);
    }
  });
}

function mismatch(info: TensorInfo, tensor: Tensor): string | null {
  const { name, dtype } = info;
  if (tensor.dtype !== dtype) {
    return `The network takes ${dtype} numbers at its input "${name}", but the image has ${tensor.dtype} after preprocessing.`;
  }
  const size = tensor.shape.reduce((product, length) => product * length, 1);
  if (tensor.data.length !== size) {
    return `The image for "${name}" is damaged: a shape of ${sizes(tensor.shape)} needs ${size} values, it has ${tensor.data.length}.`;
  }
  const fits =
    tensor.shape.length === info.shape.length && info.shape.every((s, i) => s === null || s === tensor.shape[i]);
  return fits
    ? null
    : `The network takes ${sizes(info.shape)} at its input "${name}", but the image is ${sizes(tensor.shape)}.`;
}

/** For sentences: "1 x any x 512"; a tensor without dimensions is "a single number". */
function sizes(shape: readonly (number | null)[]): string {
  return shape.length === 0 ? 'a single number' : shape.map(size => size ?? 'any').join(' x ');
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** A copy with a buffer of its own, so that it can be given away while the caller keeps theirs. */
export function ownCopy(tensor: Tensor): Tensor {
  return { dtype: tensor.dtype, shape: [...tensor.shape], data: tensor.data.slice() as ArrayOf[DType] };
}
