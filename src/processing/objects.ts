import type { TensorDescription } from '../spec/model';
import type { Numbers } from '../tensor/cast';
import { toNumbers } from '../tensor/cast';
import { isDiscrete } from '../tensor/dtype';
import { stridesOf } from '../tensor/strides';
import type { Tensor } from '../tensor/tensor';

const instanceOperations = ['stardist_postprocessing', 'cellpose_flow_dynamics'];

/** What the description tells: an operation that finds objects numbers them; listed values are classes. */
export function numbersObjects({ operations, data }: TensorDescription): { objects?: boolean } {
  if (operations.some(({ id }) => instanceOperations.includes(id))) {
    return { objects: true };
  }
  return data.some(({ values }) => values !== undefined) ? { objects: false } : {};
}

/** Of fewer numbers one cannot say whether they count objects or name classes. */
const fewestObjects = 5;
const mostObjects = 1_000_000;

/**
 * Whether a tensor looks like objects with a number each: whole numbers 1..n without a gap, background 0, and nearly
 * every number one connected piece. Classes are no objects: a class that lies in one place could be one by chance, so
 * few numbers are not taken for objects.
 */
export function looksLikeObjects(tensor: Tensor): boolean {
  if (!isDiscrete(tensor.dtype) || tensor.dtype === 'bool') {
    return false;
  }
  const values = toNumbers(tensor);
  let highest = 0;
  for (let i = 0; i < values.length; i++) {
    highest = Math.max(highest, values[i]);
  }
  if (highest < fewestObjects || highest > Math.min(values.length, mostObjects)) {
    return false;
  }
  const seen = new Uint8Array(highest + 1);
  for (let i = 0; i < values.length; i++) {
    if (values[i] < 0) {
      return false;
    }
    seen[values[i]] = 1;
  }
  return seen.every(Boolean) && pieces(values, tensor.shape) <= highest * 1.1;
}

/** Whether an output is taken as numbered objects: what the description tells, else what the expected values look like. */
export function areObjects(told: boolean | undefined, expected: Tensor, actual: Tensor = expected): boolean {
  return isDiscrete(expected.dtype) && isDiscrete(actual.dtype) && (told ?? looksLikeObjects(expected));
}

/** Number of connected pieces that are not background; neighbours share a face. */
function pieces(values: Numbers, shape: readonly number[]): number {
  const strides = stridesOf(shape);
  const parent = Int32Array.from(values, (_, at) => at);
  const root = (at: number) => {
    let top = at;
    while (parent[top] !== top) {
      parent[top] = parent[parent[top]];
      top = parent[top];
    }
    return top;
  };
  let count = 0;
  for (let at = 0; at < values.length; at++) {
    if (values[at] === 0) {
      continue;
    }
    count++;
    for (let axis = 0; axis < shape.length; axis++) {
      const before = at - strides[axis];
      const inside = shape[axis] > 1 && Math.floor(at / strides[axis]) % shape[axis] > 0;
      if (inside && values[before] === values[at]) {
        const [one, other] = [root(before), root(at)];
        count -= one === other ? 0 : 1;
        parent[other] = one;
      }
    }
  }
  return count;
}
