import type { ColourMap } from './colour';
import type { Colour } from './colour';
import type { Contrast } from './contrast';
import type { Plane } from './plane';

export type PictureName = 'input' | 'expected' | 'reproduced' | 'difference';

/** How values become colours: along a scale, or each number in a colour of its own. */
export type Painting =
  | { readonly kind: 'scale'; readonly contrast: Contrast; readonly map: ColourMap }
  | {
      readonly kind: 'objects';
      colourOf(number: number): Colour;
      /** Objects in the whole output; in the difference those that differ. */
      readonly count: number;
      /** How many of them are in this plane of a volume. */
      readonly here?: number;
    };

/** One of the four pictures, ready to be drawn. */
export interface PictureModel {
  readonly name: PictureName;
  readonly plane: Plane;
  readonly painting: Painting;
  readonly unit?: string;
}
