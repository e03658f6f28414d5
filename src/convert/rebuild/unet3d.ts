import { ConvertError } from '../conversion';
import type { Hdf5File } from '../file/hdf5';
import type { Network } from '../layerSpec';
import type { TensorRef } from '../tensorRef';
import { Draft } from './draft';
import { numberOf } from './match';
import { pixel } from './unet';

type Shape = readonly number[];

/** What the weights tell: shapes of the kernels in the order of the network. */
interface Kernels {
  readonly convolutions: readonly Shape[];
  readonly transposed: readonly Shape[];
  readonly normalised: boolean;
}

/** Whether a weights file can only be the U-Net 3D notebook's: of all notebooks, none else has transposed 3D convolutions. */
export function isUnet3d(weights: Hdf5File): boolean {
  return kernelsOf(weights, 'conv3d_transpose').length > 0;
}

/**
 * The network of the notebook "U-Net (3D)" (class `Unet3D`), whose weights file says nothing but shapes: of notebook 3.1.2,
 * and of those until 2025, which normalised each convolution. Depth, filters and channels are read from the shapes: a block
 * has two convolutions, and each way up one transposed one.
 */
export function unet3d(weights: Hdf5File): Network {
  const convolutions = kernelsOf(weights, 'conv3d');
  const transposed = kernelsOf(weights, 'conv3d_transpose');
  const normalizations = groupsOf(weights, 'batch_normalization').length;
  const levels = transposed.length;
  if (convolutions.length !== 4 * levels + 3 || ![0, convolutions.length - 1].includes(normalizations)) {
    misfit(
      `it has ${convolutions.length} convolutions, ${levels} transposed ones and ${normalizations} normalisations`
    );
  }
  return drawn({ convolutions, transposed, normalised: normalizations > 0 });
}

function drawn({ convolutions, transposed, normalised }: Kernels): Network {
  const levels = transposed.length;
  const draft = new Draft();
  const input = draft.input([null, null, null, convolutions[0][3]]);
  let drawnOnes = 0;
  const convolution = (from: TensorRef): TensorRef => {
    const shape = convolutions[drawnOnes++];
    const value = draft.layer('Conv3D', { filters: shape[4], kernel_size: shape.slice(0, 3), padding: 'same' }, from);
    return draft.layer('ReLU', {}, normalised ? draft.layer('BatchNormalization', {}, value) : value);
  };
  const skips: TensorRef[] = [];
  let value = input;
  for (let level = 0; level < levels; level++) {
    skips.push(convolution(convolution(value)));
    value = draft.layer('MaxPooling3D', { pool_size: [2, 2, 2], strides: [2, 2, 2] }, skips[level]);
  }
  value = convolution(convolution(value));
  for (const [up, shape] of transposed.entries()) {
    const larger = draft.layer('Conv3DTranspose', { filters: shape[3], kernel_size: 2, strides: [2, 2, 2] }, value);
    value = convolution(convolution(draft.layer('Concatenate', { axis: -1 }, [larger, skips[levels - 1 - up]])));
  }
  return draft.finish('unet_3d', input, pixel(draft, value, 3, convolutions[drawnOnes][4], 'sigmoid'));
}

function kernelsOf(weights: Hdf5File, kind: string): readonly Shape[] {
  return groupsOf(weights, kind).map(path => {
    const shape = weights.array(path)?.shape;
    return shape?.length === 5 ? shape : misfit(`"${path}" is no kernel of five axes`);
  });
}

/** Where the first weight of each layer of a class stands, in the order of the network, in either layout of the file. */
function groupsOf(weights: Hdf5File, kind: string): readonly string[] {
  const ordered = (names: readonly string[]) =>
    names.filter(name => name.replace(/_\d+$/, '') === kind).sort((a, b) => numberOf(a) - numberOf(b));
  const listed = weights.texts('', 'layer_names');
  if (listed) {
    return ordered(listed).map(name => `${name}/${weights.texts(name, 'weight_names')?.[0] ?? ''}`);
  }
  return ['layers', '_layer_checkpoint_dependencies'].flatMap(list =>
    ordered(weights.names(list)).map(name => `${list}/${name}/vars/0`)
  );
}

function misfit(what: string): never {
  throw new ConvertError(
    'no-architecture',
    `The file holds weights only and does not fit the notebook's U-Net 3D: ${what}. If the network was changed, save it whole with model.save("name.keras") and convert that file.`
  );
}
