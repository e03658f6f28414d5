import { browserThread } from '../thread/browser';
import { Caller, secondsFor } from '../thread/caller';
import { type Thread, ThreadError } from '../thread/thread';
import { type Conversion, ConvertError, type ConvertProblem } from './conversion';

/** Bytes that even a slow disk and a busy computer get through in one second. */
const bytesPerSecond = 2 * 2 ** 20;

/** What the conversion's thread answers. */
export type ConvertReply =
  | { readonly conversion: Conversion }
  | { readonly problem: ConvertProblem; readonly message: string; readonly layer?: { name: string; class: string } };

/** `config`: what stands in the config.json beside a file that holds weights only: its text, or what that says. */
export type Converter = (model: Uint8Array, signal?: AbortSignal, config?: unknown) => Promise<Conversion>;

/** What the conversion's thread is asked. */
export interface ConvertRequest {
  /** The file's bytes, or its path where the thread can read it (node's). */
  readonly model: Uint8Array<ArrayBuffer> | string;
  /** Bytes of the file. */
  readonly size: number;
  readonly config?: unknown;
}

/** The work of a thread that converts. */
export interface ConvertingWorks {
  convert: { readonly input: ConvertRequest; readonly output: ConvertReply };
}

/** Keras to ONNX off the page's main thread (`workerUrl`: the bundled `web/convert.worker.ts`). */
export function createConverter(workerUrl: string): Converter {
  return (model, signal, config) =>
    convertIn(() => browserThread(workerUrl), { model: new Uint8Array(model), size: model.length, config }, signal);
}

/**
 * Converts in a thread of its own, which keeps no memory afterwards; bytes in `request.model` are given away. Rejects with
 * `ConvertError`, also where the file is made so that reading it never ends, or with the signal's reason.
 */
export async function convertIn(
  start: () => Thread,
  request: ConvertRequest,
  signal?: AbortSignal
): Promise<Conversion> {
  const caller = new Caller<ConvertingWorks>(start);
  const { model, size } = request;
  const transfer = typeof model === 'string' ? [] : [model.buffer];
  try {
    return unpack(await caller.call('convert', request, { transfer, seconds: secondsToConvert(size), signal }));
  } catch (error) {
    throw error instanceof ThreadError ? notConverted(error, size) : error;
  } finally {
    caller.dispose();
  }
}

function secondsToConvert(bytes: number): number {
  return secondsFor(0) + bytes / bytesPerSecond;
}

function unpack(reply: ConvertReply): Conversion {
  if ('conversion' in reply) {
    return reply.conversion;
  }
  throw new ConvertError(reply.problem, reply.message, reply.layer);
}

function notConverted(error: ThreadError, bytes: number): ConvertError {
  const say: Record<ThreadError['problem'], string> = {
    'too-long':
      `The network could not be read within ${Math.round(secondsToConvert(bytes))} seconds: its file is damaged, so that ` +
      'reading it has no end, or this computer is very busy. Copy it again, or save the network again in the notebook.',
    failed:
      `The network could not be converted: the converter stopped (${error.message}). The file may be damaged; save ` +
      'the network again, or close other programs if the memory is full.',
    'no-start': `The converter could not be started (${error.message}). Reload the page, or install zooport again.`
  };
  return new ConvertError('damaged', say[error.problem], undefined, { cause: error });
}
