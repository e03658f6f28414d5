import { cancelled, isProgress, resultOf } from './guards';
import type { KernelError } from './protocol';
import { type Method, type Params, type Progress, type Result } from './protocol';
import { isRecord } from '../tensor/lookup';

interface Waiting {
  readonly progress: ((progress: Progress) => void) | undefined;
  readonly settle: (reply: unknown) => void;
  readonly fail: (error: Error) => void;
}

/** The Python half behind two streams of JSON lines; whoever owns the process attaches its pipes. */
export class StdioSession {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #waiting = new Map<number, Waiting>();
  readonly #encoder = new TextEncoder();
  #next = 1;
  #ended: KernelError | null = null;

  /**
   * @param output what the process prints, UTF-8
   * @param input where the process reads
   * @param firstLine see `stdioFirstLine`
   * @param endOf why the output ended, as an error for everybody who still waits
   */
  constructor(
    output: ReadableStream<Uint8Array>,
    input: WritableStream<Uint8Array>,
    firstLine: string,
    endOf: () => KernelError | Promise<KernelError>
  ) {
    this.#writer = input.getWriter();
    this.#send(firstLine);
    void this.#listen(output, endOf);
  }

  async request<M extends Method>(
    method: M,
    params: Params<M>,
    on?: { progress?(progress: Progress): void; signal?: AbortSignal }
  ): Promise<Result<M>> {
    if (on?.signal?.aborted) {
      throw cancelled();
    }
    if (this.#ended) {
      throw this.#ended;
    }
    const id = this.#next++;
    // The reply is waited for even after a cancellation: only then has the Python half cleaned up.
    const cancel = () => this.#send(`${JSON.stringify({ cancel: id })}\n`);
    on?.signal?.addEventListener('abort', cancel, { once: true });
    try {
      const reply = new Promise<unknown>((settle, fail) => {
        this.#waiting.set(id, { progress: progress => on?.progress?.(progress), settle, fail });
      });
      this.#send(`${JSON.stringify({ id, method, params })}\n`);
      const result = resultOf(method, await reply);
      if (on?.signal?.aborted) {
        throw cancelled();
      }
      return result;
    } finally {
      this.#waiting.delete(id);
      on?.signal?.removeEventListener('abort', cancel);
    }
  }

  /** Ends the input: the process finishes by itself and removes its files. */
  async close(): Promise<void> {
    await this.#writer.close().catch(() => undefined);
  }

  #send(line: string): void {
    // A pipe that is gone shows as the end of the output, which says more.
    this.#writer.write(this.#encoder.encode(line)).catch(() => undefined);
  }

  async #listen(output: ReadableStream<Uint8Array>, endOf: () => KernelError | Promise<KernelError>): Promise<void> {
    try {
      for await (const line of lines(output)) {
        this.#take(line);
      }
    } catch {
      // The same end, seen as an error.
    }
    this.#ended = await endOf();
    for (const waiting of this.#waiting.values()) {
      waiting.fail(this.#ended);
    }
  }

  #take(line: string): void {
    const message = parsed(line);
    const waiting = isRecord(message) && typeof message.id === 'number' ? this.#waiting.get(message.id) : undefined;
    if (!waiting || !isRecord(message)) {
      return;
    }
    if (isProgress(message.progress)) {
      waiting.progress?.(message.progress);
      return;
    }
    waiting.settle(message);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const parts = (rest + decoder.decode(value, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
}
