import type { Kernel } from './kernel';

/** Bytes that are sent at once: small enough for every way between a page and its kernel. */
const PART = 2 * 2 ** 20;

/**
 * Sends a file to the kernel, which begins it anew under another name and takes each part only behind the one before
 * (zooport/upload.py). Gives the name by which it is then asked to put it into its place.
 */
export async function sendFile(
  kernel: Kernel,
  content: ReadableStream<Uint8Array>,
  signal: AbortSignal
): Promise<unknown> {
  const { message } = await kernel.ask({ ask: 'begin' }, signal);
  const { serial } = message;
  let offset = 0;
  for await (const part of inParts(content)) {
    await kernel.ask({ ask: 'part', serial, offset }, signal, { bytes: [part.slice().buffer] });
    offset += part.length;
  }
  return serial;
}

async function* inParts(content: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const whole = new Uint8Array(PART);
  let filled = 0;
  const reader = content.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    for (let taken = 0; taken < next.value.length;) {
      const some = next.value.subarray(taken, taken + PART - filled);
      whole.set(some, filled);
      [taken, filled] = [taken + some.length, filled + some.length];
      if (filled === PART) {
        yield whole;
        filled = 0;
      }
    }
  }
  yield whole.subarray(0, filled);
}
