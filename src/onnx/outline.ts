import type { OnnxModel, OnnxTensor } from './model';

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
