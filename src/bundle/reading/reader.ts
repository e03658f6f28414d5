import { graphFacts } from '../../onnx/facts';
import type { GraphFacts } from '../../onnx/facts';
import type { OnnxModel } from '../../onnx/model';
import { OnnxError, readModel } from '../../onnx/read';
import { readDescription } from '../../spec/read';
import type { ReadResult } from '../../spec/read';
import { outlineOf } from '../../onnx/outline';

/** What an ONNX file says of itself, and its network without the weights. */
export interface NetworkRead {
  readonly facts: GraphFacts;
  readonly outline: OnnxModel;
}

/** Reads what a bundle brings along and may be made to be read for ever: its texts and its network. */
export interface Reader {
  /** Rejects with `SourceError` where it cannot be read in time. */
  description(text: string, signal?: AbortSignal): Promise<ReadResult>;
  /** `null` where this is no ONNX file, or one that cannot be read in time. The bytes stay the caller's. */
  network(bytes: Uint8Array, signal?: AbortSignal): Promise<NetworkRead | null>;
}

/** In the caller's own thread. */
export const plainReader: Reader = {
  description: text => Promise.resolve(readDescription(text)),
  network: bytes => Promise.resolve(readNetwork(bytes))
};

export function readNetwork(bytes: Uint8Array): NetworkRead | null {
  try {
    return { facts: graphFacts(bytes), outline: outlineOf(readModel(bytes)) };
  } catch (error) {
    if (error instanceof OnnxError) {
      return null;
    }
    throw error;
  }
}
