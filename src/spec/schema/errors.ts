import { inWords } from '../cursor';
import type { Finding } from '../finding';
import type { Path } from '../path';
import { error, lookUp, valueAt } from './complaint';
import type { Complaint } from './complaint';
import { nearest } from './nearest';
import type { SchemaError } from './node';
import { axisFinding, operationFinding, sizeFinding, weightsFinding } from './special';
import { lookup } from '../../tensor/lookup';

/** What the schema complains of, in our words; one finding for each place. */
export function schemaFindings(root: unknown, errors: readonly SchemaError[]): Finding[] {
  const findings = new Map<string, Finding>();
  for (const error of errors) {
    const finding = findingOf(complaint(root, error));
    const place = finding && JSON.stringify([finding.path, finding.code === 'field-unknown']);
    if (finding && place && !findings.has(place)) {
      findings.set(place, finding);
    }
  }
  return [...findings.values()];
}

function complaint(root: unknown, { instancePath, keyword, params }: SchemaError): Complaint {
  const path: (string | number)[] = [];
  let value = root;
  for (const part of instancePath.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(value) ? Number(key) : key);
    value = valueAt(value, key);
  }
  return { keyword, path, value, params, root };
}

function findingOf(complaint: Complaint): Finding | undefined {
  const special =
    axisFinding(complaint) ?? sizeFinding(complaint) ?? operationFinding(complaint) ?? weightsFinding(complaint);
  const finding = special ?? lookup(byKeyword, complaint.keyword)?.(complaint);
  return finding && breaksReading(finding.path, complaint.root) ? { ...finding, zooPath: [] } : finding;
}

/** Without a lower percentile to compare the upper one with, the zoo's library gives up and names no place. */
function breaksReading(path: Path, root: unknown): boolean {
  return path.at(-1) === 'min_percentile' && valueAt(lookUp(root, path.slice(0, 4)), 'id') === 'scale_range';
}

const byKeyword: Readonly<Record<string, (complaint: Complaint) => Finding>> = {
  required: ({ path, params }) => error('field-missing', [...path, String(params.missingProperty)]),
  additionalProperties: ({ path, params }) => error('field-unknown', [...path, String(params.additionalProperty)]),
  type: ({ path, params, value }) =>
    typeof value === 'number' && !Number.isFinite(value)
      ? error('number-not-finite', path, { found: String(value) })
      : error('field-type', path, { found: inWords(value), expected: expectedType(params.type) }),
  enum: ({ path, params, value }) => choice(path, value, listOf(params.allowedValues)),
  const: ({ path, params, value }) => choice(path, value, [params.allowedValue]),
  minItems: ({ path, params, value }) =>
    params.limit === 1
      ? error('field-empty', path)
      : wrongLength(path, value, params.limit, [...path, Array.isArray(value) ? value.length : 0]),
  maxItems: ({ path, params, value }) => wrongLength(path, value, params.limit),
  minLength: ({ path, params, value }) =>
    nameLength(path, value) ??
    error('field-value', path, { found: inWords(value), expected: `at least ${String(params.limit)} characters` }),
  maxLength: ({ path, params, value }) =>
    nameLength(path, value) ?? error('text-too-long', path, { length: [...String(value)].length, most: params.limit }),
  minimum: limit('at least'),
  maximum: limit('at most'),
  exclusiveMinimum: limit('larger than'),
  exclusiveMaximum: limit('smaller than'),
  pattern: ({ path, value }) =>
    error('field-value', path, { found: inWords(value), expected: 'written as “kind:file”' })
};

function limit(words: string): (complaint: Complaint) => Finding {
  return ({ path, params, value }) =>
    error('field-value', path, {
      found: String(value),
      expected: `${words} ${String(params.limit)}`,
      limit: params.limit
    });
}

function wrongLength(path: Path, value: unknown, wanted: unknown, zooPath?: Path): Finding {
  return error('field-value', path, { found: inWords(value), expected: `a list of ${String(wanted)}` }, zooPath);
}

function nameLength(path: Path, value: unknown): Finding | undefined {
  return path.length === 1 && path[0] === 'name'
    ? error('name-length', path, { length: [...String(value)].length })
    : undefined;
}

function choice(path: Path, value: unknown, allowed: readonly unknown[]): Finding {
  const names = allowed.filter(item => item !== null).map(String);
  const like = typeof value === 'string' ? nearest(value, names) : undefined;
  const expected = names.length === 1 ? names[0] : `one of ${names.join(', ')}`;
  return error('field-value', path, {
    found: inWords(value),
    expected,
    allowed: names,
    ...(like !== undefined && { nearest: like })
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

const kinds: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  null: 'empty',
  number: 'a number',
  object: 'a group of fields',
  string: 'a text'
};

/** What the schema asks for, in words. */
function expectedType(type: unknown): string {
  const names = (Array.isArray(type) ? type : [type]).map(String);
  return names.map(name => lookup(kinds, name) ?? name).join(', or ');
}
