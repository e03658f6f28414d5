import { fetchAsset } from './assets';
import { Kernel } from './kernel';
import type { Model } from './model';
import { type Main, shareMain, sharedMain } from './shared';

interface Rendering {
  readonly model: Model;
  readonly el: HTMLElement;
}

/** Entry of the widget's own, small code: what a notebook keeps of it. The report's code comes from the kernel. */
function render({ model, el }: Rendering): () => void {
  const kernel = new Kernel(model);
  const closed = new AbortController();
  let unmount: (() => void) | undefined;
  const forget = kernel.onSlow(slow => {
    el.textContent = slow
      ? 'Zooport waits for the kernel. It is busy with another cell, or it was ended: then run this cell again.'
      : '';
  });
  void main(kernel, closed.signal).then(
    ({ mount }) => {
      forget();
      unmount = closed.signal.aborted ? undefined : mount(kernel, el);
    },
    (error: unknown) => {
      forget();
      el.textContent = `Zooport's report cannot be shown here: ${error instanceof Error ? error.message : String(error)}`;
    }
  );
  return () => {
    closed.abort();
    unmount?.();
    kernel.dispose();
  };
}

async function main(kernel: Kernel, signal: AbortSignal): Promise<Main> {
  const known = sharedMain();
  if (known) {
    return known;
  }
  const code = await fetchAsset(kernel, 'widget.js', 'text/javascript', signal);
  const url = URL.createObjectURL(code);
  try {
    return shareMain((await import(/* webpackIgnore: true */ url)) as Main);
  } finally {
    URL.revokeObjectURL(url);
  }
}

export default { render };
