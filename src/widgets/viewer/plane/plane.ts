/**
 * One picture: rows from top to bottom, read as they are needed, so that a large picture stays in memory once.
 * Integers and booleans become numbers.
 */
export interface Plane {
  readonly width: number;
  readonly height: number;
  /** How neighbours become one where the picture is shown smaller than it is. */
  readonly shrink: Shrink;
  /** The narrowest type that holds the values; absent where those are not whole numbers of up to 16 bits. */
  readonly whole?: 'uint8' | 'uint16';
  /** Values of row `y` from column `x` on, as many as `length`, into the beginning of `into`. */
  read(y: number, x: number, length: number, into: Float64Array): void;
}

/** Their mean; the one farthest from 0, so that no difference gets lost; or one of them (numbers are names). */
export type Shrink = 'mean' | 'extreme' | 'one';

type Values = ArrayLike<number> | BigInt64Array | BigUint64Array;

/** Where the picture lies in an array: element (y, x) is `start + y * row + x * column`. */
interface Place {
  readonly start: number;
  readonly row: number;
  readonly column: number;
}

export function stridedPlane(
  data: Values,
  { start, row, column }: Place,
  { width, height, shrink = 'mean' }: Pick<Plane, 'width' | 'height'> & { shrink?: Shrink }
): Plane {
  const size = { width, height, shrink, ...wholeOf(data) };
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    return {
      ...size,
      read: (y, x, length, into) => {
        for (let index = 0, at = start + y * row + x * column; index < length; index++, at += column) {
          into[index] = Number(data[at]);
        }
      }
    };
  }
  if (column === 1 && ArrayBuffer.isView(data)) {
    const typed = data as unknown as Float64Array;
    return {
      ...size,
      // The browser's own copy is many times faster than a loop over arrays of changing types.
      read: (y, x, length, into) => {
        const at = start + y * row + x;
        into.set(typed.subarray(at, at + length));
      }
    };
  }
  return {
    ...size,
    read: (y, x, length, into) => {
      for (let index = 0, at = start + y * row + x * column; index < length; index++, at += column) {
        into[index] = data[at];
      }
    }
  };
}

/** A picture whose rows lie one after the other. */
export function planeFrom(values: Values, width: number, height: number, shrink?: Shrink): Plane {
  return stridedPlane(values, { start: 0, row: width, column: 1 }, { width, height, shrink });
}

function wholeOf(data: Values): Pick<Plane, 'whole'> {
  return data instanceof Uint8Array ? { whole: 'uint8' } : data instanceof Uint16Array ? { whole: 'uint16' } : {};
}

/** Every value, row by row. */
export function valuesOf(plane: Plane): Float64Array {
  const values = new Float64Array(plane.width * plane.height);
  for (let y = 0; y < plane.height; y++) {
    plane.read(y, 0, plane.width, values.subarray(y * plane.width));
  }
  return values;
}

/** Each row in turn; the array is the same for all. */
export function eachRow({ width, height, read }: Plane, visit: (values: Float64Array, y: number) => void): void {
  const values = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    read(y, 0, width, values);
    visit(values, y);
  }
}

/** Value at row `y`, column `x`; undefined outside. */
export function valueAt(plane: Plane, y: number, x: number): number | undefined {
  if (y < 0 || x < 0 || y >= plane.height || x >= plane.width) {
    return undefined;
  }
  const value = new Float64Array(1);
  plane.read(y, x, 1, value);
  return value[0];
}

/** Values that are NaN or infinite. */
export function countNotFinite(plane: Plane): number {
  if (plane.whole) {
    return 0;
  }
  let count = 0;
  eachRow(plane, values => {
    for (let x = 0; x < values.length; x++) {
      // x - x is 0 for every finite number and NaN for the others.
      if (values[x] - values[x] !== 0) {
        count++;
      }
    }
  });
  return count;
}
