import { readDescription } from '../../spec/read';
import type { ReadResult } from '../../spec/read';
import type { Workers } from '../../thread/serve';
import { readNetwork } from './reader';
import type { NetworkRead } from './reader';

/** The work of a thread that reads. */
export interface ReadingWorks {
  description: { readonly input: string; readonly output: ReadResult };
  network: { readonly input: Uint8Array; readonly output: NetworkRead | null };
}

export const readingWorks: Workers<ReadingWorks> = {
  description: text => ({ output: readDescription(text) }),
  network: bytes => ({ output: readNetwork(bytes) })
};
