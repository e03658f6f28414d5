import type { Fields } from '../cursor';
import type { Finding } from '../finding';
import type { Path } from '../path';
import type { ModelDescription } from '../model';
import { isEndless, readFlag, readNumber } from '../schema/lax';
import { fieldOf, found, groupsIn, reportedAt, tensorsOf } from './places';
import type { TensorPlace } from './places';
import { lookup } from '../../tensor/lookup';

/** What tensors hold: per channel once for each and of one type; listed values fit their type; ranges are finite. */
export function dataRules(description: ModelDescription, raw: Fields): Finding[] {
  return tensorsOf(description).flatMap(place => {
    const data = fieldOf(rawTensor(raw, place), 'data');
    const path = [...place.path, 'data'];
    const entries = Array.isArray(data) ? groupsIn(data, path) : groupsIn([data], path).map(one => ({ ...one, path }));
    return [
      ...(Array.isArray(data) ? perChannel(place, data) : []),
      ...entries.flatMap(({ fields, path: where }) => valueRules(fields, where)),
      ...endlessRanges(rawTensor(description.raw, place), path)
    ];
  });
}

function rawTensor(raw: Fields, { side, index }: TensorPlace): unknown {
  const list = raw[side];
  return Array.isArray(list) ? (list[index] as unknown) : undefined;
}

function perChannel({ tensor, path }: TensorPlace, data: readonly unknown[]): Finding[] {
  const where = [...path, 'data'];
  const types = [...new Set(tensor.data.map(entry => entry.type))];
  const channel = tensor.axes.find(axis => axis.type === 'channel');
  const differ = channel && typeof channel.size === 'number' && channel.size !== data.length;
  return [
    ...(types.length > 1 ? [found('data-types-differ', where, { types })] : []),
    ...(differ
      ? [
          reportedAt(
            path,
            found('data-channels', where, { found: data.length, axis: channel.id, expected: channel.size })
          )
        ]
      : [])
  ];
}

/** Endless limits are left out by the zoo's library, which says so. */
function endlessRanges(tensor: unknown, path: Path): Finding[] {
  const data = fieldOf(tensor, 'data');
  const entries = Array.isArray(data) ? groupsIn(data, path) : groupsIn([data], path).map(one => ({ ...one, path }));
  return entries
    .filter(({ fields }) => !('values' in fields) && Array.isArray(fields.range) && fields.range.some(isEndless))
    .map(({ path: where }) => reportedAt(where, found('range-infinite', [...where, 'range'], undefined, 'warning')));
}

/** numpy's limits of each type, as the zoo's library has them. */
const limits: Readonly<Record<string, readonly [number, number]>> = {
  float32: [-3.4028235e38, 3.4028235e38],
  float64: [-Number.MAX_VALUE, Number.MAX_VALUE],
  uint8: [0, 255],
  int8: [-128, 127],
  uint16: [0, 65535],
  int16: [-32768, 32767],
  uint32: [0, 2 ** 32 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint64: [0, 2 ** 64],
  int64: [-(2 ** 63), 2 ** 63]
};

/** Nominal values (labels, classes) and the type that they are stored in. */
function valueRules(data: Fields, path: Path): Finding[] {
  if (!Array.isArray(data.values) || data.values.length === 0) {
    return [];
  }
  const values = asOneKind(data.values);
  const type = typeof data.type === 'string' ? data.type : 'uint8';
  if (!values) {
    const expected = 'a list of numbers, of texts, or of true and false';
    return [found('field-value', [...path, 'values'], { found: 'a mixture of kinds', expected })];
  }
  const wrong = values.filter(value => !fitsType(value, type));
  return wrong.length > 0
    ? [reportedAt(path, found('values-type', [...path, 'values'], { values: wrong.slice(0, 5), type }))]
    : [];
}

/** The list as the zoo's library reads it: all numbers, all flags or all texts; `undefined` for a mixture. */
function asOneKind(list: readonly unknown[]): readonly unknown[] | undefined {
  const all = (kind: string) => list.every(value => typeof value === kind);
  if (all('boolean') || all('string') || all('number')) {
    return list.every(value => typeof value !== 'number' || Number.isFinite(value)) ? list : undefined;
  }
  const numbers = list.map(readNumber);
  const flags = list.map(readFlag);
  const readable = numbers.every(value => typeof value === 'number' && Number.isFinite(value));
  return readable ? numbers : flags.every(value => typeof value === 'boolean') ? flags : undefined;
}

function fitsType(value: unknown, type: string): boolean {
  if (type === 'bool' || typeof value === 'boolean') {
    return type !== 'bool' || typeof value === 'boolean';
  }
  if (typeof value === 'string') {
    return type.includes('uint');
  }
  const [least, most] = lookup(limits, type) ?? [-Infinity, Infinity];
  return typeof value === 'number' && value >= least && value <= most && (Number.isInteger(value) || !/int/.test(type));
}
