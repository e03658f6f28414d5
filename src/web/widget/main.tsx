import * as React from 'react';
import { createRoot } from 'react-dom/client';
import { fetchAsset } from './assets';
import { Cell } from './Cell';
import { CellController } from './controller';
import type { Kernel } from './kernel';
import { needsDark } from './theme';

/** Shows the report of the kernel's bundle in `element` and checks it. Gives what takes it away again. */
export function mount(kernel: Kernel, element: HTMLElement): () => void {
  const host = document.createElement('div');
  // Keys belong to the report while it has the focus, not to the notebook's commands.
  host.dataset.lmSuppressShortcuts = 'true';
  element.replaceChildren(host);
  // A tree of its own: the notebook's styles do not reach in, ours not out.
  const shadow = host.attachShadow({ mode: 'open' });
  const hiding = document.createElement('style');
  const place = document.createElement('div');
  place.className = `jp-ZooportCell${needsDark(element) ? ' jp-mod-dark' : ''}`;
  shadow.append(place);
  const controller = new CellController(kernel, token => {
    // What a saved notebook keeps of this report says the same twice while the report is live.
    hiding.textContent = /^[0-9a-f]+$/.test(token) ? `.zooport-still-${token} { display: none; }` : '';
  });
  document.head.append(hiding);
  const root = createRoot(place);
  void addStyle(kernel, shadow).finally(() => {
    root.render(<Cell controller={controller} />);
    void controller.check();
  });
  return () => {
    controller.dispose();
    hiding.remove();
    root.unmount();
  };
}

let sheet: Promise<string> | undefined;

async function addStyle(kernel: Kernel, shadow: ShadowRoot): Promise<void> {
  const css = await (sheet ?? fetchAsset(kernel, 'widget.css', 'text/css').then(blob => blob.text()));
  sheet = Promise.resolve(css);
  const style = document.createElement('style');
  style.textContent = css;
  shadow.prepend(style);
}
