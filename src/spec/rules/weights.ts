import type { Finding } from '../finding';
import type { ModelDescription, WeightsEntry } from '../model';
import { found } from './places';

/** Weights name the ones they were made from; exactly one is the original. */
export function weightsRules({ weights }: ModelDescription): Finding[] {
  const formats = weights.map(entry => entry.format);
  const roots = weights.filter(entry => entry.parent === undefined).length;
  const several = weights.length > 0 && roots !== 1;
  return [
    ...weights.flatMap(entry => parentRule(entry, formats)),
    ...(several ? [found('weights-roots', ['weights'], { count: roots }, 'warning')] : []),
    ...weights.flatMap(externalRule)
  ];
}

function parentRule({ format, parent }: WeightsEntry, formats: readonly string[]): Finding[] {
  const path = ['weights', format, 'parent'];
  if (parent === undefined) {
    return [];
  }
  if (parent === format) {
    return [found('weights-parent-self', path)];
  }
  return formats.includes(parent) ? [] : [found('weights-parent', path, { parent })];
}

function externalRule({ format, source, externalData }: WeightsEntry): Finding[] {
  const same = externalData && externalData.source.split('/').at(-1) === source.split('/').at(-1);
  return same ? [found('weights-external', ['weights', format, 'external_data'])] : [];
}
