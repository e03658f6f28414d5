import { isFields } from '../cursor';
import type { Finding, Path } from '../finding';
import { meant } from './lax';
import { nearest } from './nearest';
import type { SchemaNode } from './node';

type Defs = Readonly<Record<string, SchemaNode>>;

/** Tells which known field an unknown one may have been meant to be, where that one is not there yet. */
export function suggestFields(findings: readonly Finding[], defs: Defs, root: SchemaNode, value: unknown): Finding[] {
  return findings.map(finding => {
    const field = finding.path.at(-1);
    if (finding.code !== 'field-unknown' || typeof field !== 'string') {
      return finding;
    }
    const { fields, present } = fieldsAt(defs, root, value, finding.path.slice(0, -1));
    const like = nearest(field, fields.filter(name => !present.includes(name))); // prettier-ignore
    return { ...finding, data: { field, ...(like !== undefined && { nearest: like }) } };
  });
}

/** The fields that the schema knows at a place, and those that stand there. */
function fieldsAt(defs: Defs, root: SchemaNode, whole: unknown, path: Path) {
  let [node, value] = [meant(defs, root, whole), whole];
  for (const key of path) {
    const next = typeof key === 'number' ? (node.prefixItems?.[key] ?? node.items) : node.properties?.[key];
    value = Array.isArray(value) ? (value[Number(key)] as unknown) : isFields(value) ? value[key] : undefined;
    node = meant(defs, next ?? {}, value);
  }
  return { fields: Object.keys(node.properties ?? {}), present: Object.keys(isFields(value) ? value : {}) };
}
