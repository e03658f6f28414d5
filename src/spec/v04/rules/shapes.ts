import { isFields } from '../../cursor';
import type { Fields } from '../../cursor';
import type { Finding } from '../../finding';
import type { Path } from '../../path';
import { found } from '../../rules/places';
import { isSound, tensorsOf } from './places';
import type { OldRule } from './places';

/** The lists of a shape belong together. */
export const shapeRules: OldRule = (fields, rejected) =>
  tensorsOf(fields).flatMap(({ side, fields: { shape }, path: tensorPath }) => {
    const path = [...tensorPath, 'shape'];
    if (!isFields(shape)) {
      return [];
    }
    const halves = side === 'outputs' ? halvesRule(shape, path) : [];
    const together = halves.length === 0 && isSound(path, rejected);
    return together ? (side === 'inputs' ? stepsRule(shape, path) : scaleRule(shape, path)) : halves;
  });

/** Offsets are whole or half pixels: twice as many are added. */
function halvesRule({ offset }: Fields, path: Path): Finding[] {
  const list: readonly unknown[] = Array.isArray(offset) ? offset : [];
  return list.flatMap((value, index) =>
    typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(2 * value)
      ? [found('old-offset-half', [...path, 'offset', index], { found: value })]
      : []
  );
}

function stepsRule({ min, step }: Fields, path: Path): Finding[] {
  return sameLength(['min', min], ['step', step], path);
}

function scaleRule({ scale, offset }: Fields, path: Path): Finding[] {
  const different = sameLength(['scale', scale], ['offset', offset], path);
  const [scales, offsets]: readonly (readonly unknown[])[] = [scale, offset].map(list =>
    Array.isArray(list) ? list : []
  );
  const empty = scales.findIndex((value, index) => value === null && offsets[index] === 0);
  return different.length > 0 || empty < 0 ? different : [found('old-new-axis', path, { number: empty + 1 })];
}

type Named = readonly [string, unknown];

function sameLength([first, a]: Named, [second, b]: Named, path: Path): Finding[] {
  const [firstCount, secondCount] = [a, b].map(list => (Array.isArray(list) ? list.length : 0));
  return firstCount === secondCount ? [] : [found('values-count', path, { first, firstCount, second, secondCount })];
}
