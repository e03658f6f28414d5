import type { FileSource } from '../../bundle/source';
import type { Reader } from '../../bundle/reading/reader';
import type { ImageSource } from '../../image/source';
import type { Runner } from '../../run/model';

export interface OpenRunner {
  readonly reader: Reader;
  readonly threads?: number;
  readonly signal: AbortSignal;
}

/** What a call needs beside the disk. */
export interface RunServices {
  openRunner(source: FileSource, options: OpenRunner): Promise<Runner>;
  /** Rejects with `ImageError`. */
  openImage(path: string, axes: string | undefined, signal: AbortSignal): Promise<ImageSource>;
}

export const nodeServices: RunServices = {
  openRunner: () => Promise.reject(new Error('not yet')),
  openImage: () => Promise.reject(new Error('not yet'))
};
