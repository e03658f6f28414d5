import { ConvertError } from '../conversion';
import type { Hdf5File } from '../hdf5';
import type { Network, TensorRef } from '../network';
import { Draft } from './draft';
import { pixel } from './unet';

const LAYERS = ['layers', '_layer_checkpoint_dependencies'];

/** Whether a weights file can only be the U-Net 3D notebook's: of all notebooks, none else has transposed 3D convolutions. */
export function isUnet3d(weights: Hdf5File): boolean {
  const kinds = new Set(namesOf(weights).map(name => name.replace(/_\d+$/, '')));
  return kinds.has('conv3d') && kinds.has('conv3d_transpose') && !kinds.has('batch_normalization');
}

/**
 * The network of the notebook "U-Net (3D)" (class `Unet3D`, notebook 3.1.2), whose weights file says nothing but shapes.
 * Depth, filters and channels are read from these: a block has two convolutions, and each way up one transposed one.
 */
export function unet3d(weights: Hdf5File): Network {
  const shapes = shapesOf(weights, 'conv3d');
  const levels = shapesOf(weights, 'conv3d_transpose').length;
  if (shapes.length !== 4 * levels + 3) {
    misfit(`it has ${shapes.length} convolutions and ${levels} transposed ones`);
  }
  const filters = shapes.map(shape => shape[4]!);
  const draft = new Draft();
  const input = draft.input([null, null, null, shapes[0]![3]!]);
  const skips: TensorRef[] = [];
  let value = input;
  let at = 0;
  const block = (from: TensorRef): TensorRef => {
    let inner = from;
    for (let step = 0; step < 2; step++) {
      const config = { filters: filters[at], kernel_size: shapes[at]!.slice(0, 3), padding: 'same' };
      inner = draft.layer('ReLU', {}, draft.layer('Conv3D', config, inner));
      at++;
    }
    return inner;
  };
  for (let level = 0; level < levels; level++) {
    skips.push(block(value));
    value = draft.layer('MaxPooling3D', { pool_size: [2, 2, 2], strides: [2, 2, 2] }, skips[level]!);
  }
  value = block(value);
  for (const [step, shape] of shapesOf(weights, 'conv3d_transpose').entries()) {
    const config = { filters: shape[3], kernel_size: [2, 2, 2], strides: [2, 2, 2] };
    const larger = draft.layer('Conv3DTranspose', config, value);
    value = block(draft.layer('Concatenate', { axis: -1 }, [larger, skips[levels - 1 - step]!]));
  }
  return draft.finish('unet_3d', input, pixel(draft, value, 3, filters.at(-1)!, 'sigmoid'));
}

/** Shapes of the kernels of one class, in the order of the network. */
function shapesOf(weights: Hdf5File, kind: string): readonly (readonly number[])[] {
  const list = LAYERS.find(name => weights.names(name).length > 0) ?? 'layers';
  const count = namesOf(weights).filter(name => name.replace(/_\d+$/, '') === kind).length;
  return Array.from({ length: count }, (_, at) => {
    const folder = at === 0 ? kind : `${kind}_${at}`;
    const shape = weights.array(`${list}/${folder}/vars/0`)?.shape;
    return shape?.length === 5 ? shape : misfit(`"${folder}" has no kernel of five axes`);
  });
}

function namesOf(weights: Hdf5File): readonly string[] {
  return LAYERS.flatMap(name => weights.names(name));
}

function misfit(what: string): never {
  throw new ConvertError(
    'no-architecture',
    `The file holds weights only and does not fit the notebook's U-Net 3D: ${what}. If the network was changed, save it whole with model.save("name.keras") and convert that file.`
  );
}
