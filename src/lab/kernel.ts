import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel, KernelMessage as JupyterMessage } from '@jupyterlab/services';
import { jupyterTransport, type ExecuteContent, type KernelExecutor, type KernelMessage } from '../kernel/jupyter';
import { KernelError, type KernelTransport } from '../kernel/protocol';
import { bundledSources } from './pysources';

/** How long a kernel may be busy with the researcher's own cells before that is said, in ms. */
const patience = 3000;

/** The Python half in the kernel of a notebook. Throws `KernelError` where there is none, or it cannot answer. */
export async function notebookTransport(session: ISessionContext, signal?: AbortSignal): Promise<KernelTransport> {
  // A notebook that was just opened is still starting its kernel.
  await Promise.race([session.ready, aborted(signal)]);
  const kernel = session.session?.kernel;
  if (!kernel) {
    throw new KernelError(
      'dead',
      'This notebook has no kernel. Choose one with the kernel name at the top right of the notebook, then look again.'
    );
  }
  assertAlive(kernel);
  await untilIdle(kernel, signal);
  await untilHeard(kernel, signal);
  return jupyterTransport(executorOf(kernel), await bundledSources());
}

function executorOf(kernel: Kernel.IKernelConnection): KernelExecutor {
  return {
    execute: (content, onMessage) => execute(kernel, content, onMessage),
    interrupt: () => kernel.interrupt()
  };
}

async function execute(
  kernel: Kernel.IKernelConnection,
  content: ExecuteContent,
  onMessage: (message: KernelMessage) => void
): Promise<unknown> {
  assertAlive(kernel);
  const future = kernel.requestExecute({ ...content });
  future.onIOPub = (message: JupyterMessage.IIOPubMessage) => {
    onMessage({ type: message.header.msg_type, content: message.content });
  };
  const { lost, forget } = whenLost(kernel);
  try {
    const reply = await Promise.race([future.done, lost]);
    return reply?.content;
  } catch (error) {
    // The future of a kernel that goes away is cancelled; that says nothing to a biologist.
    throw error instanceof KernelError ? error : gone(error);
  } finally {
    forget();
    future.dispose();
  }
}

/** Rejects when the kernel dies or restarts in the middle of a request. */
function whenLost(kernel: Kernel.IKernelConnection): { lost: Promise<never>; forget(): void } {
  let forget = (): void => undefined;
  const lost = new Promise<never>((_, reject) => {
    const onStatus = (_: unknown, status: Kernel.Status): void => {
      if (['dead', 'restarting', 'autorestarting', 'terminating'].includes(status)) {
        reject(gone());
      }
    };
    kernel.statusChanged.connect(onStatus);
    forget = () => kernel.statusChanged.disconnect(onStatus);
  });
  lost.catch(() => undefined);
  return { lost, forget };
}

function gone(cause?: unknown): KernelError {
  return new KernelError(
    'dead',
    'The kernel ended or restarted in the middle. Your trained network on disk is safe: wait until the kernel has started again, then try again. If it ended by itself, the machine may have run out of memory.',
    cause instanceof Error ? { reason: cause.message } : {}
  );
}

function assertAlive(kernel: Kernel.IKernelConnection): void {
  if (kernel.isDisposed || kernel.status === 'dead' || kernel.status === 'terminating') {
    throw new KernelError(
      'dead',
      'The kernel of this notebook has died. Restart it (menu Kernel, Restart Kernel); the trained network on disk is enough, nothing has to be trained again.'
    );
  }
}

/** Waits a little for a busy kernel: a request would only queue up behind the researcher's cells. */
async function untilIdle(kernel: Kernel.IKernelConnection, signal?: AbortSignal): Promise<void> {
  if (kernel.status !== 'busy') {
    return;
  }
  let stop = (): void => undefined;
  const idle = new Promise<boolean>(resolve => {
    const timer = setTimeout(() => resolve(false), patience);
    const onStatus = (): void => {
      if (kernel.status !== 'busy') {
        resolve(true);
      }
    };
    kernel.statusChanged.connect(onStatus);
    stop = () => {
      clearTimeout(timer);
      kernel.statusChanged.disconnect(onStatus);
    };
  });
  try {
    if (!(await Promise.race([idle, aborted(signal)]))) {
      throw new KernelError(
        'busy',
        'The kernel is busy with a cell of the notebook. Wait until it has finished, or interrupt it.'
      );
    }
  } finally {
    stop();
  }
}

/**
 * A kernel that was killed and started again may have a line on which nothing comes any more: then its state is unknown,
 * and a request would wait for ever. It is asked once, and where it does not answer the line is made anew.
 */
async function untilHeard(kernel: Kernel.IKernelConnection, signal?: AbortSignal): Promise<void> {
  if (kernel.status !== 'unknown' || (await answers(kernel, signal))) {
    return;
  }
  await Promise.race([kernel.reconnect().catch(() => undefined), aborted(signal)]);
  assertAlive(kernel);
  if (!(await answers(kernel, signal)) && kernel.status === 'unknown') {
    throw gone();
  }
}

/** Whether a kernel says who it is within some seconds. */
async function answers(kernel: Kernel.IKernelConnection, signal?: AbortSignal): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>(resolve => {
    timer = setTimeout(() => resolve(false), 3 * patience);
  });
  const reply = kernel.requestKernelInfo().then(
    () => true,
    () => false
  );
  try {
    return await Promise.race([reply, late, aborted(signal)]);
  } finally {
    clearTimeout(timer);
  }
}

/** Never resolves; rejects with the signal's reason. */
function aborted(signal?: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
    }
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
