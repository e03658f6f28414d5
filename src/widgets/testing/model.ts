import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileSource } from '../../bundle/source';

const folder = join(import.meta.dirname, '../../../tests/bundle');

/** A bundle of CARE as `zooport export` wrote it; `spoil` changes files on their way. */
export function realBundle(
  spoil: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {}
): Promise<FileSource> {
  return Promise.resolve({
    name: 'bundle',
    list: async () => {
      const names = await readdir(folder);
      return Promise.all(names.map(async name => ({ name, size: (await stat(join(folder, name))).size })));
    },
    read: async (name: string) => {
      const bytes = new Uint8Array(await readFile(join(folder, name)));
      return spoil[name]?.(bytes) ?? bytes;
    }
  });
}
