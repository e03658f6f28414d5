import type { Network } from '../layerSpec';
import type { TensorRef } from '../tensorRef';
import { freeSizes } from './care';
import { Draft } from './draft';
import { residualBlock } from './residual';
import type { Settings } from './settings';
import { unsupported } from './settings';
import { pixel, unet, UNET } from './unet';

/**
 * StarDist 2D and 3D (stardist 0.9.2). One output, as the format's postprocessing takes it: the probability of an object in
 * channel 0, then the distances along the rays.
 */
export function stardist(settings: Settings): Network {
  if (settings.has('n_classes')) {
    throw unsupported(
      'The network also tells classes of objects (n_classes), for which there is no place in its output.'
    );
  }
  const { axes } = settings;
  const backbone = settings.text('backbone', 'unet');
  const draft = new Draft();
  const input = draft.input([...freeSizes(axes), settings.whole('n_channel_in', 1)]);
  const features = featuresOf(draft, settings, input, backbone);
  const outputs = [
    pixel(draft, features, axes, 1, 'sigmoid', 'prob'),
    pixel(draft, features, axes, settings.whole('n_rays', 3), 'linear', 'dist')
  ];
  return draft.finish('stardist', input, draft.layer('Concatenate', { axis: -1 }, outputs, 'prob_dist'));
}

function featuresOf(draft: Draft, settings: Settings, input: TensorRef, backbone: string): TensorRef {
  if (backbone !== 'unet' && (backbone !== 'resnet' || settings.axes !== 3)) {
    throw unsupported(`Its backbone "${backbone}" is not known here.`);
  }
  const base = backbone === 'unet' ? unetOf(draft, settings, input) : resnetOf(draft, settings, input);
  const filters = settings.whole(`net_conv_after_${backbone}`, 0);
  return filters === 0
    ? base
    : draft.layer(`Conv${settings.axes}D`, convolution(settings, backbone, filters), base, 'features');
}

function unetOf(draft: Draft, settings: Settings, input: TensorRef): TensorRef {
  const { axes } = settings;
  const filters = settings.whole('unet_n_filter_base', 1);
  const convolutions = settings.whole('unet_n_conv_per_depth', 1);
  let value = input;
  for (const pool of poolings(settings)) {
    for (let at = 0; at < convolutions; at++) {
      value = draft.layer(`Conv${axes}D`, convolution(settings, 'unet', filters), value);
    }
    value = draft.layer(`MaxPooling${axes}D`, { pool_size: pool }, value);
  }
  return unet(draft, value, {
    ...UNET,
    axes,
    filters,
    convolutions,
    depth: settings.whole('unet_n_depth', 1),
    expansion: settings.positive('unet_expansion', 2),
    kernel: settings.sizes('unet_kernel_size', axes),
    pool: settings.sizes('unet_pool', axes),
    activation: settings.text('unet_activation', 'relu'),
    lastActivation: settings.text('unet_last_activation', 'relu'),
    normalised: settings.flag('unet_batch_norm', false),
    dropout: settings.json['unet_dropout'] ? settings.positive('unet_dropout', 0) : 0,
    prefix: settings.text('unet_prefix', '')
  });
}

function resnetOf(draft: Draft, settings: Settings, input: TensorRef): TensorRef {
  let filters = settings.whole('resnet_n_filter_base', 1);
  let value = input;
  for (const size of [7, 3]) {
    value = draft.layer('Conv3D', { filters, kernel_size: [size, size, size], padding: 'same' }, value);
  }
  const steps = poolings(settings);
  let channels = filters;
  for (let block = 0; block < settings.whole('resnet_n_blocks', 0); block++) {
    const pool = steps[block] ?? [1, 1, 1];
    filters *= pool.some(size => size > 1) ? 2 : 1;
    value = residualBlock(draft, value, {
      filters,
      channels,
      pool,
      kernel: settings.sizes('resnet_kernel_size', 3),
      convolutions: settings.whole('resnet_n_conv_per_block', 2),
      activation: settings.text('resnet_activation', 'relu'),
      normalised: settings.flag('resnet_batch_norm', false)
    });
    channels = filters;
  }
  return value;
}

/** How the image is made smaller until it has the size of the grid: by 2 along each axis that is not there yet. */
function poolings(settings: Settings): readonly (readonly number[])[] {
  const grid = settings.sizes('grid', settings.axes, Array<number>(settings.axes).fill(1));
  if (grid.some(size => !Number.isInteger(Math.log2(size)))) {
    throw unsupported(`Its grid (${grid.join(' × ')}) is not made of powers of 2.`);
  }
  const steps: (readonly number[])[] = [];
  for (let done = grid.map(() => 1); done.some((size, axis) => size < grid[axis]);) {
    const pool = done.map((size, axis) => (size < grid[axis] ? 2 : 1));
    done = done.map((size, axis) => size * pool[axis]);
    steps.push(pool);
  }
  return steps;
}

function convolution(settings: Settings, backbone: string, filters: number) {
  return {
    filters,
    kernel_size: settings.sizes(`${backbone}_kernel_size`, settings.axes),
    padding: 'same',
    activation: settings.text(`${backbone}_activation`, 'relu')
  };
}
