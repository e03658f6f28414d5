import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { convertIn } from '../../convert/client';
import type { Converter, ConvertRequest } from '../../convert/client';
import { convertKeras } from '../../convert/convert';
import { examine } from '../../export/proof/examine';
import type { Examiner } from '../../export/proof/examine';
import { examineOwn } from '../../export/own/examine';
import type { OwnExaminer } from '../../export/own/examine';
import { examineIn, examineOwnIn } from '../../export/proof/examining';
import { plainReader } from '../../bundle/reading/reader';
import type { Reader } from '../../bundle/reading/reader';
import { threadedReader } from '../../bundle/reading/threaded';
import type { ReadingWorks } from '../../bundle/reading/works';
import { Caller } from '../../thread/caller';
import { type Thread, ThreadError, type Works } from '../../thread/thread';
import { openStored } from '../files/stored';

/** A network is held in memory with its ONNX form: more than this and the machine would stand still, in MB. */
const mostMemory = 4096;

/** The built command line has it beside itself; run from source there is none, and the work is done in the caller's thread. */
function readingThread(): URL | null {
  const beside = new URL('./reading.mjs', import.meta.url);
  return existsSync(beside) ? beside : null;
}

function nodeThread(url: URL): Thread {
  const worker = new Worker(url, { resourceLimits: { maxOldGenerationSizeMb: mostMemory } });
  return {
    post: (message, transfer) => worker.postMessage(message, [...transfer]),
    listen: on => {
      worker.on('message', on.message);
      worker.once('error', error => on.died(error.message));
      worker.once('exit', code => on.died(`exit code ${code}`));
    },
    end: () => void worker.terminate()
  };
}

/** Reads bundles for as long as a command takes; its thread starts at once. */
export function openReader(thread: URL | null = readingThread()): { reader: Reader; close(): void } {
  if (!thread) {
    return { reader: plainReader, close: () => undefined };
  }
  const caller = new Caller<ReadingWorks>(() => nodeThread(thread));
  caller.warm();
  return { reader: threadedReader(caller), close: () => caller.dispose() };
}

/** Keras to ONNX in a thread of its own. The bytes stay the caller's. */
export const convertInThread: Converter = (model, signal, config) =>
  convertGiven({ model: new Uint8Array(model), size: model.length, config }, signal);

/** The same, where the bytes are not needed any more: they are given away instead of copied. A file is read in parts. */
export async function convertGiven(
  request: ConvertRequest,
  signal?: AbortSignal,
  thread: URL | null = readingThread()
) {
  if (thread) {
    return convertIn(() => nodeThread(thread), request, signal);
  }
  const { model, config } = request;
  if (typeof model !== 'string') {
    return convertKeras(model, { config, signal });
  }
  const file = openStored(model);
  try {
    return await convertKeras(file, { config, signal });
  } finally {
    file.close();
  }
}

/** Reads a network's ONNX form in a thread of its own. */
export const examineInThread: Examiner = async (onnx, prepared, signal) => {
  const thread = readingThread();
  return thread ? examineIn(() => nodeThread(thread), onnx, prepared, signal) : examine(onnx, prepared);
};

/** The same for a network of one's own. */
export const examineOwnInThread: OwnExaminer = async (onnx, prepared, signal) => {
  const thread = readingThread();
  return thread ? examineOwnIn(() => nodeThread(thread), onnx, prepared, signal) : examineOwn(onnx, prepared);
};

/** One piece of work in a thread that ends with it. Rejects with `ThreadError`: `no-start` where run from source. */
export async function callThread<W extends Works<W>, K extends keyof W & string>(
  work: K,
  input: W[K]['input'],
  signal?: AbortSignal,
  thread: URL | null = readingThread()
): Promise<W[K]['output']> {
  if (!thread) {
    throw new ThreadError('no-start', 'run from source');
  }
  const caller = new Caller<W>(() => nodeThread(thread));
  try {
    return await caller.call(work, input, { signal });
  } finally {
    caller.dispose();
  }
}
