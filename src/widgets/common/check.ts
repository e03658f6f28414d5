import type { CheckOptions } from '../../preview/check';
import type { Reader } from '../../bundle/reading/reader';
import type { Report, StepEvent } from '../../preview/report/report';
import type { FileSource } from '../../bundle/source';
import type { InferenceEngine } from '../../runtime/engine';

/**
 * Runs a bundle and compares, see `preview/check`; closes the source whatever happens.
 * Loaded when first needed: the panel opens before the reader of bundles has arrived.
 */
export async function checkBundle(
  source: FileSource,
  options: Pick<CheckOptions, 'runners' | 'howToRun'> & {
    engine: InferenceEngine;
    reader?: Reader;
    signal: AbortSignal;
    stop?: AbortSignal;
    onStep(event: StepEvent): void;
    /** The report before the reason of a failure is looked for. */
    onReport?(report: Report): void;
  }
): Promise<Report> {
  try {
    const { check } = await import('../../preview/check');
    return await check(source, options);
  } finally {
    await source.close?.();
  }
}

/** For `checkBundle`, where a front has one. */
export function readerOf({ reader }: { reader?: Reader }): { reader?: Reader } {
  return reader ? { reader } : {};
}
