/** Bytes in pieces, one part after the other: a Blob would hold them a second time. */
export function streamOf(...parts: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  const piece = 2 ** 22;
  let part = 0;
  let at = 0;
  return new ReadableStream({
    pull: controller => {
      while (part < parts.length && at >= parts[part].length) {
        part += 1;
        at = 0;
      }
      if (part === parts.length) {
        controller.close();
        return;
      }
      controller.enqueue(parts[part].subarray(at, at + piece));
      at += piece;
    }
  });
}
