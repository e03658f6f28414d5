import { formatBytes } from './bytes';
import { limits } from './limits';
import { blockReader, bytesReader } from '../tensor/ranges';
import type { RangeReader } from '../tensor/ranges';
import type { FileSource } from './source';
import { SourceError } from './source';
import { fixedSink, memorySink } from './sink';
import { zipSource } from './zip';

/**
 * A zip at an address, read by HTTP ranges; where the server knows no ranges it is downloaded whole.
 * `init` goes into every request (headers, credentials); `name` is what the user knows the file by.
 * Every failure is a `SourceError`.
 */
export function httpZipSource(
  url: string,
  init: RequestInit = {},
  fetcher: typeof fetch = fetch,
  name = shown(url)
): FileSource {
  return zipSource(blockReader(httpReader(url, init, fetcher)), name);
}

export function httpReader(url: string, init: RequestInit, fetcher: typeof fetch): RangeReader {
  let started: Promise<RangeReader> | undefined;
  const start = (signal?: AbortSignal): Promise<RangeReader> => {
    const starting = (started ??= probe(url, init, fetcher, signal));
    starting.catch(() => (started = undefined));
    return starting;
  };
  return {
    size: async signal => (await start(signal)).size(signal),
    read: async (offset, length, signal) => (await start(signal)).read(offset, length, signal)
  };
}

/** The first request asks for one byte: the answer tells whether the server knows ranges, and the length. */
async function probe(
  url: string,
  init: RequestInit,
  fetcher: typeof fetch,
  signal?: AbortSignal
): Promise<RangeReader> {
  const response = await request(url, init, 'bytes=0-0', fetcher, signal);
  const total = /\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '')?.[1];
  if (response.status === 206 && total !== undefined) {
    await response.arrayBuffer();
    const changed = sameFile(response.headers);
    return {
      size: () => Promise.resolve(Number(total)),
      read: (offset, length, readSignal) => readRange({ url, init, fetcher, changed }, offset, length, readSignal)
    };
  }
  if (response.status === 206) {
    // A page of another origin is shown Content-Range only where the server allows it: then the whole has to come.
    return bytesReader(await download(await request(url, init, null, fetcher, signal), url));
  }
  return bytesReader(await download(response, url));
}

interface Place {
  readonly url: string;
  readonly init: RequestInit;
  readonly fetcher: typeof fetch;
  readonly changed: (headers: Headers) => boolean;
}

async function readRange(place: Place, offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
  if (length === 0) {
    return new Uint8Array(0);
  }
  const { url, init, fetcher, changed } = place;
  const response = await request(url, init, `bytes=${offset}-${offset + length - 1}`, fetcher, signal);
  if (!isRange(response, offset, length) || changed(response.headers)) {
    throw new SourceError('damaged', `The file at ${shown(url)} changed while it was read. Check it again.`);
  }
  return download(response, url, length);
}

/** Some servers (Jupyter's among them) answer 200 where the range happens to be the whole file. */
function isRange({ status, headers }: Response, offset: number, length: number): boolean {
  return status === 206 || (status === 200 && offset === 0 && headers.get('Content-Length') === String(length));
}

/** An address for a sentence: what follows the path may be a token. */
function shown(url: string): string {
  return url.replace(/[?#].*$/s, '');
}

async function request(
  url: string,
  init: RequestInit,
  range: string | null,
  fetcher: typeof fetch,
  signal?: AbortSignal
): Promise<Response> {
  const headers = new Headers(init.headers);
  if (range) {
    headers.set('Range', range);
  }
  let response: Response;
  try {
    response = await fetcher(url, { ...init, headers, signal: signal ?? init.signal ?? null });
  } catch (error) {
    signal?.throwIfAborted();
    throw new SourceError(
      'unreachable',
      `${shown(url)} cannot be reached. Is the address right, and does that server let web pages read its files? Otherwise download the bundle and check the file.`,
      { cause: error }
    );
  }
  if (response.ok) {
    return response;
  }
  await response.body?.cancel();
  throw response.status === 404
    ? new SourceError('not-found', `There is nothing at ${shown(url)} (404). Is the address right?`)
    : new SourceError('unreachable', `The server refused ${shown(url)} (${response.status}). Do you have access?`);
}

/** Whether a later answer is about another version of the file. */
function sameFile(first: Headers): (later: Headers) => boolean {
  return later =>
    ['ETag', 'Last-Modified'].some(name => {
      const [before, now] = [first.get(name), later.get(name)];
      return before !== null && now !== null && before !== now;
    });
}

/** The body, bounded: by the length that was asked for, by the stated one, or by what can be held at all. */
async function download(response: Response, url: string, exactly?: number): Promise<Uint8Array> {
  // A compressed answer states the length before it is unpacked.
  const stated = response.headers.get('Content-Encoding') ? null : response.headers.get('Content-Length');
  const expected = exactly ?? (stated === null ? null : Number(stated));
  if (expected !== null && expected > limits.read) {
    await response.body?.cancel();
    throw new SourceError(
      'too-large',
      `The file at ${shown(url)} has ${formatBytes(expected)}, and its server cannot send parts of it. Download it and check the file.`
    );
  }
  if (!response.body) {
    return new Uint8Array(0);
  }
  if (expected !== null) {
    const held = memorySink(expected);
    const sink = fixedSink(expected, held.begin());
    await piped(response.body, sink.writable, url);
    sink.end('zip', shown(url));
    return held.bytes();
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  const collect = new WritableStream<Uint8Array>({
    write(part) {
      length += part.length;
      if (length > limits.read) {
        throw new SourceError(
          'too-large',
          `The file at ${shown(url)} is too large to be held here. Download it and check the file.`
        );
      }
      parts.push(part);
    }
  });
  await piped(response.body, collect, url);
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}

async function piped(body: ReadableStream<Uint8Array>, into: WritableStream<Uint8Array>, url: string): Promise<void> {
  try {
    await body.pipeTo(into);
  } catch (error) {
    const kept = error instanceof SourceError || (error instanceof DOMException && error.name === 'AbortError');
    throw kept
      ? error
      : new SourceError('unreachable', `The connection to ${shown(url)} broke off. Try again.`, { cause: error });
  }
}
