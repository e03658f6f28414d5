import { Line } from '../../onnx/receptive/field';
import type { OnnxModel } from '../../onnx/model';
import { walkAxis } from '../../onnx/walk';

/**
 * The first of these axes of the network's one input along which it certainly cannot run at this shape; `undefined` where
 * it can, or where that is not known. Running too small an image may end the runtime's process, so it is foreseen.
 */
export function impossibleAxis(
  outline: OnnxModel,
  shape: readonly number[],
  axes: readonly number[]
): number | undefined {
  const constants = new Set(outline.graph.initializers.map(({ name }) => name));
  const inputs = outline.graph.inputs.filter(({ name }) => !constants.has(name));
  // One row is followed, so two inputs would have to be of one size.
  const known = inputs.length === 1 && inputs[0].dims?.length === shape.length;
  return known ? axes.find(axis => fails(outline, axis, shape[axis])) : undefined;
}

function fails(outline: OnnxModel, axis: number, size: number): boolean {
  try {
    return walkAxis(outline, axis, Line.sizesOnly(size)) === undefined;
  } catch {
    // An operator whose reach is not known, or a damaged graph: the runtime will tell.
    return false;
  }
}
