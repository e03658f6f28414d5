import type { Operation } from '../../spec/model';
import { formatValue } from '../reproduce/sentence';

/** An operation as people write it: “scale_range (min_percentile 1, max_percentile 99.8)”. */
export function nameOperation({ id, kwargs }: Operation): string {
  const parts = Object.entries(kwargs).flatMap(([name, value]) => {
    const text = show(value);
    return text === undefined ? [] : `${name} ${text}`;
  });
  return `“${id}”${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`;
}

function show(value: unknown): string | undefined {
  if (typeof value === 'number') {
    return formatValue(value);
  }
  if (Array.isArray(value)) {
    return value.length > 6 ? `${value.length} values` : value.map(item => show(item) ?? '').join(', ');
  }
  return typeof value === 'string' ? value.slice(0, 60) : undefined;
}

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

export function pixels(count: number): string {
  return `${count} pixel${count === 1 ? '' : 's'}`;
}
