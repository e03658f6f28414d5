import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileSource } from '../../bundle/source';

const folder = join(import.meta.dirname, '../../../../shared/data/unet2d_nuclei_broad');

/** The zoo's model lies beside the repository on the team's machines only. */
export const modelAbsent = !existsSync(folder);

/** The zoo's model as it lies on disk; `spoil` changes files on their way. */
export function zooModel(spoil: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {}): Promise<FileSource> {
  return Promise.resolve({
    name: 'unet2d_nuclei_broad',
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
