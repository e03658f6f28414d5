import type { Prepared } from '../../kernel/protocol';
import type { InferenceEngine } from '../../runtime/engine';
import { axisIndex, lengthOf, spatialAxes } from '../bundle/axes';
import type { Reach } from './examine';
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
  { axes, bare }: Reach,
  prepared: Prepared,
  engine: InferenceEngine,
  signal?: AbortSignal
): Promise<ReadonlyMap<string, AxisExtent>> {
  const ids = spatialAxes(prepared.input.axes);
  const places = ids.map(id => axisIndex(prepared.input.axes, id));
  const found = ids.map((id, index): AxisExtent => {
    const read = axes.find(one => one.axis === places[index]);
    return { step: leastCommon(prepared.steps[id] ?? 1, read?.step ?? 1), radius: read?.radius ?? Infinity };
  });
  if (bare === null) {
    return new Map(ids.map((id, index) => [id, found[index]]));
  }
  const channel = { at: axisIndex(prepared.input.axes, 'channel'), count: lengthOf(prepared.input, 'channel') };
  const probed = found.map(({ step }, index) => ({ at: places[index], step }));
  const radii = await probeRadius(bare, channel, probed, engine, signal);
  return new Map(ids.map((id, index) => [id, { ...found[index], radius: radii[index] }]));
}

function leastCommon(a: number, b: number): number {
  const divisor = (m: number, n: number): number => (n === 0 ? m : divisor(n, m % n));
  return (a * b) / divisor(a, b);
}
