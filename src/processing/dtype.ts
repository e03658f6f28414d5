import { cast } from '../tensor/cast';
import { dtypes, isDType } from '../tensor/dtype';
import type { Tensor } from '../tensor/tensor';
import { textArgument } from './arguments';
import type { Step } from './step';
import { stepError } from './step';

/** `ensure_dtype {dtype}`: numpy's astype. */
export function ensureDtype(tensor: Tensor, step: Step): Tensor {
  const dtype = textArgument(step, 'dtype');
  if (!isDType(dtype)) {
    throw stepError(
      step,
      'bad-arguments',
      `needs one of these as "dtype": ${dtypes.join(', ')}; it has ${dtype ? `"${dtype}"` : 'none'}.`
    );
  }
  return cast(tensor, dtype);
}
