import { createConverter } from '../../../convert/client';
import { createExaminer, createOwnExaminer } from '../../../export/proof/examining';
import { buildOrder, readOrder } from '../../../export/exportRequest';
import type { InferenceEngine } from '../../../runtime/engine';
import type { Progress } from '../../../kernel/protocol';
import { mendBundle } from '../../../preview/mend';
import type { MendedSource } from '../../../preview/overlay';
import type { Kernel } from '../kernel';
import type { Message } from '../model';
import { sendFile } from '../send';
import { widgetTransport } from '../transport';

export { applyFixToText } from '../../../spec/fixes/apply';

interface MakeServices {
  readonly kernel: Kernel;
  readonly engine: InferenceEngine;
  /** Address of the conversion worker, the HDF5 library's in it. */
  readonly convertUrl: string;
  progress(progress: Progress): void;
  readonly signal: AbortSignal;
}

/** What was written beside the kernel. */
export interface Made {
  readonly path: string;
  /** Sentences that the researcher should read. */
  readonly notes: readonly string[];
}

/**
 * Entry of the part of the widget that writes bundles, which is loaded only when it is needed. Makes the bundle of an
 * order and sends it to the kernel, which writes it. Errors carry a sentence for the researcher.
 */
export async function make(order: unknown, services: MakeServices): Promise<Made> {
  const { kernel, engine, convertUrl, progress, signal } = services;
  const transport = widgetTransport(kernel);
  const inThreads = {
    convert: createConverter(convertUrl),
    examine: createExaminer(convertUrl),
    examineOwn: createOwnExaminer(convertUrl)
  };
  const on = { progress, signal };
  const bundle = await buildOrder(readOrder(order), { transport, engine, ...inThreads }, on, new Date());
  progress({ message: 'Writing the bundle beside the kernel', fraction: 1 });
  const serial = await sendFile(kernel, bundle.pack(signal), signal);
  const { message } = await kernel.ask({ ask: 'made', serial, fileName: bundle.fileName, notes: bundle.notes });
  return { path: pathOf(message), notes: bundle.notes };
}

/** Writes a mended bundle beside the one that lies there, under a name that is free. Gives its path. */
export async function saveMended(kernel: Kernel, mended: MendedSource, signal: AbortSignal): Promise<string> {
  const { pack } = await mendBundle(mended, [], signal);
  const serial = await sendFile(kernel, pack(signal), signal);
  const { message } = await kernel.ask({ ask: 'mended', serial });
  return pathOf(message);
}

function pathOf({ path }: Message): string {
  return typeof path === 'string' ? path : '';
}
