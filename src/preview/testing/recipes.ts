import type { Operation } from '../../spec/model';
import type { Scene } from './scene';

const spatial = ['y', 'x'];

export function axesOf({ description }: Scene, side: 'inputs' | 'outputs'): number[] {
  return spatial.map(name => description[side][0].axes.findIndex(({ id }) => id === name));
}

export function percentiles(low: number, high: number): Operation {
  const kwargs = { axes: ['channel', 'y', 'x'], min_percentile: low, max_percentile: high };
  return { id: 'scale_range', kwargs };
}

export const toFloat: Operation = { id: 'ensure_dtype', kwargs: { dtype: 'float32' } };
