import { isFields } from './cursor';
import type { Cursor } from './cursor';
import type { DataDescription } from './model';
import type { DType } from '../tensor/tensor';

/** The types a tensor may be described with; `bool` only together with `values`. */
const dataTypes: readonly DType[] = [
  'float32',
  'float64',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'uint32',
  'int32',
  'uint64',
  'int64',
  'bool'
];

/** One description for all channels, or one per channel. Absent: float32 without limits, as the format says. */
export function readData(cursor: Cursor): DataDescription[] {
  if (!cursor.present) {
    return [{ type: 'float32' }];
  }
  const entries = Array.isArray(cursor.value) ? cursor.items() : [cursor];
  if (entries.length === 0) {
    cursor.report('field-empty');
  }
  const read = entries.flatMap(entry => readEntry(entry) ?? []);
  return read.length > 0 ? read : [{ type: 'float32' }];
}

function readEntry(cursor: Cursor): DataDescription | undefined {
  if (!cursor.asFields()) {
    return undefined;
  }
  const unit = cursor.at('unit').asText();
  if (isFields(cursor.value) && 'values' in cursor.value) {
    cursor.knows(['values', 'type', 'unit']);
    const type = cursor.at('type').asOneOf(dataTypes) ?? 'uint8';
    return { type, ...(unit !== undefined && { unit }), values: readValues(cursor.at('values')) };
  }
  cursor.knows(['type', 'range', 'unit', 'scale', 'offset']);
  const type = cursor.at('type').asOneOf(dataTypes.filter(name => name !== 'bool')) ?? 'float32';
  const range = readRange(cursor.at('range'));
  cursor.at('scale').asNumber();
  cursor.at('offset').asNumber();
  return { type, ...(unit !== undefined && { unit }), ...(range && { range }) };
}

function readValues(cursor: Cursor): (number | string | boolean)[] {
  const values = cursor.items().flatMap(item => {
    const value = item.value;
    return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? [value] : [];
  });
  if (values.length === 0) {
    cursor.report('field-empty');
  }
  return values;
}

/** An infinite limit means none, as the zoo reads it. */
function readRange(cursor: Cursor): [number | null, number | null] | undefined {
  if (!cursor.present) {
    return undefined;
  }
  const limits = cursor.items().map(item => {
    const infinite = typeof item.value === 'number' && !Number.isFinite(item.value);
    return infinite ? null : (item.asNumber() ?? null);
  });
  if (limits.length !== 2) {
    cursor.report('field-value', {
      found: `a list of ${limits.length}`,
      expected: 'a list of two numbers, smallest and largest'
    });
    return undefined;
  }
  const [from, to] = limits;
  if (from !== null && to !== null && from > to) {
    cursor.report('data-range', { from, to }, 'warning', 'zooport');
  }
  return [from, to];
}
