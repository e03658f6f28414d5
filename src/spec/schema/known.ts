import { isFields } from '../cursor';
import type { Finding } from '../finding';
import type { Path } from '../path';
import { lookup } from '../../tensor/lookup';
import { valueAt } from './complaint';
import { meant } from './lax';
import { nearest } from './nearest';
import type { SchemaNode } from './node';

type Defs = Readonly<Record<string, SchemaNode>>;

/** Tells which known field an unknown one may have been meant to be, where that one is not there yet. */
export function suggestFields(findings: readonly Finding[], defs: Defs, root: SchemaNode, value: unknown): Finding[] {
  // Each group once: it may hold thousands of unknown fields.
  const missing = new Map<string, readonly string[]>();
  return findings.map(finding => {
    const field = finding.path.at(-1);
    if (finding.code !== 'field-unknown' || typeof field !== 'string') {
      return finding;
    }
    const group = finding.path.slice(0, -1);
    const place = JSON.stringify(group);
    const names = missing.get(place) ?? missingAt(defs, root, value, group);
    missing.set(place, names);
    const like = nearest(field, names);
    return { ...finding, data: { field, ...(like !== undefined && { nearest: like }) } };
  });
}

/** The fields that the schema knows at a place and that do not stand there. */
function missingAt(defs: Defs, root: SchemaNode, whole: unknown, path: Path): string[] {
  let [node, value] = [meant(defs, root, whole), whole];
  for (const key of path) {
    const next = typeof key === 'number' ? (node.prefixItems?.[key] ?? node.items) : lookup(node.properties, key);
    value = valueAt(value, String(key));
    node = meant(defs, next ?? {}, value);
  }
  return Object.keys(node.properties ?? {}).filter(name => !isFields(value) || !Object.hasOwn(value, name));
}
