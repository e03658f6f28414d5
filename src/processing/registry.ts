import { sigmoid, softmax } from './activation';
import { binarize } from './binarize';
import { clip } from './clip';
import { ensureDtype } from './dtype';
import { fixedZeroMeanUnitVariance, scaleLinear } from './linear';
import { scaleRange } from './range';
import { longOperations } from './slowOperations';
import type { OperationFunction } from './step';
import { scaleMeanVariance, zeroMeanUnitVariance } from './variance';

/** Every operation that can be carried out, by the id that the description writes. A new one is added here; in `slowOperations.ts` if it takes seconds. */
export const operations: Readonly<Record<string, OperationFunction>> = {
  binarize,
  clip,
  ensure_dtype: ensureDtype,
  fixed_zero_mean_unit_variance: fixedZeroMeanUnitVariance,
  scale_linear: scaleLinear,
  scale_mean_variance: scaleMeanVariance,
  scale_range: scaleRange,
  sigmoid,
  softmax,
  zero_mean_unit_variance: zeroMeanUnitVariance,
  ...longOperations
};

export function isKnownOperation(id: string): boolean {
  return Object.hasOwn(operations, id);
}
