import { isFields } from '../cursor';
import type { Path } from '../path';
import { Day } from '../yaml/scalars';
import type { SchemaNode } from './node';
import { lookup } from '../../tensor/lookup';

/** Called for every text whose kind has rules beyond JSON schema. */
type OnText = (format: string, text: string, path: Path) => void;

/**
 * Reads values as the zoo's library does (pydantic's lax mode): `"32"` is a number where a number is asked for, `yes` a
 * yes, axis ids are in lower case, and so on. What it would not read stays as it is, for the schema to complain about.
 * Never changes the value given.
 */
export class LaxReader {
  constructor(
    private readonly defs: Defs,
    private readonly onText: OnText
  ) {}

  read(schema: SchemaNode, value: unknown, path: Path): unknown {
    const node = meant(this.defs, schema, value);
    if (value instanceof Date) {
      return readDate(node, value);
    }
    if (node.format === 'yaml') {
      this.checkNumbers(value, path);
      return value;
    }
    if (node.properties && isFields(value)) {
      return this.readFields(node.properties, value, path);
    }
    const list = node.format === 'range' ? readRange(value) : value;
    if (Array.isArray(list)) {
      return this.readList(node, list, path);
    }
    return this.readSimple(node, value, path);
  }

  /** Settings that may be anything hold ordinary numbers only. */
  private checkNumbers(value: unknown, path: Path): void {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      this.onText('finite', String(value), path);
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => this.checkNumbers(item, [...path, index]));
    } else if (isFields(value)) {
      Object.keys(value).forEach(key => this.checkNumbers(value[key], [...path, key]));
    }
  }

  private readFields(properties: NonNullable<SchemaNode['properties']>, value: Record<string, unknown>, path: Path) {
    const copy: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
      // An own field called __proto__ stays a field.
      Object.defineProperty(copy, key, {
        value: known ? this.read(known, value[key], [...path, key]) : value[key],
        enumerable: true,
        writable: true,
        configurable: true
      });
    }
    return copy;
  }

  private readList(node: SchemaNode, list: readonly unknown[], path: Path): unknown[] {
    return list.map((item, index) => {
      const known = node.prefixItems?.[index] ?? node.items;
      return known && node.format !== 'values' ? this.read(known, item, [...path, index]) : item;
    });
  }

  private readSimple(node: SchemaNode, value: unknown, path: Path): unknown {
    const types = typeof node.type === 'string' ? [node.type] : (node.type ?? []);
    if (node.format === 'strict' || (value === null && types.includes('null'))) {
      return value;
    }
    if (types.includes('string') && node.format !== undefined) {
      return this.readText(node.format, value, path);
    }
    if (types.includes('string') && typeof value === 'string') {
      return value;
    }
    const listed = node.enum !== undefined || node.const !== undefined;
    if (types.includes('integer')) {
      return listed ? (value === true || value === false ? Number(value) : value) : readInteger(value);
    }
    return types.includes('number') ? readNumber(value) : types.includes('boolean') ? readFlag(value) : value;
  }

  private readText(format: string, value: unknown, path: Path): unknown {
    const text = format === 'version' ? readVersion(value) : value;
    if (typeof text !== 'string') {
      return text;
    }
    const read = lookup(readAs, format)?.(text) ?? text;
    this.onText(format, read, path);
    return read;
  }
}

const shortAxisIds: Readonly<Record<string, string>> = {
  b: 'batch',
  t: 'time',
  i: 'index',
  c: 'channel',
  s: 'channel'
};

/** The zoo's own renaming of axis ids (format 0.5, `AxisId`). */
export function normalAxisId(id: string): string {
  const lower = id.toLowerCase();
  return Object.hasOwn(shortAxisIds, lower) ? shortAxisIds[lower] : lower;
}

const readAs: Readonly<Record<string, (text: string) => string>> = {
  'axis-id': normalAxisId,
  'si-unit': text => text.replaceAll(/[×* ]/g, match => (text === 'arbitrary unit' ? match : '·'))
};

/** What the schema takes for nothing that it knows. */
const date = Symbol('date');

