import type { NetworkId } from '../kernel/protocol';
import { type NetworkEntry } from './networkEntry';
import { care2d, care3d } from './networks/care';
import { deepStorm } from './networks/deepStorm';
import { n2v2d, n2v3d } from './networks/n2v';
import { stardist2d } from './networks/stardist2d';
import { unet2d } from './networks/unet2d';
import { unet2dMultilabel } from './networks/unet2dMultilabel';
import { unet3d } from './networks/unet3d';

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
