import type { Contrast } from './contrast/contrast';
import type { Colour, ColourMap } from './paint/colour';
import type { Plane } from './plane/plane';

export type PictureName = 'input' | 'expected' | 'reproduced' | 'difference';

/** How values become colours: along a scale, each number in a colour of its own, or all from a threshold on in one. */
export type Painting =
  | {
      readonly kind: 'scale';
      readonly contrast: Contrast;
      readonly map: ColourMap;
      /** Exponent of the place between the ends; 1 where absent. */
      readonly gamma?: number;
    }
  | {
      readonly kind: 'objects';
      colourOf(number: number): Colour;
      /** Objects in the whole output; in the difference those that differ. */
      readonly count: number;
      /** How many of them are in this plane of a volume. */
      readonly here?: number;
      /** The background is not painted. */
      readonly seeThrough?: boolean;
    }
  | { readonly kind: 'mask'; readonly above: number; readonly colour: Colour };

/** A picture that lies on others. */
export interface Layer {
  readonly plane: Plane;
  readonly painting: Painting;
  /** 0..1; what is not painted stays clear. */
  readonly opacity?: number;
  /** Colours are added, as channels of light are; else they cover. */
  readonly blend?: 'add';
  /** Of objects their borders alone. */
  readonly outline?: boolean;
}

/** One of the four pictures, ready to be drawn. */
export interface PictureModel {
  readonly name: PictureName;
  readonly plane: Plane;
  readonly painting: Painting;
  /** Drawn instead of `plane` in `painting`: channels in colours of their own, outputs over the input. */
  readonly layers?: readonly Layer[];
  readonly unit?: string;
}

export function layersOf({ plane, painting, layers }: PictureModel): readonly Layer[] {
  return layers ?? [{ plane, painting }];
}

/** All beside one another; two in one place, one after the other or side against side; a volume cut three ways. */
export type Mode = 'side' | 'flicker' | 'swipe' | 'sections';

/** A picture's place on the stage. */
export interface Cell {
  readonly title: string;
  readonly model: PictureModel | null;
  /** Said where there is no picture. */
  readonly missing: string;
}
