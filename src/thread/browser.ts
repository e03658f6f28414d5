import type { FromThread, Thread, ToThread } from './thread';

/** A module worker of this page. The address comes as a value: bundlers make a worker of their own of one they can see. */
export function browserThread(url: string): Thread {
  const worker = new Worker(url, { type: 'module' });
  return {
    post: (message, transfer) => worker.postMessage(message, [...transfer]),
    listen: on => {
      worker.onmessage = (event: MessageEvent<FromThread>) => on.message(event.data);
      worker.onerror = event => on.died(event.message || 'its script could not be loaded');
      worker.onmessageerror = () => on.died('its answer cannot be read');
    },
    end: () => worker.terminate()
  };
}

/** Inside the worker: `serve` gets the way to answer and gives what is to be called for each message. */
export function inBrowserThread(
  serve: (post: (message: FromThread, transfer: readonly ArrayBuffer[]) => void) => (message: ToThread) => Promise<void>
): void {
  const take = serve((message, transfer) => self.postMessage(message, { transfer: [...transfer] }));
  self.addEventListener('message', (event: MessageEvent<ToThread>) => void take(event.data));
}
