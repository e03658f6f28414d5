import { Line } from '../../onnx/receptive/field';
import type { OnnxModel, OnnxTensor } from '../../onnx/model';
import { walkAxis } from '../../onnx/walk';

/** Constants of up to this many numbers are kept: scales, paddings, cuts and axes are among them, weights are not. */
const smallest = 1024;

/** The network without its weights, which is all that its sizes depend on, so that the file need not stay in memory. */
export function outlineOf(model: OnnxModel): OnnxModel {
  const nodes = model.graph.nodes.map(node => ({
    ...node,
    attributes: new Map(
      [...node.attributes].map(([name, attribute]) => [
        name,
        attribute.kind === 'tensor' ? { ...attribute, value: withoutWeights(attribute.value) } : attribute
      ])
    )
  }));
  return { ...model, graph: { ...model.graph, nodes, initializers: model.graph.initializers.map(withoutWeights) } };
}

function withoutWeights(tensor: OnnxTensor): OnnxTensor {
  const { name, elemType, dims, external } = tensor;
  const count = dims.reduce((product, size) => product * size, 1);
  const kept = count <= smallest;
  return {
    name,
    elemType,
    dims,
    external,
    ...(kept && tensor.raw && { raw: tensor.raw.slice() }),
    ...(kept && tensor.values && { values: tensor.values })
  };
}

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
