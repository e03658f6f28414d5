import type { ImageAxisId } from '../source';
import { ImageError } from '../source';
import { spacingOf } from '../units';
import type { XmlElement } from '../xml';
import { childrenOf, parseXml } from '../xml';
import type { Leaf, Series, SeriesAxis, Spacings } from './series';
import { pageAxes, planeAxis, squeezed, withSpacings } from './series';

/** True where a description is OME's. */
export function isOme(description: string): boolean {
  return description.slice(-10).trim().endsWith('OME>');
}

type Counted = 't' | 'z' | 'c';
type Sizes = Readonly<Record<Counted, number>>;

/**
 * The first image of an OME-TIFF. `undefined` where its description does not fit its pages; rejects by a sentence where
 * its planes lie in other files.
 */
export function omeSeries(leaves: readonly Leaf[], description: string, name: string): Series | undefined {
  const root = parseXml(description);
  if (root && childrenOf(root, 'BinaryOnly').length > 0) {
    throw severalFiles(name, childrenOf(root, 'BinaryOnly')[0].attributes.get('MetadataFile'));
  }
  const images = childrenOf(root, 'Image');
  const [pixels] = childrenOf(images[0], 'Pixels');
  const order = pixels && orderOf(pixels);
  if (!order) {
    return undefined;
  }
  const channels = childrenOf(pixels, 'Channel');
  const samples = numberOf(channels[0], 'SamplesPerPixel') ?? 1;
  const sizes: Sizes = {
    t: numberOf(pixels, 'SizeT') ?? 1,
    z: numberOf(pixels, 'SizeZ') ?? 1,
    c: Math.max(1, Math.floor((numberOf(pixels, 'SizeC') ?? 1) / samples))
  };
  const planes = sizes.t * sizes.z * sizes.c;
  if (!Number.isSafeInteger(planes) || planes < 1 || planes > 2 ** 24) {
    return undefined;
  }
  const data = childrenOf(pixels, 'TiffData');
  checkFiles(data, root?.attributes.get('UUID')?.trim(), name);
  const places = placesOf(data, order, sizes, leaves.length);
  const leaf = leaves[places.find(place => place !== undefined) ?? 0];
  const width = numberOf(pixels, 'SizeX');
  const height = numberOf(pixels, 'SizeY');
  if (!leaf || leaf.page.width !== width || leaf.page.height !== height) {
    return undefined;
  }
  const lead = order.map(id => planeAxis(id, sizes[id]));
  const names = channels.map(channel => channel.attributes.get('Name') ?? '');
  const bits = numberOf(pixels, 'SignificantBits');
  const missing = Array.from({ length: planes }, (_, index) => leaves[places[index] ?? -1]).filter(
    found => !found
  ).length;
  return {
    axes: withSpacings(squeezed([...lead, ...pageAxes(leaf.page)]), spacingsOf(pixels)),
    stated: true,
    notes: notesOf(images.length, missing, planes),
    ...(samples === 1 && names.length === sizes.c && names.some(Boolean) ? { channelNames: names } : {}),
    ...(bits !== undefined && bits < leaf.page.stored.bits ? { bits } : {}),
    plane: index => {
      const found = leaves[places[index] ?? -1];
      return found && { leaf: found, shift: 0 };
    }
  };
}

function notesOf(images: number, missing: number, planes: number): string[] {
  return [
    ...(images > 1 ? [`The file holds ${images} images; the first one was taken.`] : []),
    ...(missing > 0 ? [`${missing} of its ${planes} planes are not in the file; they are zeros.`] : [])
  ];
}

/** Axes of the planes, the slowest first. OME writes the fastest first, after XY. */
function orderOf(pixels: XmlElement): Counted[] | undefined {
  const word = (pixels.attributes.get('DimensionOrder') ?? '').toLowerCase();
  const letters = [...word.slice(2)].reverse();
  const ids = letters.filter((letter): letter is Counted => letter === 't' || letter === 'z' || letter === 'c');
  return word.startsWith('xy') && ids.length === 3 && new Set(ids).size === 3 ? ids : undefined;
}

function numberOf(element: XmlElement | undefined, attribute: string): number | undefined {
  const written = element?.attributes.get(attribute);
  const value = written === undefined || written.trim() === '' ? NaN : Number(written);
  return Number.isFinite(value) ? value : undefined;
}

/** Which page each plane is, in C order of the axes. Without TiffData the pages are the planes. */
function placesOf(
  data: readonly XmlElement[],
  order: readonly Counted[],
  sizes: Sizes,
  pages: number
): (number | undefined)[] {
  const planes = sizes.t * sizes.z * sizes.c;
  const places: (number | undefined)[] = [];
  // Each plane is named once or twice; entries that name all again and again take no time without end.
  let left = 4 * planes;
  for (const entry of data) {
    const firsts = order.map(id => ({ id, first: numberOf(entry, `First${id.toUpperCase()}`) ?? 0 }));
    if (firsts.every(({ id, first }) => Number.isInteger(first) && first >= 0 && first < sizes[id])) {
      const start = firsts.reduce((sum, { id, first }) => sum * sizes[id] + first, 0);
      const page = numberOf(entry, 'IFD') ?? 0;
      const fewest = entry.attributes.has('IFD') ? 1 : pages;
      const count = (numberOf(entry, 'PlaneCount') ?? numberOf(entry, 'NumPlanes') ?? fewest) || pages;
      for (let index = 0; index < Math.min(count, planes - start) && left-- > 0; index++) {
        places[start + index] = page + index;
      }
    }
  }
  return places.length > 0 ? places : Array.from({ length: planes }, (_, index) => index);
}

/** Rejects where planes lie in another file: a set of files that is one image is not read here. */
function checkFiles(data: readonly XmlElement[], own: string | undefined, name: string): void {
  const others = data
    .map(entry => childrenOf(entry, 'UUID')[0])
    .filter(uuid => uuid !== undefined && uuid.text.trim() !== own)
    .map(uuid => uuid?.attributes.get('FileName') ?? '')
    .filter(file => baseName(file) !== baseName(name));
  // A single file that was renamed still names itself by its old name, all along.
  const renamed = own === undefined && others.length === data.length && others.every(file => file === others[0]);
  if (others.length > 0 && !renamed) {
    throw severalFiles(name, others[0] || undefined);
  }
}

function baseName(path: string): string {
  return path.toLowerCase().replace(/^.*[\\/]/, '');
}

function severalFiles(name: string, other = 'another file'): ImageError {
  return new ImageError(
    'unsupported',
    `“${name}” is one of several files that are one image (it names “${other}”), which cannot be opened here. Open the ` +
      'set in Fiji (File > Import > Bio-Formats) and save it as one TIFF.'
  );
}

function spacingsOf(pixels: XmlElement): Spacings {
  const length = (axis: string) =>
    spacingOf(numberOf(pixels, `PhysicalSize${axis}`) ?? 0, pixels.attributes.get(`PhysicalSize${axis}Unit`) ?? 'µm');
  const found: [ImageAxisId, SeriesAxis['spacing']][] = [
    ['x', length('X')],
    ['y', length('Y')],
    ['z', length('Z')],
    ['t', spacingOf(numberOf(pixels, 'TimeIncrement') ?? 0, pixels.attributes.get('TimeIncrementUnit') ?? 's')]
  ];
  return Object.fromEntries(found);
}
