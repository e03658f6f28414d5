import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import { axisId } from './axes';

/** A 0.4 step `{name, kwargs}` in 0.5's shape `{id, kwargs}`, with the meaning that bioimageio.core gives it. */
export function convertOperation(step: unknown, letters: string): unknown {
  if (!isFields(step)) {
    return step;
  }
  const { name } = step;
  const kwargs = isFields(step.kwargs) ? step.kwargs : {};
  if (name === 'zero_mean_unit_variance' && (kwargs.mode ?? 'fixed') === 'fixed') {
    return { id: 'fixed_zero_mean_unit_variance', kwargs: fixedStatistics(kwargs, letters) };
  }
  if (name === 'scale_linear') {
    return { id: name, kwargs: linear(kwargs, letters) };
  }
  return { id: name, kwargs: convertKwargs(kwargs) };
}

/** `mode: per_dataset` pools over the batch; there is no `mode` in 0.5. */
function convertKwargs({ mode, axes, ...rest }: Fields): Fields {
  const ids = typeof axes === 'string' ? [...axes].map(axisId) : axes;
  const pooled = mode === 'per_dataset' && Array.isArray(ids) ? ['batch', ...(ids as unknown[])] : ids;
  return { ...rest, ...(pooled !== undefined && pooled !== null && { axes: pooled }) };
}

function fixedStatistics({ mean, std, axes }: Fields, letters: string): Fields {
  const axis = remainingAxis(axes, letters);
  return axis === undefined ? { mean: single(mean), std: single(std) } : { mean: listed(mean), std: listed(std), axis };
}

function linear({ gain = 1, offset = 0, axes }: Fields, letters: string): Fields {
  const lists = Array.isArray(gain) || Array.isArray(offset);
  const axis = lists && axes !== undefined && axes !== null ? remainingAxis(axes, letters) : undefined;
  return axis === undefined ? { gain: single(gain), offset: single(offset) } : { gain, offset, axis };
}

/** 0.4 names the axes that share a value; 0.5 names the one along which the values differ. */
function remainingAxis(axes: unknown, letters: string): string | undefined {
  const left = [...letters].filter(letter => letter !== 'b' && !String(axes ?? '').includes(letter));
  return left.length === 1 ? axisId(left[0]) : undefined;
}

function single(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? (value as unknown[])[0] : value;
}

function listed(value: unknown): unknown {
  return typeof value === 'number' ? [value] : value;
}
