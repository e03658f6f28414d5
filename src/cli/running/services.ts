import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { FileSource } from '../../bundle/source';
import type { Reader } from '../../bundle/reading/reader';
import { openImage } from '../../image/open';
import type { ImageSource } from '../../image/source';
import type { Runner } from '../../run/model';
import { openZarr } from '../../image/zarr/open';
import { openRunner } from '../../run/open';
import { createNodeEngine } from '../../runtime/node';
import { fileReader } from '../files/source';
import { folderTree } from '../files/tree';

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
  openRunner: async (source, { reader, threads, signal }) => {
    const engine = await createNodeEngine(threads === undefined ? {} : { threads });
    try {
      const runner = await openRunner(source, { engine, reader, signal, threads: threads ?? usualThreads() });
      return {
        ...runner,
        dispose: async () => {
          await runner.dispose();
          await engine.dispose();
        }
      };
    } catch (error) {
      await engine.dispose();
      throw error;
    }
  },
  openImage: async (path, axes, signal) => {
    const options = { signal, ...(axes !== undefined && { axes }) };
    const found = await stat(path);
    if (found.isDirectory()) {
      return openZarr(folderTree(path), basename(path), options);
    }
    const file = fileReader(path);
    try {
      const image = await openImage(file, basename(path), options);
      return {
        info: image.info,
        read: (region, over) => image.read(region, over),
        close: async () => {
          await image.close?.();
          await file.close?.();
        }
      };
    } catch (error) {
      await file.close?.();
      throw error;
    }
  }
};

/** A network each: more would mostly wait for the memory. */
function usualThreads(): number {
  return Math.min(availableParallelism(), 4);
}
