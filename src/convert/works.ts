import type { Workers } from '../thread/serve';
import type { ConvertingWorks, ConvertReply, ConvertRequest } from './client';
import { ConvertError } from './conversion';
import { convertKeras } from './convert';

/** The thread's side of `client.ts`. */
export const convertingWorks: Workers<ConvertingWorks> = {
  convert: async request => {
    const output = await convert(request);
    return 'conversion' in output ? { output, transfer: [output.conversion.onnx.buffer as ArrayBuffer] } : { output };
  }
};

async function convert({ model, config }: ConvertRequest): Promise<ConvertReply> {
  try {
    const conversion = await convertKeras(model, { config });
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
  }
}
