import { ImageError } from '../source';
import type { TiffFile } from './file';
import { damaged, readDirectory } from './file';
import type { Blocks, Page } from './page';
import type { Leaf, Series } from './series';
import { isPossible } from './unpack';
import { readBlocks, readPage, rowBytes } from './page';

/** More pages than any experiment has; small files can claim more. */
const mostPages = 2 ** 18;

/** All pages of the file, in its order, without those of directories below a page. */
export async function readPages(file: TiffFile, signal?: AbortSignal): Promise<Leaf[]> {
  const seen = new Set<number>();
  const leaves: Leaf[] = [];
  for (let offset = file.first; offset !== 0;) {
    signal?.throwIfAborted();
    if (seen.has(offset)) {
      throw damaged('its list of pages runs in a circle');
    }
    if (seen.size >= mostPages) {
      throw new ImageError('too-large', `This TIFF claims more than ${mostPages} pages. Cut it into several files.`);
    }
    seen.add(offset);
    const directory = await readDirectory(file, offset, signal);
    leaves.push({ directory, page: await readPage(file, directory, signal) });
    offset = directory.next;
  }
  if (leaves.length === 0) {
    throw damaged('it has no pages');
  }
  return leaves;
}

/** Where the blocks of a page lie; strips that follow one another are taken as one, so that rows are read at once. */
export async function readJoined(
  file: TiffFile,
  { directory, page }: Leaf,
  signal?: AbortSignal
): Promise<{ page: Page; blocks: Blocks }> {
  const blocks = await readBlocks(file, directory, page, signal);
  const total = blocks.lengths.reduce((sum, length) => sum + length, 0);
  const bytes = rowBytes(page) * page.height * (page.planar ? page.samples : 1);
  if (!page.tiled && !isPossible(page, total, bytes)) {
    throw damaged(`a page of ${page.width} x ${page.height} pixels needs ${bytes} bytes, but has ${total}`);
  }
  return join(page, blocks) ?? { page, blocks };
}

/**
 * Planes that follow the first page's pixels in the file without pages of their own; `undefined` where so many do not
 * lie there.
 */
export async function followingPlanes(
  file: TiffFile,
  leaf: Leaf,
  planes: number,
  signal?: AbortSignal
): Promise<Series['plane'] | undefined> {
  const { page, blocks } = await readJoined(file, leaf, signal);
  const bytes = rowBytes(page) * page.height * (page.planar ? page.samples : 1);
  const isOne = page.compression === 1 && page.down === 1 && !page.tiled;
  return isOne && blocks.offsets[0] + planes * bytes <= file.size
    ? index => ({ leaf, shift: index * bytes })
    : undefined;
}

function join(page: Page, { offsets, lengths }: Blocks): { page: Page; blocks: Blocks } | undefined {
  if (page.tiled || page.compression !== 1 || page.reversed || page.predictor !== 1) {
    return undefined;
  }
  const planes = page.planar ? page.samples : 1;
  const stride = rowBytes(page);
  for (let index = 0; index < page.down * planes; index++) {
    const rows = Math.min(page.blockHeight, page.height - (index % page.down) * page.blockHeight);
    const follows = index + 1 === page.down * planes || offsets[index + 1] === offsets[index] + lengths[index];
    if (lengths[index] !== rows * stride || !follows) {
      return undefined;
    }
  }
  const plane = page.height * stride;
  return {
    page: { ...page, blockHeight: page.height, down: 1 },
    blocks: {
      offsets: Array.from({ length: planes }, (_, index) => offsets[0] + index * plane),
      lengths: Array.from({ length: planes }, () => plane)
    }
  };
}

/** True where two pages hold planes of one image. */
export function isAlike(one: Page, other: Page): boolean {
  return hasSameForm(one, other) && one.reduced === other.reduced;
}

/** True where two pages give arrays of one shape and type. */
export function hasSameForm(one: Page, other: Page): boolean {
  return (
    one.width === other.width &&
    one.height === other.height &&
    one.samples === other.samples &&
    one.planar === other.planar &&
    one.stored.dtype === other.stored.dtype &&
    one.stored.bits === other.stored.bits
  );
}
