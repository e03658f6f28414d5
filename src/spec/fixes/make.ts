import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import type { Finding } from '../finding';
import type { Path } from '../path';
import type { Edit, Fix } from '../fix';
import { fixLabel } from '../texts/fixes';
import type { FixKind } from '../texts/fixes';

/** The mend of one finding; `undefined` where only the researcher can know. `raw` is the parsed YAML, untouched. */
export type Mender = (finding: Finding, raw: Fields) => Fix | undefined;

export function fix(kind: FixKind, data: Readonly<Record<string, unknown>>, ...edits: readonly Edit[]): Fix {
  return { label: fixLabel(kind, data), edits };
}

export function set(path: Path, value: unknown): Edit {
  return { op: 'set', path, value };
}

export function remove(path: Path): Edit {
  return { op: 'remove', path };
}

/** Puts another value in the place of the finding. */
export function put(path: Path, value: unknown): Fix {
  return fix('use', { value }, set(path, value));
}

/** Removes the field of the finding, or the entry of its list. */
export function drop(path: Path, raw: Fields): Fix {
  const value = valueAt(raw, path);
  const last = path.at(-1);
  const shown = isFields(value) ? (value.source ?? value.id ?? last) : value;
  return typeof last === 'number'
    ? fix('remove-entry', { value: shown }, remove(path))
    : fix('remove', { field: last }, remove(path));
}

/** The value at a place of the description; `undefined` where there is none. */
export function valueAt(raw: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) {
      return typeof key === 'number' ? (value as readonly unknown[])[key] : undefined;
    }
    return isFields(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, raw);
}

export function listAt(raw: unknown, path: Path): readonly unknown[] {
  const value = valueAt(raw, path);
  return Array.isArray(value) ? value : [];
}

export function textAt(raw: unknown, path: Path): string | undefined {
  const value = valueAt(raw, path);
  return typeof value === 'string' ? value : undefined;
}

/** A number, also where it is written as a text, as the zoo reads it. */
export function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\s*[-+]?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The name of the field that a finding is about; an index counts as its list's name. */
export function fieldOf(path: Path): string {
  return String([...path].reverse().find(key => typeof key === 'string') ?? '');
}

export function isOld(raw: Fields): boolean {
  return String(raw.format_version).startsWith('0.4');
}
