import type { Finding } from '../spec/finding';
import type { ModelDescription } from '../spec/model';
import type { Tensor } from '../tensor/tensor';
import type { OpenBundle } from './bundle';

/** What bioimageio does not look at in a bundle's files: the cover's shape and size, values of the test tensors. */
export async function fileAdvice(
  _description: ModelDescription,
  _tensors: ReadonlyMap<string, Tensor>,
  _bundle: OpenBundle,
  _signal?: AbortSignal
): Promise<Finding[]> {
  return Promise.resolve([]);
}
