import type { FrameNews, Invitation } from '../runtime/protocol';

/**
 * The script of the hidden, isolated frame: says whether it is isolated, then starts the worker that it is told to and
 * hands it the port. It stands alone (types are all that it imports), because it is loaded as a file of its own.
 */
function tell(news: FrameNews): void {
  window.parent.postMessage(news, location.origin);
}

function isInvitation(data: unknown): data is Invitation {
  return typeof data === 'object' && data !== null && 'zooport' in data && data.zooport === 'runtime';
}

window.addEventListener('message', event => {
  const { data, origin, ports } = event;
  if (origin !== location.origin || !isInvitation(data) || new URL(data.workerUrl).origin !== location.origin) {
    return;
  }
  const worker = new Worker(data.workerUrl, { type: 'module' });
  worker.onerror = () => tell({ zooport: 'frame', state: 'failed' });
  worker.postMessage(ports[0], [ports[0]]);
});

tell({ zooport: 'frame', state: 'ready', isolated: window.crossOriginIsolated });
