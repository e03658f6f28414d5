import type { Progress } from '../../../kernel/protocol';
import { SourceError } from '../../../bundle/source';
import { EngineError } from '../../../runtime/engine';
import { type AssetName, fetchAsset } from '../assets';
import type { CellEngine } from '../engine';
import type { Kernel } from '../kernel';
import type { Made, applyFixToText, make, saveMended } from './entry';

/** What `entry.ts` exports. */
export interface Writer {
  readonly applyFixToText: typeof applyFixToText;
  readonly make: typeof make;
  readonly saveMended: typeof saveMended;
}

/** The part of the widget that writes bundles and mends. */
export async function loadWriter(kernel: Kernel, signal: AbortSignal): Promise<Writer> {
  const url = URL.createObjectURL(await fetchAsset(kernel, 'export.js', 'text/javascript', signal));
  try {
    return (await import(/* webpackIgnore: true */ url)) as Writer;
  } finally {
    URL.revokeObjectURL(url);
  }
}

interface Making {
  readonly kernel: Kernel;
  readonly engine: CellEngine;
  progress(progress: Progress): void;
  readonly signal: AbortSignal;
}

/** Loads the part that makes bundles and lets it work. Whether the page runs networks at all is found out first. */
export async function startMaking(order: unknown, { kernel, engine, progress, signal }: Making): Promise<Made> {
  progress({ message: 'Starting in this page' });
  await engine.start(signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error instanceof EngineError ? blocked(error) : error;
  });
  const address = async (name: AssetName): Promise<string> =>
    URL.createObjectURL(await fetchAsset(kernel, name, 'text/javascript', signal));
  const [worker, hdf5] = [await address('convert.worker.js'), await address('hdf5.mjs')];
  try {
    const { make } = await loadWriter(kernel, signal);
    // Behind the #: an address of a page's own memory takes nothing else.
    const convertUrl = `${worker}#hdf5=${encodeURIComponent(hdf5)}`;
    return await make(order, { kernel, engine, convertUrl, progress, signal });
  } finally {
    URL.revokeObjectURL(worker);
    URL.revokeObjectURL(hdf5);
  }
}

function blocked(error: EngineError): SourceError {
  return new SourceError(
    'unreachable',
    `This page cannot make the bundle: ${error.reason} The kernel can do it where it has Node 20 or later: pip install zooport[cli], then run the cell again.`,
    { cause: error }
  );
}
