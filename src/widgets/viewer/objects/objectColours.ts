import type { Colour } from '../paint/colour';

/** What the colours of numbered objects leave free: no number is painted white. */
export const extraColour: Colour = [255, 255, 255];
/** As in other differences: too little is blue. */
export const missingColour: Colour = [90, 170, 255];
export const outlineColour: Colour = [255, 150, 50];
/** Where a missing object and an extra one lie on one another. */
export const bothColour: Colour = [128, 128, 128];
