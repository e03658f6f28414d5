import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import type { Finding, FindingBy, Severity } from '../finding';
import type { Path } from '../path';
import type { FindingCode } from '../codes';
import type { Axis, ModelDescription, TensorDescription } from '../model';

export interface TensorPlace {
  readonly side: 'inputs' | 'outputs';
  readonly index: number;
  readonly tensor: TensorDescription;
  readonly path: Path;
}

export interface AxisPlace extends TensorPlace {
  readonly axis: Axis;
}

/** All inputs, then all outputs, each with its place. */
export function tensorsOf(description: ModelDescription): TensorPlace[] {
  return (['inputs', 'outputs'] as const).flatMap(side =>
    description[side].map((tensor, index) => ({ side, index, tensor, path: [side, index] }))
  );
}

export function axesOf(place: TensorPlace): AxisPlace[] {
  return place.tensor.axes.map((axis, index) => ({ ...place, axis, path: [...place.path, 'axes', index] }));
}

/** A finding of the zoo's rules unless told otherwise. */
export function found(
  code: FindingCode,
  path: Path,
  data?: Finding['data'],
  severity: Severity = 'error',
  by: FindingBy = 'zoo'
): Finding {
  return { code, by, severity, path, ...(data && { data }) };
}

/** The same, told of a place where the zoo's library does not report it itself. */
export function reportedAt(zooPath: Path, finding: Finding): Finding {
  return { ...finding, zooPath };
}

export function isOld(description: ModelDescription): boolean {
  return description.formatVersion.startsWith('0.4');
}

/** The entries of a list that are groups of fields, each with its place; none where this is no list. */
export function groupsIn(value: unknown, path: Path): { readonly fields: Fields; readonly path: Path }[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.flatMap((fields, index) => (isFields(fields) ? [{ fields, path: [...path, index] }] : []));
}

/** A field of a group of fields; `undefined` where there is no such group. */
export function fieldOf(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) => (isFields(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
    value
  );
}

/** Those of a list whose name one before has, too. */
export function repeated<T>(list: readonly T[], nameOf: (entry: T) => unknown): T[] {
  const seen = new Set<unknown>();
  return list.filter(entry => {
    const before = seen.size;
    return seen.add(nameOf(entry)).size === before;
  });
}

/** Absent, empty, or a list without entries. */
export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
