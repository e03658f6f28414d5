import type { Network } from '../layerSpec';
import type { TensorRef } from '../tensorRef';
import { careNetwork, freeSizes, unetSettings } from './care';
import { Draft } from './draft';
import type { Settings } from './settings';
import { unsupported } from './settings';
import { pixel, unet, UNET } from './unet';

/** Noise2Void and N2V2, 2D and 3D (`n2v.nets.unet` of n2v 0.3.3; 0.3.0 and before where config.json knows no blurpool). */
export function n2v(settings: Settings): Network {
  const { axes } = settings;
  const channels = settings.whole('n_channel_in', 1);
  if (settings.flag('blurpool', false) && axes === 3) {
    throw unsupported('It asks for a blurring pooling of stacks, which n2v itself does not have.');
  }
  const draft = new Draft();
  const input = draft.input([...freeSizes(axes), channels]);
  return draft.finish('n2v', input, output(draft, settings, input, channels));
}

function output(draft: Draft, settings: Settings, input: TensorRef, channels: number): TensorRef {
  const modern = settings.has('blurpool');
  if (settings.flag('single_net_per_channel', modern)) {
    // n2v's Lambda layers all look at the variable of one loop when they run, and by then it stands at the last channel
    // (n2v 0.3.3 on TensorFlow 2.15): so were the networks trained, and so they predict.
    const separate = Array.from({ length: channels }, (_, at) =>
      perChannel(draft, settings, draft.channel(channels - 1, input), at, input)
    );
    return separate.length > 1 ? draft.layer('Concatenate', { axis: -1 }, separate) : separate[0];
  }
  return modern
    ? ending(draft, settings, unetOf(draft, settings, input, 'channel_0'), input, channels)
    : careNetwork(draft, settings, input, settings.flag('batch_norm', true));
}

/** One network for each channel of the output. */
function perChannel(draft: Draft, settings: Settings, channel: TensorRef, at: number, input: TensorRef): TensorRef {
  return ending(draft, settings, unetOf(draft, settings, channel, `channel_${at}`), input, 1);
}

function unetOf(draft: Draft, settings: Settings, input: TensorRef, prefix: string): TensorRef {
  return unet(draft, input, {
    ...UNET,
    ...unetSettings(settings),
    normalised: settings.flag('batch_norm', true),
    prefix,
    blurred: settings.flag('blurpool', false),
    skipsFirst: settings.flag('skip_skipone', false),
    narrow: settings.has('blurpool')
  });
}

function ending(draft: Draft, settings: Settings, features: TensorRef, input: TensorRef, filters: number): TensorRef {
  let value = pixel(draft, features, settings.axes, filters, 'linear');
  if (settings.flag('unet_residual', false)) {
    value = draft.layer('Add', {}, [value, input]);
  }
  return draft.layer('Activation', { activation: settings.text('unet_last_activation', 'linear') }, value);
}
