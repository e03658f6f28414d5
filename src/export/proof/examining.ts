import type { PreparedOwn } from '../../kernel/ownProtocol';
import type { Prepared } from '../../kernel/protocol';
import { browserThread } from '../../thread/browser';
import { Caller, secondsFor } from '../../thread/caller';
import { type Thread, ThreadError } from '../../thread/thread';
import type { Examined, Examiner } from './examine';
import type { OwnExamined, OwnExaminer } from '../own/examine';
import { ExportError } from '../errors';

/** The work of a thread that examines networks. */
export interface ExaminingWorks {
  examine: {
    readonly input: { readonly onnx: Uint8Array<ArrayBuffer>; readonly prepared: Prepared };
    readonly output: Examined;
  };
  examineOwn: {
    readonly input: { readonly onnx: Uint8Array<ArrayBuffer>; readonly prepared: PreparedOwn };
    readonly output: OwnExamined;
  };
}

/** Off the page's main thread (`workerUrl`: the bundled `web/convert.worker.ts`). */
export function createExaminer(workerUrl: string): Examiner {
  return (onnx, prepared, signal) => examineIn(() => browserThread(workerUrl), onnx, prepared, signal);
}

/** The same for networks of one's own. */
export function createOwnExaminer(workerUrl: string): OwnExaminer {
  return (onnx, prepared, signal) => examineOwnIn(() => browserThread(workerUrl), onnx, prepared, signal);
}

/** In a thread of its own, which ends with it. Rejects with `ExportError`, or with the signal's reason. */
export function examineIn(
  start: () => Thread,
  onnx: Uint8Array,
  prepared: Prepared,
  signal?: AbortSignal
): Promise<Examined> {
  return inThread('examine', start, onnx, own => ({ onnx: own, prepared }), signal);
}

/** The same for networks of one's own. */
export function examineOwnIn(
  start: () => Thread,
  onnx: Uint8Array,
  prepared: PreparedOwn,
  signal?: AbortSignal
): Promise<OwnExamined> {
  return inThread('examineOwn', start, onnx, own => ({ onnx: own, prepared }), signal);
}

async function inThread<K extends keyof ExaminingWorks>(
  work: K,
  start: () => Thread,
  onnx: Uint8Array,
  inputOf: (own: Uint8Array<ArrayBuffer>) => ExaminingWorks[K]['input'],
  signal?: AbortSignal
): Promise<ExaminingWorks[K]['output']> {
  const caller = new Caller<ExaminingWorks>(start);
  const own = ownBytes(onnx);
  const seconds = secondsFor(own.length);
  try {
    return await caller.call(work, inputOf(own), { transfer: [own.buffer], seconds, signal });
  } catch (error) {
    throw error instanceof ThreadError ? notExamined(error, seconds) : error;
  } finally {
    caller.dispose();
  }
}

/** Large networks are not held twice: the bytes are given away, if they are all that their memory holds. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length
    ? new Uint8Array(buffer)
    : new Uint8Array(bytes);
}

function notExamined(error: ThreadError, seconds: number): ExportError {
  const say: Record<ThreadError['problem'], string> = {
    'too-long':
      `The network’s ONNX form could not be read within ${Math.round(seconds)} seconds: it has far more layers than a ` +
      'network for images, or this computer is very busy. Try again once other programs are closed.',
    failed:
      `The network’s ONNX form could not be read (${error.message}). Its file may be damaged; save the network again, ` +
      'or close other programs if the memory is full.',
    'no-start': `The reading of the network could not be started (${error.message}). Reload the page, or install zooport again.`
  };
  return new ExportError('transfer', say[error.problem], {}, { cause: error });
}
