import { SourceError } from '../../bundle/source';
import type { Kernel } from './kernel';

/** Our own built files, which the kernel's installed package holds (zooport/answers.py). */
export type AssetName =
  | 'widget.js'
  | 'widget.css'
  | 'runtime.worker.js'
  | 'ort-wasm-simd-threaded.mjs'
  | 'ort-wasm-simd-threaded.wasm'
  | 'export.js'
  | 'run.js'
  | 'convert.worker.js'
  | 'reading.worker.js'
  | 'hdf5.mjs';

/** One of our files, fetched in parts and unpacked. */
export async function fetchAsset(kernel: Kernel, name: AssetName, type: string, signal?: AbortSignal): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (;;) {
    const { message, bytes } = await kernel.ask({ ask: 'asset', name, offset }, signal);
    parts.push(bytes);
    offset += bytes.length;
    if (bytes.length === 0 || typeof message.size !== 'number') {
      throw new SourceError('damaged', `The kernel sent only a part of “${name}”. Restart it and run the cell again.`);
    }
    if (offset >= message.size) {
      break;
    }
  }
  const unpacked = new Blob(parts).stream().pipeThrough(new DecompressionStream('gzip'));
  // A blob: address gives its own type: modules and WebAssembly are only taken with theirs.
  return new Blob([await new Response(unpacked).arrayBuffer()], { type });
}
