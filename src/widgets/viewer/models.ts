import type { ColourMap } from './colours';
import type { Contrast } from './contrast';
import type { Plane } from './plane';

export type PictureName = 'input' | 'expected' | 'reproduced' | 'difference';

/** One of the four pictures, ready to be drawn. */
export interface PictureModel {
  readonly name: PictureName;
  readonly plane: Plane;
  readonly contrast: Contrast;
  readonly map: ColourMap;
  readonly unit?: string;
}
