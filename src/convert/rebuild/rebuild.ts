import { longestConfig, parseDescription } from '../bounds';
import { ConvertError } from '../conversion';
import type { Hdf5File } from '../file/hdf5';
import type { Json } from '../json';
import type { Network } from '../layerSpec';
import { care } from './care';
import { n2v } from './n2v';
import { Settings, unsupported } from './settings';
import { stardist } from './stardist';
import { isUnet3d, unet3d } from './unet3d';
import { isRecord } from '../../tensor/lookup';

/** A network whose file does not describe it. */
export interface Rebuilt {
  readonly network: Network;
  readonly from: 'config.json' | 'shapes';
}

/**
 * Rebuilds the network of a file that holds weights only: from the configuration that training wrote beside it, or, for the
 * one notebook that writes none, from the weights' shapes. `undefined` where neither tells which network it is.
 * @throws {ConvertError} where the configuration is of a network that is not known, or the weights do not fit.
 */
export function rebuild(weights: Hdf5File, config: unknown): Rebuilt | undefined {
  if (config !== undefined && config !== null) {
    return { network: configured(typeof config === 'string' ? read(config) : config), from: 'config.json' };
  }
  return isUnet3d(weights) ? { network: unet3d(weights), from: 'shapes' } : undefined;
}

const UNKNOWN =
  'The config.json beside the weights is not that of a network that can be rebuilt here (CARE, Noise2Void, StarDist). Take the config.json that the training wrote, or save the network whole with model.save("name.keras").';

/** A configuration has some two kB, with few brackets in one another. */
function read(text: string): unknown {
  try {
    return text.length > longestConfig ? undefined : parseDescription(text);
  } catch {
    return undefined;
  }
}

/** Which network a configuration is of: the keys that only one library writes. */
function configured(config: unknown): Network {
  if (!isRecord(config)) {
    throw new ConvertError('no-architecture', UNKNOWN);
  }
  const settings = new Settings(config);
  if (settings.has('denoiseg_alpha') || settings.has('relative_weights')) {
    throw unsupported('It is a DenoiSeg network, which is not known here.');
  }
  if (settings.has('n_params') || settings.has('contoursize_max')) {
    throw unsupported('It is a SplineDist network, which is not known here.');
  }
  if (hasKey(config, 'n2v_')) {
    return n2v(settings);
  }
  if (settings.has('n_rays')) {
    return stardist(settings);
  }
  if (settings.has('unet_n_first') && settings.has('unet_n_depth')) {
    return care(settings);
  }
  throw new ConvertError('no-architecture', UNKNOWN);
}

function hasKey(config: Json, beginning: string): boolean {
  return Object.keys(config).some(key => key.startsWith(beginning));
}
