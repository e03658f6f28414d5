import { TextReader, TextWriter, Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter } from '@zip.js/zip.js';
import type { FileEntry } from '@zip.js/zip.js';

/** The layers of a network as Keras 3 writes them, to be changed in place. */
interface WrittenLayer {
  class_name: string;
  name: string;
  config: Record<string, unknown>;
  inbound_nodes: unknown[];
}

/** A .keras file with its description changed and its weights as they are. */
export async function withDescription(
  bytes: Uint8Array,
  change: (layers: WrittenLayer[]) => void
): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  const entries = await new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false }).getEntries();
  for (const entry of entries.filter((one): one is FileEntry => !one.directory)) {
    if (entry.filename === 'config.json') {
      const model = JSON.parse(await entry.getData(new TextWriter())) as { config: { layers: WrittenLayer[] } };
      change(model.config.layers);
      await writer.add(entry.filename, new TextReader(JSON.stringify(model)));
    } else {
      await writer.add(entry.filename, new Uint8ArrayReader(await entry.getData(new Uint8ArrayWriter())));
    }
  }
  return writer.close();
}
