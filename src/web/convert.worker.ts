import { convertKeras } from '../convert/convert';
import { ConvertError } from '../convert/conversion';
import type { ConvertReply, ConvertRequest } from '../convert/client';

/**
 * Entry of the conversion worker: gets a Keras file's bytes (and its config.json), answers once. Its address has to name
 * the HDF5 library (`convert.worker.js?hdf5=URL`, or `#hdf5=URL`), which is a file of its own (see webpack.worker.mjs).
 */
self.addEventListener(
  'message',
  async (event: MessageEvent<ConvertRequest>) => {
    const reply = await convert(event.data);
    self.postMessage(reply, { transfer: 'conversion' in reply ? [reply.conversion.onnx.buffer] : [] });
  },
  { once: true }
);

async function convert({ model, config }: ConvertRequest): Promise<ConvertReply> {
  try {
    const conversion = await convertKeras(model, { config });
    // The ONNX bytes may be a part of a larger buffer; only they shall travel.
    return { conversion: { ...conversion, onnx: conversion.onnx.slice() } };
  } catch (error) {
    if (error instanceof ConvertError) {
      const { problem, message, layer } = error;
      return { problem, message, layer };
    }
    return { crash: error instanceof Error ? error.message : String(error) };
  }
}
