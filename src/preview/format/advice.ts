import type { Finding } from '../../spec/finding';
import type { ModelDescription } from '../../spec/model';
import type { Tensor } from '../../tensor/tensor';
import { coverAdvice } from './advice/cover';
import { documentationAdvice } from './advice/documentation';
import { tensorAdvice } from './advice/tensors';
import type { OpenBundle } from '../../bundle/open';

/**
 * What bioimageio does not look at in a bundle's files: the cover's shape and size, values of the test tensors, the
 * length of the documentation. Files that are absent or cannot be read are reported elsewhere.
 */
export async function fileAdvice(
  description: ModelDescription,
  tensors: ReadonlyMap<string, Tensor>,
  bundle: OpenBundle,
  signal?: AbortSignal
): Promise<Finding[]> {
  return [
    ...tensorAdvice(description, tensors),
    ...(await coverAdvice(description, bundle, signal)),
    ...(await documentationAdvice(description, bundle, signal))
  ];
}
