import { basename, dirname } from 'node:path';

/** Endings of two parts that are one kind of file. */
const doubled = /\.(ome\.tiff?|ome\.zarr|ome\.btf|zarr\.zip)$/i;

/** The name of an image's file without its ending: `nuclei` of nuclei.ome.tif. */
export function stemOf(path: string): string {
  const name = basename(path);
  const stem = doubled.test(name) ? name.replace(doubled, '') : name.replace(/\.[^.]*$/, '');
  return stem === '' ? name : stem;
}

/**
 * The name of each image in its results: without its ending where that tells it from all others, else with it, else with
 * its folder's name before it, else with a number. Capitals make no difference, as on some disks.
 * `isTaken` says whether the results of another image, of an earlier call, have the name.
 */
export function resultNames(
  paths: readonly string[],
  isTaken: (name: string, image: number) => boolean = () => false
): string[] {
  const levels = paths.map(() => 0);
  const name = (index: number): string => nameAt(paths[index], levels[index]);
  for (let round = 0; round < lastLevel; round++) {
    const counts = countBy(paths.map((_, index) => sameName(name(index))));
    const unclear = paths.flatMap((_, index) =>
      (counts.get(sameName(name(index))) ?? 0) > 1 || isTaken(name(index), index) ? [index] : []
    );
    if (unclear.length === 0) {
      break;
    }
    unclear.forEach(index => (levels[index] = Math.min(levels[index] + 1, lastLevel)));
  }
  const used = new Set<string>();
  return paths.map((_, index) => {
    const chosen = numbered(name(index), candidate => used.has(sameName(candidate)) || isTaken(candidate, index));
    used.add(sameName(chosen));
    return chosen;
  });
}

const lastLevel = 2;

function nameAt(path: string, level: number): string {
  const [folder, name] = [basename(dirname(path)), basename(path)];
  return [stemOf(path), name, folder ? `${folder}.${name}` : name][level];
}

/** How names are compared: some disks take "É" in two spellings, or "a" and "A", for one. */
export function sameName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  names.forEach(name => counts.set(name, (counts.get(name) ?? 0) + 1));
  return counts;
}

function numbered(name: string, isUsed: (candidate: string) => boolean): string {
  let candidate = name;
  for (let number = 2; isUsed(candidate); number++) {
    candidate = `${name} (${number})`;
  }
  return candidate;
}

/** What the name of a file cannot hold on one system or another; a dot would make another ending. */
const unfit = /[/\\:*?"<>|.\p{Cc}]/gu;

/** Outputs' ids as parts of file names, each once. */
export function fileIds(ids: readonly string[]): string[] {
  const used = new Set<string>();
  return ids.map(id => {
    const fit = numbered(id.replaceAll(unfit, '_') || 'output', candidate => used.has(sameName(candidate)));
    used.add(sameName(fit));
    return fit;
  });
}

export function resultFile(name: string, fileId: string, format: 'tif' | 'npy'): string {
  return `${name}.${fileId}.${format}`;
}

/** Which of a folder's names are those of results, by name alone: `a.labels.tif` where there is an `a.tif`. */
export function resultsByName(names: readonly string[], ids: readonly string[]): Set<string> {
  const images = new Set(names.flatMap(name => [sameName(stemOf(name)), sameName(name)]));
  const endings = fileIds(ids).map(id => sameName(`.${id}`));
  return new Set(
    names.filter(name => {
      const [, result] = /^(.+)\.(?:tif|npy)$/i.exec(name) ?? [];
      const ending = result && endings.find(end => sameName(result).endsWith(end));
      return ending && images.has(sameName(result).slice(0, -ending.length));
    })
  );
}
