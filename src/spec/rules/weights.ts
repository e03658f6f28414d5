import type { Fields } from '../cursor';
import type { Finding } from '../finding';
import type { ModelDescription, WeightsEntry } from '../model';
import { fieldOf, found, reportedAt } from './places';

/** Weights name the ones they were made from; exactly one is the original. */
export function weightsRules({ weights }: ModelDescription, raw: Fields): Finding[] {
  const formats = new Set(weights.map(entry => entry.format));
  const roots = weights.filter(entry => entry.parent === undefined).length;
  const several = weights.length > 0 && roots !== 1;
  const given = fieldOf(raw, 'weights');
  const none = typeof given === 'object' && given !== null && Object.values(given).every(entry => entry === null);
  return [
    ...(none ? [found('weights-none', ['weights'])] : []),
    ...weights.flatMap(entry => parentRule(entry, formats)),
    ...(several ? [found('weights-roots', ['weights'], { count: roots }, 'warning')] : []),
    ...weights.flatMap(externalRule),
    ...kerasRule(fieldOf(raw, 'weights', 'keras_v3', 'keras_version'))
  ];
}

function parentRule({ format, parent }: WeightsEntry, formats: ReadonlySet<string>): Finding[] {
  const path = ['weights', format, 'parent'];
  if (parent === undefined) {
    return [];
  }
  if (parent === format) {
    return [reportedAt(['weights', format], found('weights-parent-self', path))];
  }
  return formats.has(parent) ? [] : [reportedAt(['weights'], found('weights-parent', path, { parent }))];
}

function externalRule({ format, source, externalData }: WeightsEntry): Finding[] {
  const same = externalData && externalData.source.split('/').at(-1) === source.split('/').at(-1);
  const path = ['weights', format];
  return same ? [reportedAt(path, found('weights-external', [...path, 'external_data']))] : [];
}

/** `.keras` files exist since Keras 3; a version before its release counts as earlier (PEP 440). */
function kerasRule(version: unknown): Finding[] {
  const parts = typeof version === 'string' ? /^\s*v?(?:(\d+)!)?(\d+)((?:\.0+)*)(.*)$/i.exec(version) : null;
  if (!parts || Number(parts[1] ?? 0) > 0) {
    return [];
  }
  const early = /^[-_.]?(a|b|c|rc|alpha|beta|pre|preview|dev)/i.test(parts[4]);
  const fits = Number(parts[2]) > 3 || (Number(parts[2]) === 3 && !early);
  return fits ? [] : [found('keras-version', ['weights', 'keras_v3', 'keras_version'], { found: version })];
}
