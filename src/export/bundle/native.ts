import type { Prepared } from '../../kernel/protocol';
import type { Appended } from './append';
import type { NativeWeights } from './parts';
import { FILES } from './files';

/** The weights in their own format, or why the bundle is without them, as the end of a sentence. */
export type Native = { readonly weights: NativeWeights } | { readonly reason: string };

/**
 * The description asks for the version of the framework that wrote the weights: without it they cannot stand in it. Nor
 * can weights that need the notebook's own code, which the zoo would fail to load, nor those whose numbers are not the
 * described output's.
 */
export function nativeWeights(prepared: Prepared, bytes: Uint8Array, { added, onnxOnly }: Appended): Native {
  const { format, tensorflowVersion, backend, foreign, oneSize } = prepared.native;
  if (foreign.length > 0) {
    return { reason: `it needs code that only your notebook has (${foreign.join(', ')})` };
  }
  if (oneSize) {
    return { reason: 'Keras itself runs it at one size only (its bilinear upsampling), and the zoo tries several' };
  }
  if (backend !== 'tensorflow' || tensorflowVersion === null) {
    return { reason: `the description has no place for weights of this framework (${backend})` };
  }
  if (onnxOnly) {
    return { reason: `it does not have the last step of this output, ${added}` };
  }
  return { weights: { format, file: { name: FILES[format], bytes } } };
}
