import type { Caller } from '../../thread/caller';
import { secondsFor } from '../../thread/caller';
import { ThreadError } from '../../thread/thread';
import { SourceError } from '../source';
import { plainReader } from './reader';
import type { Reader } from './reader';
import type { ReadingWorks } from './works';

const tooLong =
  'The description (rdf.yaml) could not be read within 30 seconds. A description has a few kB; this one was written ' +
  'to hold up whoever reads it, or its file is damaged. Get the bundle again from where it came from.';
const failed = 'The description (rdf.yaml) cannot be read: it is too deeply nested, or too large for the memory.';

/** Reads in a thread with a deadline; where there is no thread to be had, in the caller's own. */
export function threadedReader(caller: Caller<ReadingWorks>): Reader {
  return {
    description: async (text, signal) => {
      try {
        return await caller.call('description', text, { signal });
      } catch (error) {
        if (isNoStart(error)) {
          return plainReader.description(text, signal);
        }
        throw error instanceof ThreadError
          ? new SourceError('damaged', error.problem === 'too-long' ? tooLong : failed, { cause: error })
          : error;
      }
    },
    network: async (bytes, signal) => {
      // Not slice(): of a Buffer that is a view, and giving it away would take the caller's bytes along.
      const own = new Uint8Array(bytes);
      try {
        const options = { transfer: [own.buffer], seconds: secondsFor(own.length), signal };
        return await caller.call('network', own, options);
      } catch (error) {
        if (isNoStart(error)) {
          return plainReader.network(bytes, signal);
        }
        if (error instanceof ThreadError) {
          return null;
        }
        throw error;
      }
    }
  };
}

function isNoStart(error: unknown): boolean {
  return error instanceof ThreadError && error.problem === 'no-start';
}
