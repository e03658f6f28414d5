import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileProblem } from '../files/errors';
import { UsageError } from '../words/usage';
import { resultsByName, sameName } from './names';
import { ownRows } from './table';

/** What is run at once: an image for each input of the network, in its order. */
export interface ImageSet {
  readonly paths: readonly string[];
}

interface Found {
  readonly sets: readonly ImageSet[];
  /** What was left out, in sentences. */
  readonly notes: readonly string[];
}

/** Of a folder, what may be an image; vendors' files too, for which there is at least a sentence. */
const imageName =
  /\.(tiff?|tf[28]|btf|png|jpe?g|npy|zarr|zarr\.zip|ozx|lsm|stk|czi|nd2|lif|oi[bfr]|vsi|ims|dv|r3d|zvi|mrc|sld|scn|svs|ndpi|mrxs|bmp|gif|jp2|nii|nrrd)$/i;

const natural = new Intl.Collator('en', { numeric: true });

/**
 * The images that the words of a call name: files, and all images of folders in natural order. Results of earlier calls
 * are none, whether results.csv names them or they have the name of one (`a.labels.tif` beside `a.tif`).
 * `ids` are those of the network's outputs; of a network of several inputs (`inputs`) that many words make a set.
 * Throws `UsageError` where the words do not fit that, or nothing is left.
 */
export async function findImages(words: readonly string[], ids: readonly string[], inputs: number): Promise<Found> {
  const notes: string[] = [];
  const tables = new Tables();
  const lists = await Promise.all(words.map(word => imagesOf(word, { ids, tables, notes })));
  const sets = inputs === 1 ? lists.flat().map(path => ({ paths: [path] })) : setsOf(words, lists, inputs);
  if (sets.length === 0) {
    throw new UsageError([`There is no image in ${words.join(', ')}.`, ...notes].join(' '), 'run');
  }
  return { sets, notes };
}

interface Looking {
  readonly ids: readonly string[];
  readonly tables: Tables;
  readonly notes: string[];
}

async function imagesOf(word: string, { ids, tables, notes }: Looking): Promise<string[]> {
  const isFolder = (await stat(word).catch(() => null))?.isDirectory() ?? false;
  if (isFolder && !(await isZarr(word))) {
    return imagesIn(word, { ids, tables, notes });
  }
  // A pattern of the shell may name results together with their images.
  if ((await tables.namesIn(dirname(word))).has(sameName(basename(word)))) {
    notes.push(`${word} is a result of an earlier run, and was left out.`);
    return [];
  }
  return [word];
}

async function imagesIn(folder: string, { ids, tables, notes }: Looking): Promise<string[]> {
  const names = (
    await readdir(folder).catch((error: unknown) => {
      throw new UsageError(fileProblem(folder, error), 'run');
    })
  )
    // Hidden ones are not the researcher's: copies of a Mac on other disks begin with "._".
    .filter(name => imageName.test(name) && !name.startsWith('.'))
    .sort(natural.compare);
  const listed = await tables.namesIn(folder);
  const named = resultsByName(names, ids);
  const images = names.filter(name => !listed.has(sameName(name)) && !named.has(name));
  if (names.length > images.length) {
    const several = names.length - images.length;
    notes.push(
      `${several === 1 ? '1 file' : `${several} files`} in ${folder} ${several === 1 ? 'is a result' : 'are results'} ` +
        'of earlier runs, and no image. To run a network on results of another one, move or copy them to another folder.'
    );
  }
  return images.map(name => join(folder, name));
}

/** A folder that is an image by itself. */
export async function isZarr(path: string): Promise<boolean> {
  const marks = await Promise.all(
    ['.zattrs', '.zgroup', '.zarray', 'zarr.json'].map(name => stat(join(path, name)).catch(() => null))
  );
  return marks.some(mark => mark?.isFile());
}

/** Names of results that the tables of folders list, each table read once. */
class Tables {
  private readonly known = new Map<string, Promise<Set<string>>>();

  namesIn(folder: string): Promise<Set<string>> {
    const names = this.known.get(folder) ?? this.read(folder);
    this.known.set(folder, names);
    return names;
  }

  private async read(folder: string): Promise<Set<string>> {
    const rows = await ownRows(await realpath(folder).catch(() => folder));
    return new Set(rows.filter(({ file }) => file !== '').map(({ file }) => sameName(file)));
  }
}

/** Words in turn for each input; a folder for each gives as many sets as it has images. */
function setsOf(words: readonly string[], lists: readonly (readonly string[])[], inputs: number): ImageSet[] {
  if (words.length % inputs !== 0) {
    throw new UsageError(
      `The network takes ${inputs} images at once, but ${words.length} ${words.length === 1 ? 'was' : 'were'} named. ` +
        'Name one for each of its inputs, in their order, or a folder for each.',
      'run'
    );
  }
  const sets: ImageSet[] = [];
  for (let first = 0; first < words.length; first += inputs) {
    const group = lists.slice(first, first + inputs);
    const [{ length }] = group;
    if (group.some(list => list.length !== length)) {
      const said = group.map((list, index) => `${words[first + index]} has ${list.length}`).join(', ');
      throw new UsageError(`Each input of the network needs as many images as the others, but ${said}.`, 'run');
    }
    sets.push(...Array.from({ length }, (_, index) => ({ paths: group.map(list => list[index]) })));
  }
  return sets;
}
