import { pictureAxes } from '../plane/axes';
import { indexOf } from '../../../tensor/strides';
import type { ViewTensor, OutputView } from '../../../preview/report/report';
import type { Objects } from './objects';

/** One object of a label image. */
export interface ObjectRow {
  readonly number: number;
  /** Which output has this number: an object too many is the reproduced one's. */
  readonly of: 'expected' | 'reproduced';
  /** Pixels, or voxels of a volume. */
  readonly size: number;
  /** Its middle, rounded: one number per axis. */
  readonly at: readonly number[];
  /** Part of both objects that they share (IoU); 0 where it is missing or too many, absent where nothing is compared. */
  readonly overlap?: number;
}

interface Sum {
  size: number;
  readonly sums: number[];
}

/** Every expected object, and those that only the reproduced output has. */
export function objectRows({ expected, reproduced }: OutputView, { match }: Objects): readonly ObjectRow[] {
  const own = sumsOf(expected);
  if (!match || !reproduced) {
    return [...own].map(([number, sum]) => rowOf(number, 'expected', sum));
  }
  const others = sumsOf(reproduced);
  const again = new Map([...match.partner].map(([found, wanted]) => [wanted, found] as const));
  const shared = sharedOf(expected, reproduced, match.partner);
  const rows = [...own].map(([number, sum]) => {
    const size = others.get(again.get(number) ?? 0)?.size ?? 0;
    const common = shared.get(number) ?? 0;
    const overlap = size === 0 ? 0 : common / (sum.size + size - common);
    return { ...rowOf(number, 'expected', sum), overlap };
  });
  const extra = [...others].filter(([number]) => !match.partner.has(number));
  return [...rows, ...extra.map(([number, sum]) => ({ ...rowOf(number, 'reproduced', sum), overlap: 0 }))];
}

function rowOf(number: number, of: ObjectRow['of'], { size, sums }: Sum): ObjectRow {
  return { number, of, size, at: sums.map(sum => Math.round(sum / size)) };
}

/** Size of each object and the sum of its elements' indices, row by row so that only runs are looked at. */
function sumsOf({ axes, tensor }: ViewTensor): Map<number, Sum> {
  const { data, shape } = tensor;
  const found = new Map<number, Sum>();
  const length = shape.at(-1) ?? 1;
  const last = shape.length - 1;
  for (let start = 0; start < data.length; start += length) {
    let index: number[] | null = null;
    for (let x = 0; x < length; x++) {
      const number = Number(data[start + x]);
      if (number === 0) {
        continue;
      }
      index ??= indexOf(shape, start);
      const sum = found.get(number) ?? { size: 0, sums: axes.map(() => 0) };
      found.set(number, sum);
      sum.size++;
      for (let axis = 0; axis < last; axis++) {
        sum.sums[axis] += index[axis];
      }
      sum.sums[last] += x;
    }
  }
  return found;
}

/** How many elements each expected object shares with the found one that it is. */
function sharedOf(
  expected: ViewTensor,
  reproduced: ViewTensor,
  partner: ReadonlyMap<number, number>
): Map<number, number> {
  const [wanted, given] = [expected.tensor.data, reproduced.tensor.data];
  const shared = new Map<number, number>();
  for (let at = 0; at < wanted.length; at++) {
    const number = Number(wanted[at]);
    if (number !== 0 && partner.get(Number(given[at])) === number) {
      shared.set(number, (shared.get(number) ?? 0) + 1);
    }
  }
  return shared;
}

export type Order = 'number' | 'size' | 'overlap';

/** Small numbers first, large objects first, and what differs most first; `turned` the other way round. */
export function sortedRows(rows: readonly ObjectRow[], order: Order, turned: boolean): readonly ObjectRow[] {
  const key = (row: ObjectRow): number =>
    order === 'number' ? row.number : order === 'size' ? -row.size : (row.overlap ?? 1);
  const sorted = [...rows].sort((one, other) => key(one) - key(other));
  return turned ? sorted.reverse() : sorted;
}

/** Rows and columns of an object's place, for those that read the table. */
export function placeText({ at }: ObjectRow, axes: readonly string[]): string {
  const { row, column } = pictureAxes(axes);
  const named = axes.flatMap((id, axis) => (axis === row || axis === column || id !== 'z' ? [] : [`z ${at[axis]}`]));
  return [...named, `y ${at[row] ?? 0}`, `x ${at[column] ?? 0}`].join(', ');
}
