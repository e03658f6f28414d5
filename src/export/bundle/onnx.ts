import type { Conversion } from '../../convert/conversion';
import { ConvertError } from '../../convert/conversion';
import type { Params } from '../../kernel/protocol';
import { KernelError } from '../../kernel/protocol';
import type { BundleServices } from './services';
import type { BundleOptions } from './services';
import type { ConversionFacts } from './conversionFacts';
import { fetchBytes } from './transfer';

export interface Converted {
  readonly bytes: Uint8Array;
  readonly by: ConversionFacts['by'];
  readonly layers: Conversion['layers'];
}

/**
 * The network as ONNX: by our own converter, else by tf2onnx in the kernel.
 * Where neither can, the converter's own error is thrown: it names the layer and the way out.
 */
export async function toOnnx(
  keras: Uint8Array,
  { directory }: { readonly directory: string },
  services: Pick<BundleServices, 'convert' | 'transport'>,
  on: BundleOptions,
  allowCode = false
): Promise<Converted> {
  try {
    const { onnx, layers } = await services.convert(keras, on.signal);
    return { bytes: onnx, by: 'zooport', layers };
  } catch (error) {
    if (!isUnknown(error)) {
      throw error;
    }
    const bytes = await withTf2onnx({ directory, ...(allowCode && { allowCode }) }, services, on, error);
    return { bytes, by: 'tf2onnx', layers: [] };
  }
}

/** Layers that our converter does not know, or not with these options; anything else another converter would not mend. */
function isUnknown(error: unknown): error is ConvertError {
  return error instanceof ConvertError && (error.problem === 'unknown-layer' || error.problem === 'unsupported-option');
}

async function withTf2onnx(
  params: Params<'tf2onnx'>,
  { transport }: Pick<BundleServices, 'transport'>,
  on: BundleOptions,
  reason: ConvertError
): Promise<Uint8Array> {
  on.progress?.({ message: 'Converting with tf2onnx in the kernel' });
  try {
    const file = await transport.request('tf2onnx', params, { signal: on.signal });
    return await fetchBytes(transport, { ...file, name: 'weights.onnx' }, on.signal);
  } catch (error) {
    if (error instanceof KernelError && error.problem === 'no-framework') {
      throw reason;
    }
    throw error;
  }
}
