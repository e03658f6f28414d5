import type { Fields } from '../../cursor';
import type { Finding } from '../../finding';
import type { Path } from '../../path';
import { keyOf, startsOf } from '../../rules/follow';
import { fieldOf, groupsIn } from '../../rules/places';
import { isRecord } from '../../../tensor/lookup';

/** One group of rules of 0.4. `rejected` are the errors found so far: what is built on them is not looked at. */
export type OldRule = (fields: Fields, rejected: readonly Finding[]) => Finding[];

export interface OldTensor {
  readonly side: 'inputs' | 'outputs';
  readonly fields: Fields;
  readonly path: Path;
  readonly axes: string;
}

interface OldStep {
  readonly tensor: OldTensor;
  readonly name: string;
  readonly kwargs: Fields;
  /** Of the step itself. */
  readonly path: Path;
}

export function tensorsOf(fields: Fields): OldTensor[] {
  return (['inputs', 'outputs'] as const).flatMap(side =>
    groupsIn(fields[side], [side]).map(tensor => ({ ...tensor, side, axes: String(tensor.fields.axes ?? '') }))
  );
}

export function stepsOf(tensor: OldTensor): OldStep[] {
  const key = tensor.side === 'inputs' ? 'preprocessing' : 'postprocessing';
  return groupsIn(tensor.fields[key], [...tensor.path, key]).map(({ fields, path }) => {
    const kwargs = fieldOf(fields, 'kwargs');
    return { tensor, name: String(fields.name ?? ''), kwargs: groupOf(kwargs), path };
  });
}

function groupOf(value: unknown): Fields {
  return isRecord(value) ? { ...value } : {};
}

/** Nothing at or below a place was rejected, so that rules on the whole of it are looked at. */
export function isSound(path: Path, rejected: readonly Finding[]): boolean {
  return !unsound(rejected).has(keyOf(path));
}

const unsoundPlaces = new WeakMap<readonly Finding[], ReadonlySet<string>>();

/** All places at or around an error, gathered once for each list of findings. */
function unsound(rejected: readonly Finding[]): ReadonlySet<string> {
  const known = unsoundPlaces.get(rejected);
  if (known) {
    return known;
  }
  const errors = rejected.filter(({ severity }) => severity === 'error');
  const places = new Set(errors.flatMap(({ path, zooPath = path }) => [...startsOf(path), ...startsOf(zooPath)]));
  unsoundPlaces.set(rejected, places);
  return places;
}

export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

export function numbersIn(value: unknown): number[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.filter((item): item is number => typeof item === 'number');
}
