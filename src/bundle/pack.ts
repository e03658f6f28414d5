import { Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';

/** A file of a bundle, fetched when its turn comes, so that one file at a time is in memory. */
export interface PackedFile {
  /** Relative to the description. */
  readonly name: string;
  read(signal?: AbortSignal): Promise<Uint8Array>;
}

/** Already compressed, or numbers that hardly get smaller: not worth the time. */
const stored = /\.(onnx|keras|h5|hdf5|png|zip|pt)$/i;

/**
 * A bundle's zip as a stream, never whole in memory. Same files and time: same bytes.
 *
 * Files stand in the order given, with the time `made` (UTC); weights are stored, others deflated; sizes beyond 4 GB take
 * zip64. Errors and aborting end the stream with an error.
 */
export function packFiles(files: readonly PackedFile[], made: Date, signal?: AbortSignal): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  void fill(writable, files, made, signal).catch(async (error: unknown) => {
    // The reader gets the reason; the writer's own promise was already refused by then.
    await writable.abort(error).catch(() => undefined);
  });
  return readable;
}

async function fill(
  writable: WritableStream<Uint8Array>,
  files: readonly PackedFile[],
  made: Date,
  signal?: AbortSignal
): Promise<void> {
  const zip = new ZipWriter(writable, {
    // One zip at a time and in the worker or page that already does the work; a strict page forbids further workers.
    useWebWorkers: false,
    // Only the plain DOS time, so that neither the time zone's rules nor the machine change a byte.
    extendedTimestamp: false,
    lastModDate: wallClock(made),
    dataDescriptor: false,
    keepOrder: true,
    signal,
    preventClose: false
  });
  for (const file of files) {
    signal?.throwIfAborted();
    const level = stored.test(file.name) ? 0 : 6;
    await zip.add(file.name, new Uint8ArrayReader(await file.read(signal)), { level });
  }
  await zip.close();
}

/** DOS times have no zone and are written from local fields: this date's local fields are the given date's UTC fields. */
function wallClock(date: Date): Date {
  return new Date(
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds()
  );
}
