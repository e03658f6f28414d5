import type { TensorRef } from '../tensorRef';
import type { Draft } from './draft';

/** The U-Net that csbdeep, stardist and n2v are made of (`unet_block` of csbdeep 0.8.2 and n2v 0.3.3). */
interface UnetOptions {
  /** Spatial axes: 2 or 3. */
  readonly axes: number;
  readonly depth: number;
  /** Filters of the first level; each level below has `expansion` times as many. */
  readonly filters: number;
  readonly expansion: number;
  readonly kernel: readonly number[];
  readonly pool: readonly number[];
  readonly convolutions: number;
  readonly activation: string;
  readonly lastActivation: string;
  readonly normalised: boolean;
  readonly dropout: number;
  /** Begins the names of layers. */
  readonly prefix: string;
  /** N2V: a pooling that blurs. */
  readonly blurred: boolean;
  /** N2V2: the uppermost level has no skip connection. */
  readonly skipsFirst: boolean;
  /** n2v from 0.3.1 on: the way up has the first level's filters at all levels, unless `skipsFirst`. */
  readonly narrow: boolean;
}

export const UNET: Omit<UnetOptions, 'axes' | 'depth' | 'filters' | 'kernel' | 'pool'> = {
  expansion: 2,
  convolutions: 2,
  activation: 'relu',
  lastActivation: 'relu',
  normalised: false,
  dropout: 0,
  prefix: '',
  blurred: false,
  skipsFirst: false,
  narrow: false
};

/** Adds the layers of a U-Net and gives its features. */
export function unet(draft: Draft, input: TensorRef, options: UnetOptions): TensorRef {
  const { axes, depth, convolutions, pool, prefix, skipsFirst } = options;
  const width = (level: number) => Math.floor(options.filters * options.expansion ** Math.max(0, level));
  const narrowed = (level: number) =>
    options.narrow && !(skipsFirst && level > 0) ? Math.floor(options.filters) : width(level);
  const skips: TensorRef[] = [];
  let value = input;
  for (let level = 0; level < depth; level++) {
    for (let at = 0; at < convolutions; at++) {
      value = block(draft, value, options, width(level), `down_level_${level}_no_${at}`);
    }
    skips.push(value);
    const pooling = options.blurred ? 'MaxBlurPool2D' : `MaxPooling${axes}D`;
    value = draft.layer(pooling, { pool_size: pool, pool }, value, `${prefix}max_${level}`);
  }
  for (let at = 0; at < convolutions - 1; at++) {
    value = block(draft, value, options, width(depth), `middle_${at}`);
  }
  value = block(draft, value, options, width(depth - 1), `middle_${convolutions}`);
  for (let level = depth - 1; level >= 0; level--) {
    value = draft.layer(`UpSampling${axes}D`, { size: pool }, value);
    if (level > 0 || !skipsFirst) {
      value = draft.layer('Concatenate', { axis: -1 }, [value, skips[level]]);
    }
    for (let at = 0; at < convolutions - 1; at++) {
      value = block(draft, value, options, narrowed(level), `up_level_${level}_no_${at}`);
    }
    const activation = level > 0 ? options.activation : options.lastActivation;
    const name = `up_level_${level}_no_${convolutions}`;
    value = block(draft, value, { ...options, activation }, width(level - 1), name);
  }
  return value;
}

/** A convolution with what follows it; only the convolution has a name of its own. */
function block(draft: Draft, input: TensorRef, options: UnetOptions, filters: number, name: string): TensorRef {
  const { axes, kernel, activation, normalised, dropout, prefix } = options;
  const convolution = {
    filters,
    kernel_size: kernel,
    padding: 'same',
    activation: normalised ? 'linear' : activation
  };
  let value = draft.layer(`Conv${axes}D`, convolution, input, prefix + name);
  if (normalised) {
    value = draft.layer('Activation', { activation }, draft.layer('BatchNormalization', {}, value));
  }
  return dropout > 0 ? draft.layer('Dropout', { rate: dropout }, value) : value;
}

/** A convolution of single pixels. */
export function pixel(
  draft: Draft,
  input: TensorRef,
  axes: number,
  filters: number,
  activation: string,
  name?: string
) {
  return draft.layer(`Conv${axes}D`, pixelConfig(axes, filters, activation), input, name);
}

export function pixelConfig(axes: number, filters: number, activation: string) {
  return { filters, kernel_size: Array<number>(axes).fill(1), padding: 'same', activation };
}
