import { toNumbers } from '../../tensor/cast';
import type { Tensor } from '../../tensor/tensor';

/** The largest difference of two tensors in units of the range of the expected one; infinite where their sizes differ. */
export function distance(expected: Tensor, found: Tensor): number {
  if (found.data.length !== expected.data.length) {
    return Infinity;
  }
  const [wanted, given] = [toNumbers(expected), toNumbers(found)];
  let [low, high, most] = [Infinity, -Infinity, 0];
  wanted.forEach((value, at) => {
    low = Math.min(low, value);
    high = Math.max(high, value);
    const difference = Math.abs(value - given[at]);
    most = difference <= most ? most : difference;
  });
  return most / Math.max(high - low, 1e-3);
}
