import type { Prepared } from '../kernel/protocol';
import { extent } from '../onnx/extent';
import type { OnnxModel } from '../onnx/model';
import { readModel } from '../onnx/read';
import { axisIndex, spatialAxes } from './axes';
import type { AxisExtent } from './sizes';

/**
 * How far the network looks along each spatial axis (y and x, or z, y and x in any order), from its ONNX graph.
 *
 * The step also holds what the Python half measured on the network's own layers. Where the graph has an operator whose
 * reach is not known, the radius is infinite: the halo then becomes as wide as the test image allows.
 */
export function networkExtent(onnx: Uint8Array, prepared: Prepared): ReadonlyMap<string, AxisExtent> {
  const ids = spatialAxes(prepared.input.axes);
  const places = ids.map(id => axisIndex(prepared.input.axes, id));
  const { axes } = extent(unfixed(beforeChoice(readModel(onnx)), places));
  return new Map(
    ids.map((id, index) => {
      const found = axes.find(one => one.axis === places[index]);
      const step = leastCommon(prepared.steps[id] ?? 1, found?.step ?? 1);
      return [id, { step, radius: found?.radius ?? Infinity }];
    })
  );
}

/** The same graph with free sizes along these axes: a size that the file fixes says nothing of how far it looks. */
function unfixed(model: OnnxModel, axes: readonly number[]): OnnxModel {
  const inputs = model.graph.inputs.map(input => ({
    ...input,
    dims: input.dims?.map((size, axis) => (axes.includes(axis) ? null : size))
  }));
  return { ...model, graph: { ...model.graph, inputs } };
}

/** The graph up to where the largest of its channels is chosen: that looks at no other pixel. */
function beforeChoice(model: OnnxModel): OnnxModel {
  const { nodes, outputs } = model.graph;
  const choice = nodes.findIndex(({ op }) => op === 'ArgMax');
  return choice < 0
    ? model
    : {
        ...model,
        graph: {
          ...model.graph,
          nodes: nodes.slice(0, choice),
          outputs: [{ ...outputs[0], name: nodes[choice].inputs[0] }]
        }
      };
}

function leastCommon(a: number, b: number): number {
  const divisor = (m: number, n: number): number => (n === 0 ? m : divisor(n, m % n));
  return (a * b) / divisor(a, b);
}
