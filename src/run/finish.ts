import { applyPostprocessingToPart, postprocess } from '../processing/apply';
import type { Processed } from '../processing/apply';
import type { Session } from '../runtime/engine';
import type { ModelDescription } from '../spec/model';
import { createTensor } from '../tensor/create';
import { isBig } from '../tensor/dtype';
import type { Tensor } from '../tensor/tensor';
import { crop } from '../tensor/transpose';
import { isSliding } from './network/ways';
import { isPixelwise } from './prepare';
import { paste } from './tiles/stitch';

/** Values that are processed at a time. */
const most = 2 ** 20;

/**
 * The described outputs of whole results of the network, which are used up. Where each pixel depends on the same one only
 * (given the statistics of the whole), they are made some rows at a time, in place of the network's own where the type is the
 * same: a large result is not there twice. Throws `ProcessingError`.
 */
export async function finishOutputs(
  computed: readonly Tensor[],
  raw: readonly Tensor[],
  session: Session,
  { description, signal }: { readonly description: ModelDescription; readonly signal?: AbortSignal }
): Promise<Processed> {
  const { outputs } = description;
  const single = outputs.length === 1 && !isBig(computed[0].dtype) && isPixelwise(outputs[0], 'post', description);
  return single && computed[0].data.length > most
    ? byRows(computed[0], raw, description)
    : postprocess(computed, raw, session, { description, ...(signal && { signal }) });
}

/** Of one output, by the rows of the first axis along which images are cut. */
function byRows(whole: Tensor, raw: readonly Tensor[], description: ModelDescription): Processed {
  const axis = Math.max(0, description.outputs[0].axes.findIndex(isSliding));
  const height = whole.shape[axis];
  const rows = Math.max(1, Math.floor((most * height) / whole.data.length));
  const refusals = new Set<string>();
  let result: Tensor | undefined;
  let unfinished: Processed['unfinished'] = new Map();
  for (let row = 0; row < height; row += rows) {
    const start = whole.shape.map((_, at) => (at === axis ? row : 0));
    const shape = whole.shape.map((size, at) => (at === axis ? Math.min(rows, height - row) : size));
    const done = applyPostprocessingToPart([crop(whole, start, shape)], [whole], description, raw);
    const [part] = done.tensors;
    result ??= part.dtype === whole.dtype ? whole : createTensor(part.dtype, whole.shape);
    paste(part, shape.map(() => 0), result, start, shape); // prettier-ignore
    done.refusals.forEach(reason => refusals.add(reason));
    unfinished = done.unfinished;
  }
  return { tensors: [result ?? whole], refusals: [...refusals], unfinished };
}
