import type { Fields } from '../cursor';
import type { Finding } from '../finding';
import type { Path } from '../path';
import type { Operation } from '../model';
import { found } from './places';

/** Settings of a step that only make sense together (format 0.5, `…Kwargs`). */
export function kwargsRules({ id, kwargs }: Operation, path: Path): Finding[] {
  return Object.hasOwn(rules, id) ? rules[id](kwargs, path) : [];
}

const rules: Readonly<Record<string, (kwargs: Fields, path: Path) => Finding[]>> = {
  clip,
  scale_linear: scaleLinear,
  scale_range: scaleRange,
  fixed_zero_mean_unit_variance: ({ mean, std }, path) => sameLength('mean', mean, 'std', std, path)
};

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function clip({ min, max, min_percentile, max_percentile, axes }: Fields, path: Path): Finding[] {
  const byPercentile = isSet(min_percentile) || isSet(max_percentile);
  const both = [isSet(min) && isSet(min_percentile) && 'min', isSet(max) && isSet(max_percentile) && 'max'];
  const twice = both.filter(name => name !== false).map(name => found('clip-twice', path, { limit: name }));
  if (!byPercentile && !isSet(min) && !isSet(max)) {
    return [found('clip-nothing', path)];
  }
  return isSet(axes) && !byPercentile ? [...twice, found('clip-axes', path)] : twice;
}

function scaleLinear({ axis, gain = 1, offset = 0 }: Fields, path: Path): Finding[] {
  const lists = Array.isArray(gain) || Array.isArray(offset);
  if (isSet(axis) && !lists) {
    return [found('scale-linear-axis', path)];
  }
  const [gains, offsets] = [gain, offset].map(value => (Array.isArray(value) ? (value as unknown[]) : [value]));
  const nothing = gains.every(value => value === 1) && offsets.every(value => value === 0);
  return [
    ...sameLength('gain', gain, 'offset', offset, path),
    ...(nothing ? [found('scale-linear-nothing', path)] : [])
  ];
}

function scaleRange({ min_percentile: min = 0, max_percentile: max = 100 }: Fields, path: Path): Finding[] {
  return typeof min === 'number' && typeof max === 'number' && min >= max
    ? [found('percentile-order', [...path, 'max_percentile'], { min, max })]
    : [];
}

function sameLength(nameA: string, a: unknown, nameB: string, b: unknown, path: Path): Finding[] {
  return Array.isArray(a) && Array.isArray(b) && a.length !== b.length
    ? [found('values-count', path, { first: nameA, firstCount: a.length, second: nameB, secondCount: b.length })]
    : [];
}
