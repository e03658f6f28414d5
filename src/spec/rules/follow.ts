import type { Finding } from '../finding';
import type { Path } from '../path';
import type { FindingCode } from '../codes';

/** What is said of axes means little where an axis, or its tensor's id, could not be read. */
const ofOwnAxes: readonly FindingCode[] = ['operation-axes', 'data-channels', 'halo-reference'];
const ofAllAxes: readonly FindingCode[] = [
  'size-reference-unknown',
  'size-reference-unit',
  'halo-too-large',
  'halo-not-whole'
];

/**
 * Tells whether a finding of a rule only follows from what the schema has rejected already: it speaks of the same place,
 * or of axes that could not be read. The places are gathered once, so that each answer takes the same short time.
 */
export function followsFrom(rejected: readonly Finding[]): (finding: Finding) => boolean {
  const places = rejected.map(({ path }) => path).filter(path => path.length > 0);
  const [within, around] = [new Set(places.map(keyOf)), new Set(places.flatMap(startsOf))];
  const ofAxes = rejected.map(({ path }) => path).filter(isOfAxes);
  const tensors = new Set(ofAxes.map(path => keyOf(path.slice(0, 2))));
  const sides = new Set(ofAxes.map(path => keyOf(path.slice(0, 1))));
  return ({ code, path }) =>
    around.has(keyOf(path)) ||
    startsOf(path).some(start => within.has(start)) ||
    (ofAllAxes.includes(code) && ofAxes.length > 0) ||
    (ofOwnAxes.includes(code) &&
      (tensors.has(keyOf(path.slice(0, 2))) ||
        tensors.has(keyOf(path.slice(0, 1))) ||
        (path.length < 2 && sides.has(keyOf(path)))));
}

function isOfAxes(path: Path): boolean {
  return path.length <= 2 || path[2] === 'axes' || path[2] === 'id'
    ? path[0] === 'inputs' || path[0] === 'outputs'
    : false;
}

/** A place as a key of its own. */
export function keyOf(path: Path): string {
  return JSON.stringify(path);
}

/** The place itself and all around it, the description as a whole first. */
export function startsOf(path: Path): string[] {
  return Array.from({ length: path.length + 1 }, (_, length) => keyOf(path.slice(0, length)));
}
