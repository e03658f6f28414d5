import type { Finding } from './finding';
import type { Path } from './path';

/**
 * A parsed YAML value as lists, groups of fields, dates and simple values only. YAML's tags can make more: bytes are a
 * list of numbers to the zoo's library and an ordered map is a group of fields; at a set it gives up.
 */
export function asPlain(value: unknown): { readonly value: unknown; readonly findings: Finding[] } {
  const findings: Finding[] = [];
  return { value: convert(value, [], findings), findings };
}

function convert(value: unknown, path: Path, findings: Finding[]): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) {
    return value;
  }
  if (value instanceof Set) {
    const data = { found: 'a set', expected: 'a list or a group of fields' };
    findings.push({ code: 'field-type', by: 'zoo', severity: 'error', path, zooPath: [], data });
    return null;
  }
  if (value instanceof Uint8Array) {
    return [...value];
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => convert(item, [...path, index], findings));
  }
  const entries: [unknown, unknown][] = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, item]) => [String(key), convert(item, [...path, String(key)], findings)])
  );
}
