import { spacingOf } from '../units';
import type { TiffFile } from './file';
import { numberOf } from './file';
import { tagOf } from './page';
import { followingPlanes, isAlike } from './pages';
import type { Leaf, Series, Spacings } from './series';
import { pageAxes, planeAxis, squeezed, withSpacings } from './series';

/** The image of a TIFF that says nothing of axes: the pages that are like the first one. */
export async function plainSeries(file: TiffFile, leaves: readonly Leaf[], signal?: AbortSignal): Promise<Series> {
  const [first] = leaves;
  const alike = leaves.filter(({ page }) => isAlike(page, first.page));
  const left = leaves.length - alike.length;
  const axes = squeezed([planeAxis('z', alike.length), ...pageAxes(first.page)]);
  return {
    axes: withSpacings(axes, await resolutionOf(file, first, signal)),
    stated: alike.length === 1 && (first.page.samples === 1 || isColour(first)),
    notes:
      left > 0
        ? [
            `${left} further ${left === 1 ? 'page has' : 'pages have'} another size or kind (a preview or a pyramid's smaller levels, for instance) and ${left === 1 ? 'was' : 'were'} left out.`
          ]
        : [],
    plane: index => ({ leaf: alike[index], shift: 0 })
  };
}

/** MetaMorph's stacks (.stk) have one page; the entry of this number holds one value for each plane behind it. */
const metamorph = 33629;

/** The planes of a stack that MetaMorph wrote, where they are in the file. */
export async function metamorphSeries(
  file: TiffFile,
  [first]: readonly Leaf[],
  signal?: AbortSignal
): Promise<Series | undefined> {
  const planes = first.directory.tags.get(metamorph)?.count ?? 0;
  const plane = planes > 1 ? await followingPlanes(file, first, planes, signal) : undefined;
  const axes = squeezed([planeAxis('z', planes), ...pageAxes(first.page)]);
  return (
    plane && { axes: withSpacings(axes, await resolutionOf(file, first, signal)), stated: false, notes: [], plane }
  );
}

export function isColour({ page }: Leaf): boolean {
  return page.samples >= 3 && page.samples <= 4 && (page.photometric === 2 || page.photometric === 6);
}

/** Programs write the resolution of a print where they know none: no microscope's pixel is as large as a printer's. */
const largestPixel = 20;

/** The size of a pixel from the tags of resolution, in micrometres. */
export async function resolutionOf(file: TiffFile, { directory }: Leaf, signal?: AbortSignal): Promise<Spacings> {
  const unit = await numberOf(file, directory, tagOf.resolutionUnit, 2, signal);
  const micrometres = unit === 3 ? 10_000 : unit === 2 ? 25_400 : 0;
  const sizeBy = async (tag: number) => {
    const value = micrometres / (await numberOf(file, directory, tag, 0, signal));
    return value < largestPixel ? spacingOf(value, 'µm') : undefined;
  };
  return { x: await sizeBy(tagOf.xResolution), y: await sizeBy(tagOf.yResolution) };
}
