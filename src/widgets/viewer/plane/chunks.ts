const chunkLength = 65_536;

/**
 * Visits an array in pieces, as numbers in an array of one type: loops over it stay fast whatever the tensor's own type
 * is, and nothing large is copied.
 */
export function eachChunk(
  data: ArrayLike<number | bigint>,
  visit: (values: Float64Array, length: number) => void
): void {
  const values = new Float64Array(Math.min(chunkLength, data.length));
  for (let start = 0; start < data.length; start += chunkLength) {
    const length = Math.min(chunkLength, data.length - start);
    if (isNumbers(data)) {
      values.set(data.subarray(start, start + length));
    } else {
      for (let index = 0; index < length; index++) {
        values[index] = Number(data[start + index]);
      }
    }
    visit(values, length);
  }
}

function isNumbers(data: ArrayLike<number | bigint>): data is Float64Array {
  return ArrayBuffer.isView(data) && !(data instanceof BigInt64Array) && !(data instanceof BigUint64Array);
}
