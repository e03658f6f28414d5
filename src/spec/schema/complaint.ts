import { isFields } from '../cursor';
import type { Finding } from '../finding';
import type { Path } from '../path';
import type { SchemaError } from './node';

/** One complaint of the schema, with the value that it is about. */
export interface Complaint {
  readonly keyword: string;
  readonly path: Path;
  /** The value at the path; for a missing or unknown field the group around it. */
  readonly value: unknown;
  readonly params: SchemaError['params'];
  /** What the whole description says. */
  readonly root: unknown;
}

/** A finding of the format itself. */
export function error(code: Finding['code'], path: Path, data?: Finding['data'], zooPath?: Path): Finding {
  return { code, by: 'zoo', severity: 'error', path, ...(data && { data }), ...(zooPath && { zooPath }) };
}

/** What stands at a place of the description; `undefined` where nothing does. */
export function lookUp(root: unknown, path: Path): unknown {
  return path.reduce((value, key) => valueAt(value, String(key)), root);
}

export function valueAt(value: unknown, key: string): unknown {
  if (Array.isArray(value)) {
    return value[Number(key)] as unknown;
  }
  return isFields(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
