import type { Prepared } from '../kernel/protocol';
import { extent } from '../onnx/extent';
import type { OnnxModel } from '../onnx/model';
import { readModel } from '../onnx/read';
import type { InferenceEngine } from '../runtime/engine';
import { axisIndex, lengthOf, spatialAxes } from './axes';
import { probeRadius } from './probe';
import type { AxisExtent } from './sizes';

/**
 * How far the network looks along each spatial axis (y and x, or z, y and x in any order), from its ONNX graph.
 *
 * The step also holds what the Python half measured on the network's own layers. Where the graph has an operator whose
 * reach is not known, it is run to find out. Where that tells nothing either, the radius is infinite: the halo then
 * becomes as wide as the test image allows.
 */
export async function networkExtent(
  onnx: Uint8Array,
  prepared: Prepared,
  engine: InferenceEngine,
  signal?: AbortSignal
): Promise<ReadonlyMap<string, AxisExtent>> {
  const ids = spatialAxes(prepared.input.axes);
  const places = ids.map(id => axisIndex(prepared.input.axes, id));
  const model = beforeChoice(readModel(onnx));
  const { axes, unknown } = extent(unfixed(model, places));
  const found = ids.map((id, index): AxisExtent => {
    const read = axes.find(one => one.axis === places[index]);
    return { step: leastCommon(prepared.steps[id] ?? 1, read?.step ?? 1), radius: read?.radius ?? Infinity };
  });
  if (unknown.length === 0) {
    return new Map(ids.map((id, index) => [id, found[index]]));
  }
  const channel = { at: axisIndex(prepared.input.axes, 'channel'), count: lengthOf(prepared.input, 'channel') };
  const probed = found.map(({ step }, index) => ({ at: places[index], step }));
  const radii = await probeRadius(model, channel, probed, engine, signal);
  return new Map(ids.map((id, index) => [id, { ...found[index], radius: radii[index] }]));
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
