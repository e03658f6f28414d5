import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import type { Finding } from '../finding';
import type { ModelDescription } from '../model';
import { isOld, tensorsOf } from '../rules/places';
import { say } from './say';

/** A range of values written the wrong way round, which the format takes. */
export function rangeAdvice(description: ModelDescription, raw: Fields): Finding[] {
  if (isOld(description)) {
    return [];
  }
  return tensorsOf(description).flatMap(({ tensor, side, index, path }) => {
    const sides = raw[side];
    const fields: unknown = Array.isArray(sides) ? sides[index] : undefined;
    const perChannel = isFields(fields) && Array.isArray(fields.data);
    return tensor.data.flatMap(({ range }, channel) => {
      const [from, to] = range ?? [null, null];
      const where = [...path, 'data', ...(perChannel ? [channel] : []), 'range'];
      return from !== null && to !== null && from > to ? [say('data-range', 'warning', where, { from, to })] : [];
    });
  });
}
