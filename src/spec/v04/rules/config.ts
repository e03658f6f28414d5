import { isFields } from '../../cursor';
import type { Finding } from '../../finding';
import type { Path } from '../../path';
import { found } from '../../rules/places';
import type { OldRule } from './places';

/** What programs note for themselves may be anything but an endless number or none. */
export const configRules: OldRule = ({ config }) => (isFields(config) ? endless(config, ['config']) : []);

function endless(value: unknown, path: Path): Finding[] {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? [] : [found('number-not-finite', path, { found: String(value) })];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => endless(item, [...path, index]));
  }
  return isFields(value) ? Object.entries(value).flatMap(([key, item]) => endless(item, [...path, key])) : [];
}
