import type { Network } from '../layerSpec';
import type { TensorRef } from '../tensorRef';
import { Draft } from './draft';
import type { Settings } from './settings';
import { unsupported } from './settings';
import { pixel, pixelConfig, unet, UNET } from './unet';

/**
 * CARE, 2D and 3D (`custom_unet` of csbdeep 0.8.2; older ones build the same). Of a probabilistic network the output is the
 * mean; the scale's weights are in the file and are left out.
 */
export function care(settings: Settings): Network {
  const projecting = Object.keys(settings.json).some(key => key.startsWith('proj_'));
  if (projecting) {
    throw unsupported('It is a ProjectionCARE, whose way from a stack to a plane is not known here.');
  }
  const draft = new Draft();
  const input = draft.input([...freeSizes(settings.axes), settings.whole('n_channel_in', 1)]);
  return draft.finish('care', input, careNetwork(draft, settings, input, false));
}

/** CARE's network from its input to the output, or to the mean. */
export function careNetwork(draft: Draft, settings: Settings, input: TensorRef, normalised: boolean): TensorRef {
  const { axes } = settings;
  const channels = settings.whole('n_channel_out', 1);
  const features = unet(draft, input, { ...UNET, ...unetSettings(settings), normalised });
  let value = pixel(draft, features, axes, channels, 'linear');
  if (settings.flag('unet_residual', channels === settings.whole('n_channel_in', 1))) {
    value = draft.layer('Add', {}, [value, input]);
  }
  value = draft.layer('Activation', { activation: settings.text('unet_last_activation', 'linear') }, value);
  if (settings.flag('probabilistic', false)) {
    draft.unused(`Conv${axes}D`, pixelConfig(axes, channels, 'softplus'));
  }
  return value;
}

/** What CARE and Noise2Void say of their U-Net alike. */
export function unetSettings(settings: Settings) {
  const { axes } = settings;
  return {
    axes,
    depth: settings.whole('unet_n_depth', 1),
    filters: settings.whole('unet_n_first', 1),
    kernel: Array<number>(axes).fill(settings.whole('unet_kern_size', 1)),
    pool: Array<number>(axes).fill(2)
  };
}

export function freeSizes(axes: number): null[] {
  return Array<null>(axes).fill(null);
}
