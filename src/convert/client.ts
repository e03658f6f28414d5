import { browserThread } from '../thread/browser';
import { Caller, secondsFor } from '../thread/caller';
import { type Thread, ThreadError } from '../thread/thread';
import { type Conversion, ConvertError, type ConvertProblem } from './conversion';

/** What the conversion's thread answers. */
export type ConvertReply =
  | { readonly conversion: Conversion }
  | { readonly problem: ConvertProblem; readonly message: string; readonly layer?: { name: string; class: string } };

/** `config`: what stands in the config.json beside a file that holds weights only. */
export type Converter = (model: Uint8Array, signal?: AbortSignal, config?: unknown) => Promise<Conversion>;

/** What the conversion's thread is asked. */
export interface ConvertRequest {
  readonly model: Uint8Array<ArrayBuffer>;
  readonly config?: unknown;
}

/** The work of a thread that converts. */
export interface ConvertingWorks {
  convert: { readonly input: ConvertRequest; readonly output: ConvertReply };
}

/** Keras to ONNX off the page's main thread (`workerUrl`: the bundled `web/convert.worker.ts`). */
export function createConverter(workerUrl: string): Converter {
  return (model, signal, config) =>
    convertIn(() => browserThread(workerUrl), { model: new Uint8Array(model), config }, signal);
}

/**
 * Converts in a thread of its own, which keeps no memory afterwards; `request.model` is given away. Rejects with
 * `ConvertError`, also where the file is made so that reading it never ends, or with the signal's reason.
 */
export async function convertIn(
  start: () => Thread,
  request: ConvertRequest,
  signal?: AbortSignal
): Promise<Conversion> {
  const caller = new Caller<ConvertingWorks>(start);
  const { buffer, length } = request.model;
  try {
    return unpack(await caller.call('convert', request, { transfer: [buffer], seconds: secondsFor(length), signal }));
  } catch (error) {
    throw error instanceof ThreadError ? notConverted(error, length) : error;
  } finally {
    caller.dispose();
  }
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
      `The network could not be read within ${Math.round(secondsFor(bytes))} seconds: its file is damaged, so that ` +
      'reading it has no end. Copy it again, or save the network again in the notebook.',
    failed:
      `The network could not be converted: the converter stopped (${error.message}). The file may be damaged; save ` +
      'the network again, or close other programs if the memory is full.',
    'no-start': `The converter could not be started (${error.message}). Reload the page, or install zooport again.`
  };
  return new ConvertError('damaged', say[error.problem], undefined, { cause: error });
}
