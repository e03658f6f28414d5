import { isParameterized } from '../../../spec/sizes/kinds';
import { inputHalo } from '../../../spec/sizes/take';
import { axesOf } from '../subject';
import type { PlacedAxis, Subject } from '../subject';

/** What JDLL plans its tiles from along one axis of the input, all in pixels of the input. */
export interface Tiling {
  readonly min: number;
  /** 0 where the size is fixed. */
  readonly step: number;
  readonly halo: number;
}

/** TileCalculator.java (getOptimalTileSize): the tile for an image of this length. */
function tileFor(length: number, { min, step, halo }: Tiling): number {
  if (step === 0) {
    return min;
  }
  const tile = Math.floor((length + 2 * halo) / step) * step;
  const shorter = tile > 3 * length && tile - step >= min ? tile - step : tile;
  const bare = Math.ceil(length / step) * step;
  return shorter > 3 * length && bare >= min ? bare : shorter;
}

/**
 * TileMaker.java takes a tile of at most three times the image (validateTileVsImageSize), more than its halo
 * (validateTileVsHalo) and on the grid of the sizes (validateStepMin).
 */
export function takes(length: number, tiling: Tiling): boolean {
  const tile = tileFor(length, tiling);
  const onGrid = tiling.step === 0 || (tile - tiling.min) % tiling.step === 0;
  return tile <= 3 * length && tile > 2 * tiling.halo && onGrid;
}

/** The length from which on every image is taken; `undefined` where none ever is. */
export function smallestLength(tiling: Tiling): number | undefined {
  // From here on the tile is no larger than the image with its mirrored surroundings, which is three times the image.
  let length = Math.max(1, tiling.halo, tiling.step, Math.ceil(tiling.min / 3));
  if (!takes(length, tiling)) {
    return undefined;
  }
  while (length > 1 && takes(length - 1, tiling)) {
    length -= 1;
  }
  return length;
}

export interface TiledAxis extends PlacedAxis {
  readonly tiling: Tiling;
}

/** The axes in space of the input, with what JDLL plans its tiles from. */
export function tiledAxes(subject: Subject): TiledAxis[] {
  return axesOf(subject, 'inputs')
    .filter(({ axis }) => axis.type === 'space')
    .flatMap(placed => {
      const { size } = placed.axis;
      const halo = inputHalo(subject.description, placed.tensor.id, placed.axis);
      return isParameterized(size)
        ? [{ ...placed, tiling: { min: size.min, step: size.step, halo } }]
        : typeof size === 'number'
          ? [{ ...placed, tiling: { min: size, step: 0, halo } }]
          : [];
    });
}
