import type { TensorRef } from '../tensorRef';
import type { Draft } from './draft';
import { pixelConfig } from './unet';

/** A block of StarDist 3D's other backbone (`resnet_block` of csbdeep 0.8.2). */
interface ResidualOptions {
  readonly filters: number;
  /** Channels of its input. */
  readonly channels: number;
  readonly pool: readonly number[];
  readonly kernel: readonly number[];
  readonly convolutions: number;
  readonly activation: string;
  readonly normalised: boolean;
}

export function residualBlock(draft: Draft, input: TensorRef, options: ResidualOptions): TensorRef {
  const { filters, pool, normalised, activation } = options;
  let value = input;
  for (let at = 0; at < options.convolutions; at++) {
    const strides = at === 0 ? pool : pool.map(() => 1);
    const config = { filters, kernel_size: options.kernel, strides, padding: 'same', use_bias: !normalised };
    value = draft.layer('Conv3D', config, value);
    if (normalised) {
      value = draft.layer('BatchNormalization', {}, value);
    }
    if (at < options.convolutions - 1) {
      value = draft.layer('Activation', { activation }, value);
    }
  }
  // The input takes the same shape, where it has another.
  const alike = filters === options.channels && pool.every(size => size === 1);
  const config = { ...pixelConfig(3, filters, 'linear'), strides: pool, use_bias: !normalised };
  const shortcut = alike ? input : draft.layer('Conv3D', config, input);
  return draft.layer('Activation', { activation }, draft.layer('Add', {}, [shortcut, value]));
}
