import type { ModelDescription, Tolerance } from '../../spec/model';
import { defaultTolerance } from '../../spec/tolerances';
import type { Closeness } from '../../tensor/closeness';
import { isDiscrete } from '../../tensor/dtype';
import type { DType } from '../../tensor/tensor';

/**
 * The tolerance that bioimageio.core takes for one output of one weights format: the first entry of the description that
 * fits, else the default. Of format 0.4 it reads no entry, and lets no element differ (core 0.11.0, `_get_tolerance`).
 */
export function toleranceFor(description: ModelDescription, output: string, format: string, type: DType): Closeness {
  if (description.formatVersion.startsWith('0.4')) {
    return { ...defaultTolerance, mismatchedPerMillion: 0 };
  }
  const entry = description.tolerances.find(
    ({ outputs, formats }) =>
      (formats.length === 0 || formats.includes(format)) && (outputs.length === 0 || fits(outputs, output, type))
  );
  const { relative, absolute, mismatchedPerMillion }: Closeness | Tolerance = entry ?? defaultTolerance;
  return { relative, absolute, mismatchedPerMillion };
}

function fits(outputs: readonly string[], output: string, type: DType): boolean {
  const kind = isDiscrete(type) ? 'any_discrete_output' : 'any_continuous_output';
  return outputs.includes(output) || outputs.includes(kind);
}
