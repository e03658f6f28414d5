import type { Finding, Path } from '../finding';
import type { FindingCode } from '../messages';

/** What is said of axes means little where an axis, or its tensor's id, could not be read. */
const ofOwnAxes: readonly FindingCode[] = ['operation-axes', 'data-channels', 'halo-reference'];
const ofAllAxes: readonly FindingCode[] = [
  'size-reference-unknown',
  'size-reference-unit',
  'halo-too-large',
  'halo-not-whole'
];

/**
 * Whether a finding of a rule only follows from what the schema has rejected already: it speaks of the same place, or of
 * axes that could not be read.
 */
export function followsFrom({ code, path }: Finding, rejected: readonly Finding[]): boolean {
  return rejected.some(
    other =>
      startsAlike(other.path, path) ||
      (ofAllAxes.includes(code) && isOfAxes(other.path)) ||
      (ofOwnAxes.includes(code) && isOfAxes(other.path) && startsAlike(other.path.slice(0, 2), path))
  );
}

function isOfAxes(path: Path): boolean {
  return path.length <= 2 || path[2] === 'axes' || path[2] === 'id'
    ? path[0] === 'inputs' || path[0] === 'outputs'
    : false;
}

/** Whether one place is inside the other, or the same. */
function startsAlike(first: Path, path: Path): boolean {
  return first.length > 0 && first.every((part, index) => index >= path.length || part === path[index]);
}
