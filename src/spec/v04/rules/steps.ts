import type { Fields } from '../../cursor';
import type { Finding } from '../../finding';
import type { Path } from '../../path';
import { found } from '../../rules/places';
import { isSet, isSound, stepsOf, tensorsOf } from './places';
import type { OldRule } from './places';
import { lookup } from '../../../tensor/lookup';

/** Settings of a step, and those that only make sense together (format 0.4, `…Kwargs`). */
export const stepRules: OldRule = (fields, rejected) =>
  tensorsOf(fields)
    .flatMap(stepsOf)
    .flatMap(({ name, kwargs, path }) => {
      const place = [...path, 'kwargs'];
      const single = name === 'scale_range' ? percentiles(kwargs, place) : [];
      const together = single.length === 0 && isSound(place, rejected) ? lookup(rules, name) : undefined;
      return together?.(kwargs, place) ?? single;
    });

/** The limits are those of the format; an upper one of 1 or less would be a share, no percentile. */
function percentiles({ min_percentile: min, max_percentile: max }: Fields, path: Path): Finding[] {
  const low = typeof min === 'number' && !(min >= 0 && min < 100);
  const high = typeof max === 'number' && !(max > 1 && max <= 100);
  return [
    ...(low ? [limit([...path, 'min_percentile'], min, 'at least 0 and smaller than 100')] : []),
    ...(high ? [limit([...path, 'max_percentile'], max, 'larger than 1 and at most 100')] : [])
  ];
}

function limit(path: Path, value: number, expected: string): Finding {
  return found('field-value', path, { found: String(value), expected });
}

const rules: Readonly<Record<string, (kwargs: Fields, path: Path) => Finding[]>> = {
  scale_linear({ gain = 1, offset = 0 }, path) {
    const [gains, offsets] = [gain, offset].map(value => (Array.isArray(value) ? (value as unknown[]) : [value]));
    const nothing = gains.every(value => value === 1) && offsets.every(value => value === 0);
    return nothing ? [found('scale-linear-nothing', path)] : [];
  },
  scale_range({ min_percentile: min = 0, max_percentile: max = 100 }, path) {
    return Number(min) >= Number(max) ? [found('percentile-order', path, { min, max })] : [];
  },
  zero_mean_unit_variance({ mode = 'fixed', mean, std }, path) {
    if (mode === 'fixed') {
      return isSet(mean) && isSet(std) ? [] : [found('old-fixed-values', path)];
    }
    return isSet(mean) || isSet(std) ? [found('old-measured-values', path, { mode })] : [];
  }
};
