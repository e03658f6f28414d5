import type { Finding, Severity } from './finding';
import type { Path } from './path';
import type { FindingCode } from './codes';
import type { FileRef } from './model';
import { isRecord } from '../tensor/lookup';

/** A file that the description names, and where it does. */
export interface NamedFile extends FileRef {
  readonly path: Path;
}

/** What reading a description gathers along the way. */
export interface Reading {
  readonly findings: Finding[];
  readonly files: NamedFile[];
  /** Unknown fields are errors in the zoo's eyes, but only warnings in a version newer than the ones known here. */
  readonly unknown: Severity;
  /** The ids of 0.5 are read in lower case, as the zoo does; the names of 0.4 stay as they are. */
  readonly lowerIds: boolean;
}

export type Fields = Readonly<Record<string, unknown>>;

/** A group of fields of a description; YAML reads a date as an object, too. */
export function isFields(value: unknown): value is Fields {
  return isRecord(value) && !(value instanceof Date);
}

/** A value in a biologist's words, for "… is X, but must be Y". */
export function inWords(value: unknown): string {
  if (value === undefined || value === null) {
    return 'empty';
  }
  if (value instanceof Date || typeof value === 'symbol') {
    return 'a date';
  }
  if (value === '') {
    return 'an empty text';
  }
  if (Array.isArray(value)) {
    return `a list of ${value.length}`;
  }
  if (isFields(value)) {
    return 'a group of fields';
  }
  return typeof value === 'string'
    ? `the text “${value.slice(0, 80)}”`
    : `${typeof value === 'boolean' ? '' : 'the number '}${String(value)}`;
}

/**
 * A place in the description while it is read. Each `as…` gives the value where it has the right type;
 * where it has not, it reports a finding and gives `undefined`. What is absent gives `undefined` silently.
 */
export class Cursor {
  constructor(
    readonly value: unknown,
    readonly path: Path,
    readonly reading: Reading
  ) {}

  get present(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  report(code: FindingCode, data?: Finding['data'], severity: Severity = 'error', by: Finding['by'] = 'zoo'): void {
    this.reading.findings.push({ code, by, severity, path: this.path, ...(data && { data }) });
  }

  /** The field below; not present where this is no group of fields. */
  at(key: string): Cursor {
    const value = isFields(this.value) && Object.hasOwn(this.value, key) ? this.value[key] : undefined;
    return new Cursor(value, [...this.path, key], this.reading);
  }

  /** The field below, reported where it is missing. */
  need(key: string): Cursor {
    const field = this.at(key);
    if (!field.present) {
      field.report('field-missing');
    }
    return field;
  }

  asFields(expected = 'a group of fields'): Fields | undefined {
    return this.as(isFields, expected);
  }

  asText(): string | undefined {
    return this.as((value): value is string => typeof value === 'string', 'a text');
  }

  /** A text that is an id of a tensor or axis, or refers to one. */
  asId(): string | undefined {
    const text = this.asText();
    return this.reading.lowerIds ? text?.toLowerCase() : text;
  }

  asFlag(): boolean | undefined {
    return this.as((value): value is boolean => typeof value === 'boolean', 'true or false');
  }

  /** Numbers written as texts are taken as the zoo takes them. */
  asNumber(): number | undefined {
    if (typeof this.value === 'string' && /^[-+]?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(this.value)) {
      return Number(this.value);
    }
    if (typeof this.value === 'number' && !Number.isFinite(this.value)) {
      this.report('number-not-finite', { found: String(this.value) });
      return undefined;
    }
    return this.as((value): value is number => typeof value === 'number', 'a number');
  }

  asWhole(least = Number.MIN_SAFE_INTEGER): number | undefined {
    const number = this.asNumber();
    if (number !== undefined && (!Number.isSafeInteger(number) || number < least)) {
      const expected = least > Number.MIN_SAFE_INTEGER ? `a whole number of at least ${least}` : 'a whole number';
      this.report('field-value', { found: String(number), expected });
      return undefined;
    }
    return number;
  }

  asOneOf<T extends string>(allowed: readonly T[]): T | undefined {
    const found = allowed.find(name => name === this.value);
    if (found === undefined && this.present) {
      this.report('field-value', { found: inWords(this.value), expected: `one of ${allowed.join(', ')}` });
    }
    return found;
  }

  /** The entries of a list; none where it is absent or no list. */
  items(): Cursor[] {
    const list = this.as((value): value is unknown[] => Array.isArray(value), 'a list') ?? [];
    return list.map((value, index) => new Cursor(value, [...this.path, index], this.reading));
  }

  texts(): string[] {
    return this.items().flatMap(item => item.asText() ?? []);
  }

  /** Reports fields that the format does not have. */
  knows(known: readonly string[]): void {
    for (const key of Object.keys(isFields(this.value) ? this.value : {})) {
      if (!known.includes(key)) {
        this.at(key).report('field-unknown', undefined, this.reading.unknown);
      }
    }
  }

  private as<T>(fits: (value: unknown) => value is T, expected: string): T | undefined {
    if (fits(this.value)) {
      return this.value;
    }
    if (this.present) {
      this.report('field-type', { found: inWords(this.value), expected });
    }
    return undefined;
  }
}
