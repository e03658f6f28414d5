import type { Fact, NetworkId, OutputKind, Prepared } from '../../kernel/protocol';
import { arrayOf } from '../../tensor/dtype';
import { createTensor } from '../../tensor/create';
import type { DType, Tensor } from '../../tensor/tensor';
import { isSpatial } from '../bundle/axes';
import { networkEntry } from '../networks/catalogue';
import { outputEntry } from '../networks/networkEntry';
import type { Parts } from '../bundle/parts';
import { planAxis } from '../proof/sizes';
import { candidate, draftOf, partsOf } from './prepared';

/** Axes of the network's tensors and what its recipe states; the shapes are those of a small test image. */
interface Case {
  readonly axes: readonly string[];
  readonly input: readonly number[];
  readonly step: number;
  readonly radius: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly outputs: Partial<Readonly<Record<OutputKind, readonly number[]>>>;
}

const FLAT = ['batch', 'y', 'x', 'channel'];
const DEEP = ['batch', 'z', 'y', 'x', 'channel'];
const percentiles = { pmin: 2, pmax: 99.8, eps: 1e-20 };

export const CASES: Readonly<Record<NetworkId, Case>> = {
  unet_2d: {
    axes: FLAT,
    input: [1, 32, 48, 1],
    step: 4,
    radius: 5,
    parameters: { ...percentiles, pmin: 1, clip: false, threshold: 119.5 },
    outputs: { probability: [1, 32, 48, 1], mask: [1, 32, 48, 1] }
  },
  unet_2d_multilabel: {
    axes: FLAT,
    input: [1, 32, 48, 1],
    step: 4,
    radius: 5,
    parameters: { ...percentiles, pmin: 1, clip: false, labels: 4 },
    outputs: { probabilities: [1, 32, 48, 4], classes: [1, 32, 48, 1] }
  },
  unet_3d: {
    axes: ['batch', 'y', 'x', 'z', 'channel'],
    input: [1, 32, 48, 8, 1],
    step: 8,
    radius: 5,
    parameters: { threshold: 200, downscaling: [1, 2, 2] },
    outputs: { probability: [1, 32, 48, 8, 1], mask: [1, 32, 48, 8, 1] }
  },
  stardist_2d: {
    axes: FLAT,
    input: [1, 32, 48, 3],
    step: 8,
    radius: 9,
    parameters: { ...percentiles, pmin: 1, prob_threshold: 0.48, nms_threshold: 0.3, n_rays: 32, grid: [2, 2], channels: 3 }, // prettier-ignore
    outputs: { labels: [1, 32, 48, 1], raw: [1, 16, 24, 33] }
  },
  deep_storm: {
    axes: FLAT,
    input: [1, 12, 16, 1],
    step: 1,
    radius: 3,
    parameters: { mean: 0.12, std: 0.03, upsampling: 8, l2_factor: 100 },
    outputs: { density: [1, 96, 128, 1] }
  },
  care_2d: {
    axes: FLAT,
    input: [1, 32, 48, 2],
    step: 8,
    radius: 11,
    parameters: { ...percentiles, probabilistic: true },
    outputs: { restored: [1, 32, 48, 2] }
  },
  care_3d: {
    axes: DEEP,
    input: [1, 8, 32, 48, 1],
    step: 4,
    radius: 5,
    parameters: { ...percentiles, probabilistic: false },
    outputs: { restored: [1, 8, 32, 48, 1] }
  },
  n2v_2d: {
    axes: FLAT,
    input: [1, 32, 48, 1],
    step: 4,
    radius: 5,
    parameters: { means: [112.5], stds: [31] },
    outputs: { denoised: [1, 32, 48, 1] }
  },
  n2v_3d: {
    axes: DEEP,
    input: [1, 8, 32, 48, 2],
    step: 4,
    radius: 5,
    parameters: { means: [112.5, 4], stds: [31, 2] },
    outputs: { denoised: [1, 8, 32, 48, 2] }
  }
};

/** What a bundle of this network would be made from, with ramps for tensors; for tests. */
export function networkParts(
  id: NetworkId,
  kind: OutputKind,
  format: Prepared['native']['format'] = 'keras_v3'
): Parts {
  const { axes, input, step, radius, parameters, outputs } = CASES[id];
  const shape = outputs[kind];
  if (!shape) {
    throw new Error(`There is no case for ${id} with the output ${kind}.`);
  }
  const entry = networkEntry(id);
  const output = outputEntry(entry, kind);
  const facts = Object.entries(parameters).map(([name, value]): [string, Fact] => [
    name,
    { value, origin: 'disk', where: 'config.json' }
  ]);
  const base = partsOf();
  const plan = axes.filter(isSpatial).map(axis => {
    const perPixel = output.perPixel?.(parameters, axis) ?? 1;
    return [axis, planAxis(input[axes.indexOf(axis)], { step, radius }, true, perPixel)] as const;
  });
  return {
    ...base,
    entry,
    draft: {
      ...draftOf({ ...candidate, network: { id, name: entry.name, why: '' }, takes: { axes: [], channels: input.at(-1) ?? 1 } }), // prettier-ignore
      output: kind
    },
    prepared: {
      ...base.prepared,
      input: { ...base.prepared.input, axes, shape: input },
      output: { axes, shape, dtype: output.dtype, kind },
      recipe: { id, parameters: Object.fromEntries(facts), agreement: null },
      native: { ...base.prepared.native, format }
    },
    plan: new Map(plan),
    input: ramp('uint16', input, 700),
    output: ramp(output.dtype, shape, kind === 'labels' ? 9 : kind === 'classes' ? 4 : 1),
    native: { format, file: { name: format === 'keras_v3' ? 'weights.keras' : 'weights.h5', bytes: new Uint8Array([1]) } } // prettier-ignore
  };
}

/** From 0 to below `top`; whole numbers where the type has only these. */
function ramp(dtype: Exclude<DType, 'int64' | 'uint64'>, shape: readonly number[], top: number): Tensor {
  const data = arrayOf(
    dtype,
    shape.reduce((product, length) => product * length, 1)
  );
  data.forEach((_, index) => {
    data[index] = (index / data.length) * top;
  });
  return createTensor(dtype, shape, data);
}
