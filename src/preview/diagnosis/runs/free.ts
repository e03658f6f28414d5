import { Line } from '../../../onnx/receptive/field';
import type { OnnxModel, ValueInfo } from '../../../onnx/model';
import { readModel } from '../../../onnx/read';
import { walkAxis } from '../../../onnx/walk';
import { writeModel } from '../../../onnx/write';

/** Above this the network is not held a second time. */
export const largestCopy = 256 * 2 ** 20;

/** A network that takes other sizes than its file says. */
export interface Freed {
  readonly bytes: Uint8Array;
  /** Whether an image of this size along the axis gives an output of the same size. */
  takes(axis: number, size: number): boolean;
}

/**
 * The network with these axes free. A file often states one size only because it was exported with one image; nothing
 * in a network of convolutions depends on it. Throws where the file cannot be read or written anew.
 */
export function freeSizes(bytes: Uint8Array, axes: readonly number[]): Freed {
  const model = readModel(bytes);
  const { graph } = model;
  const constants = new Set(graph.initializers.map(({ name }) => name));
  const inputs = graph.inputs.map(info => (constants.has(info.name) ? info : freed(info, axes)));
  const free = { ...model, graph: { ...graph, inputs, outputs: graph.outputs.map(info => freed(info, axes)) } };
  return { bytes: writeModel(free), takes: (axis, size) => keepsSize(free, axis, size) };
}

function freed(info: ValueInfo, axes: readonly number[]): ValueInfo {
  return info.dims ? { ...info, dims: info.dims.map((size, axis) => (axes.includes(axis) ? null : size)) } : info;
}

function keepsSize(model: OnnxModel, axis: number, size: number): boolean {
  try {
    const line = walkAxis(model, axis, Line.sizesOnly(size));
    return line instanceof Line && line.length === size;
  } catch {
    // An operator whose reach is not known: it may hold the size inside.
    return false;
  }
}
