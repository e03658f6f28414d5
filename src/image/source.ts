import type { DType, Tensor } from '../tensor/tensor';

/** What an axis of an image means: time, channel (colours too), depth, rows, columns; `q` where the file does not say. */
export type ImageAxisId = 't' | 'c' | 'z' | 'y' | 'x' | 'q';

export interface ImageAxis {
  readonly id: ImageAxisId;
  readonly size: number;
  /** Distance of neighbours where the file states it. `unit` as the file writes it, "µm" for all spellings of micrometre. */
  readonly spacing?: { readonly value: number; readonly unit: string };
}

/** What is known of an image before its pixels are read. */
export interface ImageInfo {
  /** Name of the file without its folder, or of the variable. */
  readonly name: string;
  /** In the order of the pixels, as tifffile gives them; each id once, except `q`. */
  readonly axes: readonly ImageAxis[];
  readonly dtype: DType;
  /** False where the file does not say what its axes are, and they were guessed by their sizes. */
  readonly stated: boolean;
  /** Bits of a pixel that are used, where the file says fewer than its type has. */
  readonly bits?: number;
  readonly channelNames?: readonly string[];
  /** The channels are red, green and blue (and opacity). */
  readonly colour?: boolean;
  /** What was guessed, converted or left out while reading, in sentences. */
  readonly notes: readonly string[];
}

/** Part of an axis: `length` entries from `start`. */
export interface Part {
  readonly start: number;
  readonly length: number;
}

/**
 * An image that can be read in parts: a file, an array in memory, a kernel's variable. Parts of a tiled file cost the
 * memory of the tiles that they touch, not of the image.
 */
export interface ImageSource {
  readonly info: ImageInfo;
  /**
   * The pixels of a region, one part per axis in the order of `info.axes`, or all of them. Rejects with an `ImageError`,
   * or with the signal's reason.
   */
  read(region?: readonly Part[], signal?: AbortSignal): Promise<Tensor>;
  close?(): Promise<void>;
}

/** The file is no image that can be read; the message says what, where and how to mend it. */
export class ImageError extends Error {
  constructor(
    readonly problem: 'not-an-image' | 'damaged' | 'unsupported' | 'too-large' | 'no-memory' | 'axes',
    message: string,
    options?: { cause?: unknown }
  ) {
    super(message, options);
    this.name = 'ImageError';
  }
}