/** A date that YAML made is a point in time where one is asked for, and nothing else anywhere else. */
function readDate(node: SchemaNode, value: Date): unknown {
  if (node.type === undefined) {
    return value;
  }
  return node.format === 'timestamp' && !(value instanceof Day) ? value.toISOString() : date;
}

type Defs = Readonly<Record<string, SchemaNode>>;

/** The branch of the schema that a value means, references followed. */
export function meant(defs: Defs, schema: SchemaNode, value: unknown): SchemaNode {
  let node = schema;
  for (;;) {
    if (node.$ref !== undefined) {
      node = defs[node.$ref.slice(node.$ref.lastIndexOf('/') + 1)];
    } else if (node.if) {
      node = (fits(node.if, value) ? node.then : node.else) ?? {};
    } else if (node.allOf) {
      const tagged = node.allOf.find(branch => branch.if && fits(branch.if, value))?.then;
      if (!tagged) {
        return node;
      }
      node = tagged;
    } else {
      return node;
    }
  }
}

/** Whether a value takes the branch: its kind, its tag, or a key that only this branch has. */
function fits(condition: SchemaNode, value: unknown): boolean {
  if (condition.type !== undefined && condition.type !== kindOf(value)) {
    return false;
  }
  if (condition.anyOf) {
    return condition.anyOf.some(({ required }) => required?.every(key => has(value, key)) ?? false);
  }
  const tags = Object.entries(condition.properties ?? {});
  return tags.every(([key, { const: tag }]) => isFields(value) && Object.hasOwn(value, key) && value[key] === tag);
}

function has(value: unknown, key: string): boolean {
  return isFields(value) && Object.hasOwn(value, key) && value[key] !== undefined;
}

function kindOf(value: unknown): string {
  return value === null
    ? 'null'
    : Array.isArray(value)
      ? 'array'
      : isFields(value)
        ? 'object'
        : typeof value === 'object'
          ? 'date'
          : typeof value;
}

/** A whole number as the zoo's library reads it; one that is not whole stays as it is. */
export function readInteger(value: unknown): unknown {
  if (typeof value === 'boolean') {
    return Number(value);
  }
  const digits = typeof value === 'string' && /^\s*[-+]?\d+(_\d+)*(\.0+)?\s*$/.test(value);
  return digits ? Number(value.replaceAll('_', '')) + 0 : value;
}

/** A number as the zoo's library reads it: flags and texts of digits are taken, too. */
export function readNumber(value: unknown): unknown {
  if (typeof value === 'boolean') {
    return Number(value);
  }
  const number = /^\s*[-+]?(\d+(_\d+)*(\.(_?\d+(_\d+)*)?)?|\.\d+(_\d+)*)(e[-+]?\d+(_\d+)*)?\s*$/i;
  return typeof value === 'string' && number.test(value) ? Number(value.replaceAll('_', '')) + 0 : value;
}

const yes = ['1', 'on', 't', 'true', 'y', 'yes'];
const no = ['0', 'off', 'f', 'false', 'n', 'no'];

/** A flag as the zoo's library reads it: 0, 1 and words such as “yes” are taken, too. */
export function readFlag(value: unknown): unknown {
  if (value === 0 || value === 1) {
    return value === 1;
  }
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  return yes.includes(word) ? true : no.includes(word) ? false : value;
}

/** A version may be a number; it is then the one that Python would write. */
function readVersion(value: unknown): unknown {
  if (typeof value === 'boolean') {
    return String(Number(value));
  }
  return typeof value === 'number' ? String(value) : value;
}

const endless: readonly unknown[] = ['inf', '-inf', '.inf', '-.inf', Infinity, -Infinity];

export function isEndless(limit: unknown): boolean {
  return endless.includes(limit);
}

/** An infinite limit means none; a text is a list of its characters to the zoo's library. */
function readRange(value: unknown): unknown {
  const list: unknown = typeof value === 'string' ? [...value] : value;
  return Array.isArray(list) ? list.map((limit: unknown) => (isEndless(limit) ? null : limit)) : value;
}
