import type { KernelTransport } from '../../kernel/protocol';
import { sha256 } from '../../bundle/sha256';
import { ExportError } from '../errors';

/** A file that the Python half has written, with what it says of it. */
interface RemoteFile {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

/**
 * The bytes of a file in the Python half's folder, held against its size and hash.
 * Throws `ExportError` (`transfer`) where they arrived damaged.
 */
export async function fetchBytes(
  transport: KernelTransport,
  file: RemoteFile,
  signal?: AbortSignal
): Promise<Uint8Array> {
  const bytes = await collect(await transport.fetchFile(file.path, signal), file, signal);
  if ((await sha256(bytes)) !== file.sha256) {
    throw damaged(file);
  }
  return bytes;
}

async function collect(
  stream: ReadableStream<Uint8Array>,
  file: RemoteFile,
  signal?: AbortSignal
): Promise<Uint8Array> {
  const bytes = new Uint8Array(file.size);
  const reader = stream.getReader();
  let length = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      signal?.throwIfAborted();
      if (length + part.value.length > file.size) {
        throw damaged(file);
      }
      bytes.set(part.value, length);
      length += part.value.length;
    }
  } catch (error) {
    await reader.cancel(error).catch(() => undefined);
    throw error;
  }
  if (length !== file.size) {
    throw damaged(file);
  }
  return bytes;
}

function damaged(file: RemoteFile): ExportError {
  return new ExportError(
    'transfer',
    `"${file.name}" did not arrive whole from the Python side. Try again; if it stays so, its disk may be full.`,
    { name: file.name }
  );
}
