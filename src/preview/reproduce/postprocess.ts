import type { Processed } from '../../processing/apply';
import { applyPostprocessing, applyPostprocessingElsewhere } from '../../processing/apply';
import { longTask } from '../../processing/slowOperations';
import type { Session } from '../../runtime/engine';
import type { ModelDescription } from '../../spec/model';
import type { Tensor } from '../../tensor/tensor';

/**
 * The described outputs of what a network computed. `raw`: the inputs before preprocessing. Long steps go to the network's
 * thread, where it has one: the page goes on meanwhile. Throws `ProcessingError`.
 */
export function postprocess(
  computed: readonly Tensor[],
  raw: readonly Tensor[],
  session: Pick<Session, 'tasks'> | undefined,
  { description, signal }: { readonly description: ModelDescription; readonly signal?: AbortSignal }
): Processed | Promise<Processed> {
  const task = session?.tasks?.get(longTask);
  return task
    ? applyPostprocessingElsewhere(computed, description, raw, async (tensor, step) => {
        const [result] = await task([tensor], step, signal);
        return result;
      })
    : applyPostprocessing(computed, description, raw);
}
