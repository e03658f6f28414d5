import type { RunArguments } from '../calls';
import type { Job } from './batch';
import type { ImageSet } from './images';
import { fileIds, resultFile, resultNames, sameName } from './names';
import { imageCell } from './rows';
import type { Table } from './table';

interface Given {
  readonly args: RunArguments;
  readonly table: Table;
  /** Ids of the network's outputs. */
  readonly outputs: readonly string[];
}

/** Each image once, with the names of its results. Throws `SaveError` where the table there is not ours. */
export async function jobsOf(sets: readonly ImageSet[], { args, table, outputs }: Given): Promise<Job[]> {
  const byImage = new Map<string, ImageSet>();
  for (const set of sets) {
    byImage.set(await imageCell(set.paths, table.folder), set);
  }
  const images = [...byImage].map(([image, { paths }]) => ({ image, paths }));
  const ids = fileIds(outputs);
  const filesOf = (name: string) =>
    outputs.map((id, index) => ({ id, file: resultFile(name, ids[index], args.format) }));
  const owners = new Map((await table.read()).map(({ file, image }) => [sameName(file), image]));
  const isTaken = (name: string, index: number): boolean =>
    filesOf(name).some(({ file }) => (owners.get(sameName(file)) ?? images[index].image) !== images[index].image);
  const firsts = images.map(({ paths }) => paths[0]);
  const { as } = args;
  const names = as === undefined ? resultNames(firsts, isTaken) : firsts.map(() => as);
  return images.map((image, index) => ({ ...image, name: names[index], files: filesOf(names[index]) }));
}
