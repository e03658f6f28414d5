import type { Finding } from '../finding';
import type { Path } from '../path';
import { schemaFindings } from './errors';
import { problemOf } from './formats';
import * as model04 from './generated/model04';
import * as model05 from './generated/model05';
import { suggestFields } from './known';
import { LaxReader } from './lax';
import type { Schema, Validate } from './node';

interface Validated {
  /** The value as the zoo's library reads it: what it would coerce is coerced, all else as written. */
  readonly value: unknown;
  readonly findings: Finding[];
}

/** Judges a whole description of a model by the schema of a format and the rules of each kind of text. Never throws. */
export function validateSchema(format: '0.4' | '0.5', raw: unknown): Validated {
  return format === '0.4'
    ? judge(model04.schema, 'Model', model04.Model, raw)
    : judge(model05.schema, 'Model', model05.Model, raw);
}

/** What training data may be: a reference to a dataset, or a dataset described in place. */
export type DatasetKind = 'LinkedDataset' | 'Dataset03' | 'Dataset02';

export function validateDataset(kind: DatasetKind, raw: unknown, path: Path): Validated {
  const { value, findings } = judge(model05.schema, kind, model05[kind], raw);
  return { value, findings: findings.map(finding => ({ ...finding, path: [...path, ...finding.path] })) };
}

/** The same for training data of a 0.4 description. */
export function validateOldDataset(kind: 'LinkedDataset' | 'Dataset02', raw: unknown, path: Path): Validated {
  const { value, findings } = judge(model04.schema, kind, model04[kind], raw);
  return { value, findings: findings.map(finding => ({ ...finding, path: [...path, ...finding.path] })) };
}

function judge(schema: Schema, head: string, validate: Validate, raw: unknown): Validated {
  const texts: Finding[] = [];
  const reader = new LaxReader(schema.$defs, (format, text, path) => {
    const problem = problemOf(format, text);
    if (problem) {
      texts.push({ ...problem, by: 'zoo', severity: 'error', path });
    }
  });
  const value = reader.read(schema.$defs[head], raw, []);
  const found = validate(value) ? [] : schemaFindings(value, validate.errors ?? []);
  return { value, findings: [...suggestFields(found, schema.$defs, schema.$defs[head], value), ...texts] };
}
