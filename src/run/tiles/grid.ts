import type { ModelDescription, Padding } from '../../spec/model';
import type { Tensor } from '../../tensor/tensor';
import { continued, gather } from './cut';
import type { Cut, Piece } from './plan';

/**
 * How an image is continued where its bundle does not say it: by its mirror image without the last pixel itself, as the
 * predictions of CSBDeep, CARE, Noise2Void and StarDist do.
 */
export const usualPadding: Padding = { mode: 'reflect' };

/** One tile of an image of any number of axes: a piece along each way. */
export type Tile = readonly Piece[];

/** All tiles, the last axis fastest. */
export function tilesOf(cuts: readonly Cut[]): Tile[] {
  return cuts.reduce<Tile[]>((tiles, { pieces }) => tiles.flatMap(tile => pieces.map(piece => [...tile, piece])), [[]]);
}

/** The pixels of one tile of each input, beyond the image's end continued as the description says. */
export function partsOf(
  tile: Tile,
  cuts: readonly Cut[],
  raw: readonly Tensor[],
  { inputs }: ModelDescription
): Tensor[] {
  return raw.map((image, input) => {
    const padding: Padding = inputs[input].pad ?? usualPadding;
    const places: Int32Array[] = image.shape.map(size => Int32Array.from({ length: size }, (_, at) => at));
    cuts.forEach(({ way, tile: length, before }, index) => {
      const own = way.inputs[input];
      if (own) {
        const start = Math.round(tile[index].input.start * own.scale);
        const end = start + Math.round(length * own.scale + own.offset);
        places[own.at] = continued(image.shape[own.at], { start, end }, Math.round(before * own.scale), padding);
      }
    });
    const whole = places.every((row, axis) => row.length === image.shape[axis] && (row[0] ?? 0) === 0);
    return whole ? image : gather(image, places, padding.mode === 'constant' ? padding.value : 0);
  });
}
