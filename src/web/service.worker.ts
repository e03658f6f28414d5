/** The few parts of a service worker's scope that are used here; TypeScript's DOM types have none of them. */
interface ServiceScope {
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install', listener: (event: { waitUntil(work: Promise<unknown>): void }) => void): void;
  addEventListener(
    type: 'fetch',
    listener: (event: { request: Request; respondWith(response: Response): void }) => void
  ): void;
}

const scope = self as unknown as ServiceScope;

scope.addEventListener('install', event => event.waitUntil(scope.skipWaiting()));

/** Answers a navigation inside this script's own folder (nothing else is in its scope) with the isolated, empty page. */
scope.addEventListener('fetch', event => {
  if (event.request.mode === 'navigate') {
    event.respondWith(framePage(new URL(event.request.url).searchParams.get('script') ?? ''));
  }
});

function framePage(script: string): Response {
  // A file of the same folder and nothing else: whoever links here shall not choose what runs on this origin.
  if (!/^[\w-]+(\.[\w-]+)*\.js$/.test(script)) {
    return new Response('', { status: 404 });
  }
  return new Response(`<!doctype html><title>Zooport runtime</title><script type="module" src="${script}"></script>`, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Document-Isolation-Policy': 'isolate-and-credentialless',
      'Content-Security-Policy':
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'self'"
    }
  });
}
