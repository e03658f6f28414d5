import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { Readable, Writable } from 'node:stream';
import { buildOrder, readOrder } from '../export/exportRequest';
import type { Order } from '../export/exportRequest';
import { ExportError } from '../export/errors';
import { KernelError } from '../kernel/protocol';
import type { KernelTransport } from '../kernel/protocol';
import { StdioSession } from '../kernel/stdio';
import { TimeLimit, usualSeconds } from '../preview/reproduce/timeLimit';
import { createNodeEngine } from '../runtime/node';
import type { Terminal } from './calls';
import { isKnown } from './errors';
import { metadataInThread } from './metadata';
import { outOfTime } from './files/errors';
import { SaveError, sentence, writeAll } from './files/save';
import { convertInThread, examineInThread, examineOwnInThread } from './thread/threads';

/**
 * `zooport export --parent`, for `zooport.export` alone: the Python process that started this one is the Python half.
 *
 * Its first line on standard input is the order (export/exportRequest.ts) with `part`, the file to write. Then the protocol's
 * JSON lines go the other way round: requests on standard output, answers on standard input. Lines without an `id` tell
 * `progress`, and at the end `done` or `failed`. Where the parent ends, or asks to (SIGTERM), nothing is left.
 */
export async function runParent(terminal: Terminal): Promise<number> {
  const gone = new AbortController();
  const signal = AbortSignal.any([terminal.signal, gone.signal]);
  const { line, rest } = await firstLine(Readable.toWeb(process.stdin) as ReadableStream<Uint8Array>);
  const session = new StdioSession(rest, Writable.toWeb(process.stdout) as WritableStream<Uint8Array>, '', () => {
    gone.abort(new KernelError('dead', 'The Python process of this export is gone.'));
    return new KernelError('dead', 'The Python process of this export is gone.');
  });
  const tell = (message: object): void => terminal.out(`${JSON.stringify(message)}\n`);
  const limit = new TimeLimit(timeoutOf(line), signal);
  try {
    tell({ done: await make(line, transportOf(session), tell, limit.signal) });
    return 0;
  } catch (error) {
    signal.throwIfAborted();
    if (limit.isOver) {
      tell({ failed: { problem: 'timeout', message: outOfTime('export', limit, 'timeout=SECONDS') } });
      return 1;
    }
    if (!isKnown(error)) {
      throw error;
    }
    tell({ failed: { problem: problemOf(error), message: error.message } });
    return 1;
  }
}

interface Done {
  readonly fileName: string;
  readonly size: number;
  readonly notes: readonly string[];
}

async function make(
  line: string,
  transport: KernelTransport,
  tell: (message: object) => void,
  signal: AbortSignal
): Promise<Done> {
  const given: unknown = JSON.parse(line);
  const order = await withMetadata(readOrder(given), signal);
  const engine = await createNodeEngine();
  try {
    const progress = (step: { message: string; fraction?: number }): void => tell({ progress: step });
    const threads = { convert: convertInThread, examine: examineInThread, examineOwn: examineOwnInThread };
    const bundle = await buildOrder(order, { transport, engine, ...threads }, { progress, signal }, new Date());
    const size = await write(partOf(given), bundle.pack(signal), signal);
    return { fileName: bundle.fileName, size, notes: bundle.notes };
  } finally {
    await engine.dispose();
  }
}

async function withMetadata(order: Order, signal: AbortSignal): Promise<Order> {
  const { metadataText } = order;
  return metadataText === undefined
    ? order
    : { ...order, metadataFile: await metadataInThread(metadataText, undefined, signal) };
}

/** Only the file that the parent has made is written to; it moves the file into place, or removes it. */
async function write(part: string, content: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<number> {
  const handle = await open(part, 'r+');
  try {
    const size = await writeAll(handle, content, signal);
    await handle.sync();
    return size;
  } catch (error) {
    await rm(part, { force: true });
    throw error instanceof Error && 'syscall' in error ? new SaveError(sentence(part, error), { cause: error }) : error;
  } finally {
    await handle.close();
  }
}

/** Seconds; the usual ones where the caller says nothing. */
function timeoutOf(line: string): number {
  const given: unknown = JSON.parse(line);
  const seconds = typeof given === 'object' && given !== null && 'timeout' in given ? given.timeout : undefined;
  return typeof seconds === 'number' && seconds > 0 ? seconds : usualSeconds;
}

function partOf(given: unknown): string {
  if (typeof given === 'object' && given !== null && 'part' in given && typeof given.part === 'string') {
    return given.part;
  }
  throw new ExportError('metadata', 'Python and this part of Zooport have different versions. Install zooport again.');
}

/** Both ends read the same disk. */
function transportOf(session: StdioSession): KernelTransport {
  return {
    request: (method, params, on) => session.request(method, params, on),
    fetchFile: async (path, signal) => Readable.toWeb(createReadStream(path, { signal })) as ReadableStream<Uint8Array>
  };
}

/** The first line of a stream, and the stream that follows it. */
async function firstLine(
  stream: ReadableStream<Uint8Array>
): Promise<{ line: string; rest: ReadableStream<Uint8Array> }> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  for (;;) {
    const { value, done } = await reader.read();
    const end = done ? -1 : value.indexOf(10);
    if (done || end >= 0) {
      const line = Buffer.concat([...parts, ...(done ? [] : [value.subarray(0, end)])]).toString('utf8');
      const after = done ? new Uint8Array() : value.subarray(end + 1);
      return { line, rest: continued(reader, after) };
    }
    parts.push(value);
  }
}

function continued(reader: ReadableStreamDefaultReader<Uint8Array>, first: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: controller => controller.enqueue(first),
    async pull(controller) {
      const { value, done } = await reader.read();
      if (done) {
        controller.close();
      } else {
        controller.enqueue(value);
      }
    }
  });
}

function problemOf(error: Error): string {
  return 'problem' in error && typeof error.problem === 'string' ? error.problem : error.name;
}
