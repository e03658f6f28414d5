/** Red, green, blue, each 0..255. */
export type Colour = readonly [number, number, number];

/** 256 colours from the lowest to the highest value. */
export type ColourMap = readonly Colour[];
