import { type Conversion, ConvertError, type ConvertProblem } from './conversion';

/** What the conversion worker answers. */
export type ConvertReply =
  | { readonly conversion: Conversion }
  | { readonly problem: ConvertProblem; readonly message: string; readonly layer?: { name: string; class: string } }
  | { readonly crash: string };

/** `config`: what stands in the config.json beside a file that holds weights only. */
export type Converter = (model: Uint8Array, signal?: AbortSignal, config?: unknown) => Promise<Conversion>;

/** What the conversion worker is asked. */
export interface ConvertRequest {
  readonly model: Uint8Array<ArrayBuffer>;
  readonly config?: unknown;
}

/**
 * Keras to ONNX off the page's main thread, in a worker of its own per call (`workerUrl`: the bundled
 * `web/convert.worker.ts`). The given bytes stay with the caller. Rejects with `ConvertError`, or with the signal's reason; an
 * abort ends the worker.
 */
export function createConverter(workerUrl: string): Converter {
  return async (model, signal, config) => {
    signal?.throwIfAborted();
    // The address comes as a value, since bundlers make a worker of their own of an address they can see.
    const worker = new Worker(workerUrl, { type: 'module' });
    try {
      return unpack(await answer(worker, { model: model.slice(), config }, signal));
    } finally {
      worker.terminate();
    }
  };
}

function answer(worker: Worker, request: ConvertRequest, signal?: AbortSignal): Promise<ConvertReply> {
  return new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    worker.onmessage = (event: MessageEvent<ConvertReply>) => resolve(event.data);
    worker.onerror = event => resolve({ crash: event.message || 'its script could not be loaded' });
    worker.postMessage(request, [request.model.buffer]);
  });
}

function unpack(reply: ConvertReply): Conversion {
  if ('conversion' in reply) {
    return reply.conversion;
  }
  if ('problem' in reply) {
    throw new ConvertError(reply.problem, reply.message, reply.layer);
  }
  throw new ConvertError(
    'damaged',
    `The network could not be converted: the converter stopped (${reply.crash}). The file may be damaged; save it again, or reload the page.`
  );
}
