import type { Kernel } from './kernel';

/** What `main.tsx` exports. */
export interface Main {
  mount(kernel: Kernel, element: HTMLElement): () => void;
}

/** Hash of the built report; build/widget.mjs writes it in. */
declare const ZOOPORT_BUILD: string;

const place = Symbol.for('zooport.cell');

/**
 * The report's code by its hash, once for all reports in a page: every one of them comes with a loader of its own.
 * Only what has arrived is shared: a kernel that dies while it sends would keep all others waiting.
 */
function arrived(): Map<string, Main> {
  const page: typeof globalThis & { [place]?: Map<string, Main> } = globalThis;
  return (page[place] ??= new Map<string, Main>());
}

export function sharedMain(): Main | undefined {
  return arrived().get(ZOOPORT_BUILD);
}

/** Gives the one to use: another report may have been faster. */
export function shareMain(main: Main): Main {
  const first = sharedMain() ?? main;
  arrived().set(ZOOPORT_BUILD, first);
  return first;
}
