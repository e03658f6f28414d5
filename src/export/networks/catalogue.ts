import type { NetworkId } from '../../kernel/protocol';
import { type NetworkEntry } from './networkEntry';
import { care2d, care3d } from './care';
import { deepStorm } from './deepStorm';
import { n2v2d, n2v3d } from './n2v';
import { stardist2d } from './stardist2d';
import { unet2d } from './unet2d';
import { unet2dMultilabel } from './unet2dMultilabel';
import { unet3d } from './unet3d';

const CATALOGUE: Readonly<Record<NetworkId, NetworkEntry>> = {
  unet_2d: unet2d,
  unet_2d_multilabel: unet2dMultilabel,
  unet_3d: unet3d,
  stardist_2d: stardist2d,
  deep_storm: deepStorm,
  care_2d: care2d,
  care_3d: care3d,
  n2v_2d: n2v2d,
  n2v_3d: n2v3d
};

export function networkEntry(id: NetworkId): NetworkEntry {
  return CATALOGUE[id];
}
