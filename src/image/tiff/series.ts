import type { ImageAxis, ImageAxisId } from '../source';
import type { Directory } from './file';
import type { Page } from './page';

/** What an axis of a series is in its pages: one that counts planes, one of the page's own, or one of length 1. */
type Role = 'plane' | 'y' | 'x' | 's' | 'one';

export interface SeriesAxis {
  readonly id: ImageAxisId;
  readonly size: number;
  readonly role: Role;
  readonly spacing?: ImageAxis['spacing'];
}

/** A page and its directory. */
export interface Leaf {
  readonly directory: Directory;
  readonly page: Page;
}

/** A plane of a series: a page, or bytes as far behind one (`shift`) where only the first page is described. */
export interface Plane {
  readonly leaf: Leaf;
  readonly shift: number;
}

/** The image that a TIFF holds: its axes in the order of tifffile, and which page each plane is. */
export interface Series {
  readonly axes: readonly SeriesAxis[];
  readonly stated: boolean;
  readonly notes: readonly string[];
  readonly channelNames?: readonly string[];
  readonly bits?: number;
  /** A plane by its number in C order of the axes that count planes; `undefined` where the file has none: zeros. */
  plane(index: number): Plane | undefined;
}

/** Distances of neighbours by axis. */
export type Spacings = Partial<Record<ImageAxisId, ImageAxis['spacing']>>;

/** Axes of a page alone: y x, with the values of a pixel behind (beside one another) or before (planes). */
export function pageAxes(page: Page): SeriesAxis[] {
  const plane: SeriesAxis[] = [
    { id: 'y', size: page.height, role: 'y' },
    { id: 'x', size: page.width, role: 'x' }
  ];
  const samples: SeriesAxis[] = page.samples > 1 ? [{ id: 'c', size: page.samples, role: 's' }] : [];
  return page.planar ? [...samples, ...plane] : [...plane, ...samples];
}

export function planeAxis(id: ImageAxisId, size: number): SeriesAxis {
  return { id, size, role: 'plane' };
}

/** Without axes of length 1, as tifffile gives an image; y and x stay. */
export function squeezed(axes: readonly SeriesAxis[]): SeriesAxis[] {
  return axes.filter(({ size, role }) => size !== 1 || role === 'y' || role === 'x');
}

export function withSpacings(axes: readonly SeriesAxis[], spacings: Spacings): SeriesAxis[] {
  return axes.map(axis => {
    const spacing = spacings[axis.id];
    return spacing ? { ...axis, spacing } : axis;
  });
}
