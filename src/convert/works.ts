import type { Workers } from '../thread/serve';
import type { ConvertingWorks, ConvertReply, ConvertRequest } from './client';
import { ConvertError } from './conversion';
import { convertKeras } from './convert';
import type { StoredBytes } from './file/stored';

/** Opens the file at a path. */
type OpenStored = (path: string) => StoredBytes & { close(): void };

/** The thread's side of `client.ts`; with `open` where it can read files. */
export function convertingWorks(open?: OpenStored): Workers<ConvertingWorks> {
  return {
    convert: async request => {
      const output = await convert(request, open);
      return 'conversion' in output ? { output, transfer: [output.conversion.onnx.buffer as ArrayBuffer] } : { output };
    }
  };
}

async function convert({ model, config }: ConvertRequest, open?: OpenStored): Promise<ConvertReply> {
  const file = typeof model === 'string' ? open?.(model) : undefined;
  try {
    const conversion = await convertKeras(file ?? (model as Uint8Array), { config });
    // The ONNX bytes may be a part of a larger buffer; only they shall travel.
    const { onnx } = conversion;
    const own = onnx.byteLength === onnx.buffer.byteLength ? onnx : onnx.slice();
    return { conversion: { ...conversion, onnx: own } };
  } catch (error) {
    if (error instanceof ConvertError) {
      const { problem, message, layer } = error;
      return { problem, message, ...(layer && { layer }) };
    }
    throw error;
  } finally {
    file?.close();
  }
}
