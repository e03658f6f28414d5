import { readInChunks } from '../../kernel/chunks';
import { cancelled, isProgress, resultOf } from '../../kernel/guards';
import type { KernelTransport, Method, Params, Progress, Result } from '../../kernel/protocol';
import type { Kernel } from './kernel';

interface On {
  progress?(progress: Progress): void;
  readonly signal?: AbortSignal;
}

/** The Python half in the widget's own kernel, over the widget's messages (zooport/kernel_calls.py). */
export function widgetTransport(kernel: Kernel): KernelTransport {
  const request = async <M extends Method>(method: M, params: Params<M>, on: On = {}): Promise<Result<M>> => {
    // Only a wait can be given up: the reply is taken even after a cancellation, since then something has to be removed.
    // Weights run beside the kernel, and end with the folder that is given up then.
    const wait = method === 'weights' ? on.signal : undefined;
    const { message } = await kernel.ask({ ask: 'call', method, params }, wait, {
      heard: ({ progress }) => {
        if (isProgress(progress)) {
          on.progress?.(progress);
        }
      }
    });
    const result = resultOf(method, message.reply);
    if (on.signal?.aborted) {
      if (isPrepared(result)) {
        await kernel.ask({ ask: 'call', method: 'release', params: { directory: result.directory } });
      }
      throw cancelled();
    }
    return result;
  };
  return {
    request,
    fetchFile: (path, signal) =>
      Promise.resolve(readInChunks((offset, length) => request('read', { path, offset, length }, { signal }), signal))
  };
}

function isPrepared(result: object): result is { directory: string } {
  return 'directory' in result && typeof result.directory === 'string';
}
