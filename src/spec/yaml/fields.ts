import type { Finding } from '../finding';
import type { Path } from '../path';
import type { Node } from './node';
import { damaged, lineAt, refusal } from './refusal';

/** Most characters of a name that are told. */
const longestName = 160;

/**
 * The fields of a group while it is read. Names that are no texts (numbers, dates, lists, yes or no, nothing) are read by
 * the zoo's library and then refused, whole numbers at a place of their own, all others at the group around. At the top
 * its parser refuses them itself.
 */
export class Fields {
  readonly findings: Finding[] = [];
  private readonly own: Record<string, unknown> = {};
  private readonly names = new Set<unknown>();
  private merged: Record<string, unknown> | null = null;

  constructor(
    private readonly text: string,
    private readonly path: Path
  ) {}

  add(key: Node, value: Node): void {
    if (key.kind === 'group') {
      throw damaged('a group of fields stands where the name of a field belongs', this.text, key.offset);
    }
    if (key.special === '<<') {
      this.merge(key, value);
      return;
    }
    if (isTooLong(key, this.text)) {
      throw damaged('the name of a field goes over several lines, or more than 1024 characters', this.text, key.offset);
    }
    const name = nameOf(key);
    this.check(key, name);
    put(this.own, name, value.value);
  }

  /** What other groups gave comes first, as in the zoo's parser; a field of the group's own stands in its place. */
  value(): Record<string, unknown> {
    if (this.merged === null) {
      return this.own;
    }
    const whole: Record<string, unknown> = {};
    for (const fields of [this.merged, this.own]) {
      Object.entries(fields).forEach(([name, value]) => put(whole, name, value));
    }
    return whole;
  }

  private check(key: Node, name: string): void {
    const { value } = key;
    if (typeof value !== 'string') {
      this.tellOdd(key, name);
    }
    // In Python 1, 1.0 and True are one key, and no two NaN are; lists and dates are refused by their names.
    const same = typeof value === 'boolean' ? Number(value) : value;
    if (key.kind === 'list' || value instanceof Date || Number.isNaN(value)) {
      return;
    }
    if (this.names.has(same)) {
      const data = { key: (key.source ?? name).slice(0, longestName), line: lineAt(this.text, key.offset) };
      throw refusal('yaml-duplicate-key', data);
    }
    this.names.add(same);
  }

  private tellOdd(key: Node, name: string): void {
    const found = key.source ?? name;
    if (this.path.length === 0) {
      const shown = key.kind === 'list' ? 'a list' : found === '' ? 'empty' : found;
      throw damaged(`the name of a field is ${shown}, not a text`, this.text, key.offset);
    }
    const told = key.value === null ? 'null' : name;
    const zooPath = isWhole(key) ? [...this.path, Number(key.value)] : this.path;
    this.findings.push({ code: 'field-name', by: 'zoo', severity: 'error', path: [...this.path, told], zooPath, data: { found } }); // prettier-ignore
  }

  /** The first of several groups counts, and a field of the group's own before all. */
  private merge(key: Node, { kind, value }: Node): void {
    if (this.merged !== null) {
      throw damaged('the field “<<” stands twice', this.text, key.offset);
    }
    const groups: readonly unknown[] = kind === 'list' && Array.isArray(value) ? value : [value];
    this.merged = {};
    for (const group of groups) {
      if (!isGroup(group)) {
        throw damaged('“<<” takes over the fields of a group, but no group stands behind it', this.text, key.offset);
      }
      for (const [name, item] of Object.entries(group)) {
        if (!Object.hasOwn(this.merged, name)) {
          put(this.merged, name, item);
        }
      }
    }
  }
}

/** Most characters from the start of a name to its colon, to the zoo's parser, where no “?” marks the name. */
const longestKey = 1024;

function isTooLong({ kind, offset, end }: Node, text: string): boolean {
  colon.lastIndex = end;
  if (kind !== 'scalar' || end <= offset || !colon.test(text)) {
    return false;
  }
  const stop = colon.lastIndex;
  const oneLine = stop - offset <= longestKey && !text.slice(offset, stop).includes('\n');
  return !oneLine && !/\?\s+$/.test(text.slice(Math.max(0, offset - longestKey), offset));
}

/** Where the value begins, after what stands before. */
const colon = /\s*(?=:)/y;

function nameOf({ kind, value, source }: Node): string {
  if (kind === 'list') {
    return '[…]';
  }
  return value === null ? '' : value instanceof Date ? (source ?? '') : String(value);
}

/** Yes and no are 1 and 0 to Python. */
function isWhole({ value, source }: Node): boolean {
  return typeof value === 'boolean' || (typeof value === 'number' && /^[-+]?[\d_]+$/.test(source ?? ''));
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Sets a field, also one that is called `__proto__`. */
function put(fields: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(fields, name, { value, writable: true, enumerable: true, configurable: true });
  } else {
    fields[name] = value;
  }
}
