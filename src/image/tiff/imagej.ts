import type { ImageAxisId } from '../source';
import { spacingOf } from '../units';
import type { TiffFile } from './file';
import { numberOf } from './file';
import { tagOf } from './page';
import { followingPlanes } from './pages';
import type { Leaf, Series, SeriesAxis, Spacings } from './series';
import { pageAxes, planeAxis, squeezed, withSpacings } from './series';

/** ImageJ's own words in the description: key=value in lines. */
function wordsOf(description: string): ReadonlyMap<string, string> {
  const pairs = description
    .split('\n')
    .map(line => /^(\w+)=(.*)$/.exec(line.trim()))
    .filter(pair => pair !== null);
  return new Map(pairs.map(([, key, value]) => [key.toLowerCase(), value]));
}

/** The image of a TIFF that ImageJ, or another program in its way, wrote. `undefined` where its words do not fit its pages. */
export async function imagejSeries(
  file: TiffFile,
  leaves: readonly Leaf[],
  description: string,
  signal?: AbortSignal
): Promise<Series | undefined> {
  const words = wordsOf(description);
  const [leaf] = leaves;
  const [frames, slices, channels] = ['frames', 'slices', 'channels'].map(key => Number(words.get(key) ?? 1));
  if (![frames, slices, channels].every(count => Number.isSafeInteger(count) && count >= 1)) {
    return undefined;
  }
  // Some programs call the values of a pixel channels, too.
  const within = leaf.page.samples > 1 && leaf.page.samples === channels;
  const sizes = { t: frames, z: slices, c: within ? 1 : channels };
  const counted = sizes.t * sizes.z * sizes.c;
  const planes = counted === 1 ? leaves.length : counted;
  const plane = await planesOf(file, leaves, planes, signal);
  if (!plane) {
    return undefined;
  }
  const order = orderOf(words.get('order'));
  const lead = counted === 1 && planes > 1 ? [planeAxis('z', planes)] : order.map(id => planeAxis(id, sizes[id]));
  return {
    axes: withSpacings(squeezed([...lead, ...pageAxes(leaf.page)]), await spacingsOf(file, leaf, words, signal)),
    stated: lead.length > 1 || planes === 1,
    notes: [],
    plane
  };
}

type Counted = 't' | 'z' | 'c';

function orderOf(word = 'czt'): Counted[] {
  const letters = [...word.toLowerCase()];
  const ids = (['t', 'z', 'c'] as const).filter(id => letters.includes(id));
  // The word names the fastest axis first.
  return ids.length === 3 && letters.length === 3
    ? [...ids].sort((a, b) => letters.indexOf(b) - letters.indexOf(a))
    : ['t', 'z', 'c'];
}

/** ImageJ writes large stacks with one page: all planes follow the first one's pixels. */
async function planesOf(
  file: TiffFile,
  leaves: readonly Leaf[],
  planes: number,
  signal?: AbortSignal
): Promise<Series['plane'] | undefined> {
  return planes > leaves.length
    ? followingPlanes(file, leaves[0], planes, signal)
    : index => ({ leaf: leaves[index], shift: 0 });
}

async function spacingsOf(
  file: TiffFile,
  { directory }: Leaf,
  words: ReadonlyMap<string, string>,
  signal?: AbortSignal
): Promise<Spacings> {
  const unit = words.get('unit') ?? '';
  const perUnit = (tag: number) => numberOf(file, directory, tag, 0, signal);
  const found: [ImageAxisId, SeriesAxis['spacing']][] = [
    ['x', spacingOf(1 / (await perUnit(tagOf.xResolution)), unit)],
    ['y', spacingOf(1 / (await perUnit(tagOf.yResolution)), words.get('yunit') ?? unit)],
    ['z', spacingOf(Number(words.get('spacing') ?? 0), words.get('zunit') ?? unit)],
    ['t', spacingOf(Number(words.get('finterval') ?? 0), words.get('tunit') ?? 's')]
  ];
  return Object.fromEntries(found);
}
