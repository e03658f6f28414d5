import { callExpression, digestOf, installExpression } from './bootstrap';
import { cancelled, isProgress, resultOf } from './guards';
import { KernelError, type KernelTransport, type Method, type Params, type Progress, type Result } from './protocol';
import { readInChunks } from './chunks';
import type { Sources } from './sources';
import { isRecord } from '../tensor/lookup';

const REPLY_TYPE = 'application/vnd.zooport.reply.v1+json';
const PROGRESS_TYPE = 'application/vnd.zooport.progress.v1+json';

const EXPRESSION = 'zooport';

/** Content of an `execute_request` that shows nothing, counts nothing and stops nothing. */
export interface ExecuteContent {
  code: string;
  silent: boolean;
  store_history: boolean;
  allow_stdin: boolean;
  stop_on_error: boolean;
  user_expressions: Record<string, string>;
}

/** An iopub message that belongs to a request, as plain objects. */
export interface KernelMessage {
  readonly type: string;
  readonly content: unknown;
}

/** What a kernel connection has to offer; `lab/` wires it to JupyterLab's own. */
export interface KernelExecutor {
  /**
   * Sends one `execute_request` and resolves with the content of its reply.
   * Rejects with `KernelError` ('dead', 'busy') where the kernel cannot answer.
   */
  execute(content: ExecuteContent, onMessage: (message: KernelMessage) => void): Promise<unknown>;
  /** Interrupts what the kernel runs now. Only called while it runs our own request. */
  interrupt(): Promise<void>;
}

/** The request for one expression. */
function requestContent(expression: string): ExecuteContent {
  return {
    code: '',
    silent: true,
    store_history: false,
    allow_stdin: false,
    stop_on_error: false,
    user_expressions: { [EXPRESSION]: expression }
  };
}

/** The reply of the Python half in the content of an `execute_reply`; 'missing' where the kernel has no package (yet). */
export function replyIn(content: unknown): { reply: unknown } | 'missing' {
  const value = expressionIn(content);
  const data = isRecord(value.data) ? value.data : {};
  if (REPLY_TYPE in data) {
    return { reply: data[REPLY_TYPE] };
  }
  if (data['text/plain'] === 'None') {
    return 'missing';
  }
  throw new KernelError('internal', 'The kernel answered something else than was asked. Is it a Python kernel?', {
    content
  });
}

/** Throws unless the package was installed. */
function assertInstalled(content: unknown): void {
  expressionIn(content);
}

/** What a message during a request says of the progress; null for any other message. */
function progressIn(message: KernelMessage): Progress | null {
  if (message.type !== 'display_data' || !isRecord(message.content) || !isRecord(message.content.data)) {
    return null;
  }
  const progress = message.content.data[PROGRESS_TYPE];
  return isProgress(progress) ? progress : null;
}

/** Whether the kernel has begun with the request that this message belongs to. */
function hasBegun(message: KernelMessage): boolean {
  return message.type === 'status' && isRecord(message.content) && message.content.execution_state === 'busy';
}

/** The Python half in a Jupyter kernel: installed with the first request, again after a restart. */
export function jupyterTransport(executor: KernelExecutor, sources: Sources): KernelTransport {
  const digest = digestOf(sources);

  async function request<M extends Method>(
    method: M,
    params: Params<M>,
    on?: { progress?(progress: Progress): void; signal?: AbortSignal }
  ): Promise<Result<M>> {
    const ask = () => run(executor, callExpression(digest, method, params), on);
    let answer = replyIn(await ask());
    if (answer === 'missing') {
      assertInstalled(await run(executor, installExpression(sources), { signal: on?.signal }));
      answer = replyIn(await ask());
    }
    if (answer === 'missing') {
      throw new KernelError(
        'internal',
        'The Python half could not be installed in this kernel. Restart it and try again.'
      );
    }
    return resultOf(method, answer.reply);
  }

  return {
    request,
    fetchFile: (path, signal) =>
      Promise.resolve(readInChunks((offset, length) => request('read', { path, offset, length }, { signal }), signal))
  };
}

/**
 * One expression. Cancelling interrupts the kernel, but only once this very request has told of its progress: before that,
 * the interrupt would hit the researcher's own cell, for instance a training; and what tells no progress is over so soon
 * that it would hit the cell after it.
 */
async function run(
  executor: KernelExecutor,
  expression: string,
  on?: { progress?(progress: Progress): void; signal?: AbortSignal }
): Promise<unknown> {
  const signal = on?.signal;
  if (signal?.aborted) {
    throw cancelled();
  }
  const state = { begun: false, long: false, interrupted: false, over: false };
  const interrupt = () => {
    if (signal?.aborted && state.long && !state.interrupted && !state.over) {
      state.interrupted = true;
      void executor.interrupt().catch(() => undefined);
    }
  };
  const onMessage = (message: KernelMessage) => {
    state.begun ||= hasBegun(message);
    const progress = progressIn(message);
    if (progress) {
      state.long = true;
      interrupt();
      if (!signal?.aborted) {
        on?.progress?.(progress);
      }
    }
  };
  const reply = executor.execute(requestContent(expression), onMessage).finally(() => {
    state.over = true;
  });
  return signal ? await orAborted(reply, signal, () => state.begun, interrupt) : await reply;
}

/**
 * A request that runs is waited for, since only then has the Python half cleaned up; one that still waits behind the
 * researcher's cells is left at once.
 */
function orAborted<T>(reply: Promise<T>, signal: AbortSignal, begun: () => boolean, interrupt: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      interrupt();
      if (!begun()) {
        reject(cancelled());
      }
    };
    signal.addEventListener('abort', abort, { once: true });
    reply
      .then(
        value => (signal.aborted ? reject(cancelled()) : resolve(value)),
        error => reject(error)
      )
      .finally(() => signal.removeEventListener('abort', abort));
  });
}

function expressionIn(content: unknown): Record<string, unknown> {
  if (!isRecord(content)) {
    throw new KernelError('internal', 'The kernel gave no reply.', { content });
  }
  if (content.status === 'aborted' || content.status === 'abort') {
    throw new KernelError('busy', 'The kernel dropped the request because a cell before it failed. Try again.');
  }
  const expressions = isRecord(content.user_expressions) ? content.user_expressions : {};
  const value = expressions[EXPRESSION];
  if (isRecord(value) && value.status === 'ok') {
    return value;
  }
  const failure = isRecord(value) ? value : content;
  if (failure.ename === 'KeyboardInterrupt') {
    throw cancelled();
  }
  const traceback = Array.isArray(failure.traceback) ? failure.traceback.join('\n') : undefined;
  throw new KernelError(
    'internal',
    `The kernel could not run the Python half (${String(failure.ename)}: ${String(failure.evalue)}). Is it a Python kernel, version 3.8 or newer?`,
    {},
    traceback
  );
}
