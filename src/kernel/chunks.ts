import type { KernelTransport, Result } from './protocol';

/** Bytes per request; in base64 well below the 10 MB at which a Jupyter server drops a message without a word. */
const CHUNK = 4 << 20;

/** A file as a stream, read part by part as it is asked for. */
export function readInChunks(
  read: (offset: number, length: number) => Promise<Result<'read'>>,
  signal?: AbortSignal
): ReadableStream<Uint8Array> {
  let offset = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        signal?.throwIfAborted();
        const { data, size } = await read(offset, CHUNK);
        const bytes = fromBase64(data);
        offset += bytes.length;
        if (bytes.length > 0) {
          controller.enqueue(bytes);
        }
        if (offset >= size || bytes.length === 0) {
          controller.close();
        }
      }
    },
    { highWaterMark: 0 }
  );
}

/** The bytes of a base64 text. */
function fromBase64(text: string): Uint8Array {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) {
    bytes[i] = letters.charCodeAt(i);
  }
  return bytes;
}

/** A file written into a folder of the Python half, part by part. */
export async function writeInChunks(
  transport: KernelTransport,
  { directory, name }: { readonly directory: string; readonly name: string },
  bytes: Uint8Array,
  signal?: AbortSignal
): Promise<void> {
  // An empty file is one part, too.
  for (let offset = 0; offset === 0 || offset < bytes.length; offset += CHUNK) {
    const data = toBase64(bytes.subarray(offset, offset + CHUNK));
    await transport.request('write', { directory, name, data }, { ...(signal && { signal }) });
  }
}

/** Arguments of one call: engines bound their number. */
const AT_ONCE = 1 << 13;

/** Bytes as a base64 text. */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += AT_ONCE) {
    parts.push(String.fromCharCode(...bytes.subarray(i, i + AT_ONCE)));
  }
  return btoa(parts.join(''));
}
