import type { Channel, FrameNews, Invitation } from './protocol';

/**
 * WebAssembly threads need a page that is isolated from others, which JupyterLab's is not, and no server setting shall be
 * needed. So a service worker, scoped to the extension's own static folder, answers for an address there with an empty
 * page that isolates itself (`Document-Isolation-Policy`, Chromium 137 and later); that page, a hidden frame, starts the worker.
 */
export interface FrameUrls {
  /** The bundled `web/service.worker.ts`. */
  readonly swUrl: string;
  /** The built `web/frame.ts`, in the same folder. */
  readonly frameUrl: string;
}

/** How long the frame may take to come up, in ms; measured: 730 the first time, 60 afterwards; more on a busy machine. */
const FRAME_START = 6000;

/** Rejects, with whatever reason, where the browser or the page does not allow it; within a few seconds at most. */
export async function isolatedChannel(workerUrl: string, urls: FrameUrls): Promise<Channel> {
  const folder = new URL('.', urls.swUrl);
  const limit = AbortSignal.timeout(FRAME_START);
  await orLimit(activeServiceWorker(urls.swUrl, folder.pathname), limit);
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.title = 'Zooport runtime';
  frame.setAttribute('aria-hidden', 'true');
  frame.src = new URL(`frame?script=${encodeURIComponent(fileName(urls.frameUrl))}`, folder).href;
  const news = new FrameNewsReader(frame);
  document.body.append(frame);
  const end = (): void => {
    news.stop();
    frame.remove();
  };
  try {
    await orLimit(news.ready, limit);
    return { ...invite(frame, workerUrl), died: news.failed, end };
  } catch (error) {
    end();
    throw error;
  }
}

async function activeServiceWorker(url: string, scope: string): Promise<void> {
  if (!window.isSecureContext || !('serviceWorker' in navigator)) {
    throw new Error('This page can have no service worker.');
  }
  const registration = await navigator.serviceWorker.register(url, { scope });
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  await new Promise<void>((resolve, reject) => {
    const look = (): void => {
      if (worker?.state === 'activated') {
        resolve();
      } else if (!worker || worker.state === 'redundant') {
        reject(new Error('The service worker was not installed.'));
      }
    };
    worker?.addEventListener('statechange', look);
    look();
  });
}

/** Listens to what one frame says; others on the page are not believed. */
class FrameNewsReader {
  readonly ready: Promise<void>;
  readonly failed: Promise<never>;
  readonly stop: () => void;

  constructor(frame: HTMLIFrameElement) {
    let onReady: () => void;
    let onRefused: (reason: Error) => void;
    let onFailed: (reason: Error) => void;
    this.ready = new Promise((resolve, reject) => {
      onReady = resolve;
      onRefused = reject;
    });
    this.failed = new Promise((_, reject) => {
      onFailed = reject;
    });
    const listen = (event: MessageEvent<unknown>): void => {
      if (event.source !== frame.contentWindow || event.origin !== location.origin || !isFrameNews(event.data)) {
        return;
      }
      if (event.data.state === 'failed') {
        onFailed(new Error('its worker failed'));
      } else if (event.data.isolated) {
        onReady();
      } else {
        onRefused(new Error('This browser does not isolate the frame.'));
      }
    };
    this.stop = () => window.removeEventListener('message', listen);
    window.addEventListener('message', listen);
  }
}

function isFrameNews(data: unknown): data is FrameNews {
  return typeof data === 'object' && data !== null && 'zooport' in data && data.zooport === 'frame';
}

function invite(frame: HTMLIFrameElement, workerUrl: string): { port: MessagePort } {
  const { port1, port2 } = new MessageChannel();
  const invitation: Invitation = { zooport: 'runtime', workerUrl };
  frame.contentWindow?.postMessage(invitation, location.origin, [port2]);
  return { port: port1 };
}

function fileName(url: string): string {
  return new URL(url).pathname.split('/').at(-1) ?? '';
}

function orLimit<T>(promise: Promise<T>, limit: AbortSignal): Promise<T> {
  return Promise.race([
    promise,
    new Promise<never>((_, reject) => limit.addEventListener('abort', () => reject(limit.reason), { once: true }))
  ]);
}
