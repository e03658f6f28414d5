import { isRecord } from '../../tensor/lookup';
import { axisOf, guessPlanes } from '../axes';
import type { TiffFile } from './file';
import { resolutionOf } from './plain';
import { followingPlanes } from './pages';
import type { Leaf, Series, SeriesAxis } from './series';
import { pageAxes, withSpacings } from './series';

interface Words {
  readonly shape: readonly number[];
  readonly axes?: string;
}

/** What tifffile writes into the description: the array's shape, and its axes where they were given. */
export function shapedWords(description: string): Words | undefined {
  const old = /^shape=\(([\d, ]*)\)/.exec(description);
  if (old) {
    return { shape: old[1].split(',').filter(Boolean).map(Number) };
  }
  if (!description.startsWith('{"shape":')) {
    return undefined;
  }
  try {
    const words: unknown = JSON.parse(description);
    const shape: unknown = isRecord(words) ? words.shape : undefined;
    const axes: unknown = isRecord(words) ? words.axes : undefined;
    return Array.isArray(shape) && shape.every(size => Number.isSafeInteger(size) && size > 0)
      ? { shape, axes: typeof axes === 'string' && axes.length === shape.length ? axes : undefined }
      : undefined;
  } catch {
    return undefined;
  }
}

/** The image of a TIFF that tifffile wrote, by the shape that it kept. `undefined` where the pages do not have it. */
export async function shapedSeries(
  file: TiffFile,
  leaves: readonly Leaf[],
  words: Words,
  signal?: AbortSignal
): Promise<Series | undefined> {
  const [leaf] = leaves;
  const axes = axesOf(words, leaf);
  const planes = axes?.reduce((product, { role, size }) => (role === 'plane' ? product * size : product), 1) ?? 0;
  const plane = axes && (await planesOf(file, leaves, planes, signal));
  return (
    plane && {
      axes: withSpacings(axes, await resolutionOf(file, leaf, signal)),
      stated: words.axes !== undefined || axes.every(({ role }) => role === 'y' || role === 'x'),
      notes: [],
      plane
    }
  );
}

/** The shape's last lengths are those of a page, but for lengths of 1; those before count planes. */
function axesOf({ shape, axes }: Words, { page }: Leaf): SeriesAxis[] | undefined {
  const roles: SeriesAxis['role'][] = shape.map(() => 'plane');
  let at = shape.length - 1;
  for (const { size, role } of pageAxes(page).reverse()) {
    for (; at >= 0 && shape[at] === 1 && size !== 1; at--) {
      roles[at] = 'one';
    }
    if (at >= 0 && shape[at] === size) {
      roles[at--] = role;
    } else if (size !== 1) {
      return undefined;
    }
  }
  const guessed = guessPlanes(shape.filter((_, index) => roles[index] === 'plane'));
  let taken = 0;
  return shape.map((size, index) => {
    const role = roles[index];
    const guess = role === 'plane' ? guessed[taken++] : role === 's' ? 'c' : role === 'one' ? 'q' : role;
    return { id: axes ? axisOf(axes[index]) : guess, size, role };
  });
}

async function planesOf(
  file: TiffFile,
  leaves: readonly Leaf[],
  planes: number,
  signal?: AbortSignal
): Promise<Series['plane'] | undefined> {
  if (planes <= leaves.length) {
    return index => ({ leaf: leaves[index], shift: 0 });
  }
  return followingPlanes(file, leaves[0], planes, signal);
}
