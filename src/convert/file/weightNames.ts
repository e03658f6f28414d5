import type { StoredArray } from './hdf5';
import type { LayerSpec } from '../layerSpec';

/** What a layer stores, by Keras's name of the weight. */
export type LayerWeights = ReadonlyMap<string, StoredArray>;

/** Names of a layer's weights in the order in which Keras keeps them. */
export type WeightNames = (layer: LayerSpec) => readonly string[];

/** Class name to folder name as Keras does it: `Conv2DTranspose` to `conv2d_transpose`, `PReLU` to `p_re_lu`. */
export function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
