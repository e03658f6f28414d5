import type { ImageSource } from '../image/source';
import type { ModelDescription } from '../spec/model';
import type { DType, Tensor } from '../tensor/tensor';

/** How images of more axes than the network has are run. */
export type Planes = 'each' | 'projection';

export interface RunOptions {
  /** Letters of the axes of each image as it is given (`t c z y x`), where they are not those that the file states. */
  readonly axes?: readonly (string | undefined)[];
  /** Side of a tile in pixels, halo included; as many as are needed by default. */
  readonly tile?: number;
  /** Workers with a network each. Default: what the machine has, at most four. */
  readonly threads?: number;
  /** A stack for a network of planes: each plane by itself (default), or the maximum projection. */
  readonly planes?: Planes;
  /** Channels of the image that the network is given, by number from 0 or by name, in the network's order. */
  readonly channels?: readonly (number | string)[];
  readonly signal?: AbortSignal;
  /** Before the network runs: how the images were read, and what differs from what the bundle expects. */
  onBegin?(said: Pick<RunResult, 'read' | 'warnings'>): void;
  onProgress?(progress: RunProgress): void;
}

export interface RunProgress {
  /** Tiles that are through the network, and all of them. */
  readonly done: number;
  readonly total: number;
  /** Estimated from the tiles so far; absent before the first one. */
  readonly secondsLeft?: number;
}

/** One output of the network for one image, stitched and postprocessed. */
export interface RunOutput {
  readonly id: string;
  /** Letters `t c z y x`, those of size 1 that the image did not have left out. */
  readonly axes: readonly string[];
  readonly tensor: Tensor;
  readonly dtype: DType;
  /** Distance of pixels along y and x, and of planes, where the image states it, in the output's own scale. */
  readonly pixelSize?: { readonly value: number; readonly unit: string; readonly depth?: number };
  /** Labelled objects, where the output holds labels: background is 0. */
  readonly objects?: number;
}

export interface RunResult {
  readonly outputs: readonly RunOutput[];
  readonly tiles: number;
  readonly seconds: { readonly total: number; readonly network: number };
  /** Which runtime, and how many threads. */
  readonly engine: string;
  /** How each image was read: axes and what was done with them, a sentence each. */
  readonly read: readonly string[];
  /** What differs from what the bundle expects, and what was done about the borders, in sentences. */
  readonly warnings: readonly string[];
}

/** A bundle whose network is loaded, for any number of images one after the other. */
export interface Runner {
  readonly description: ModelDescription;
  /** One image for each input of the network, in the description's order. Rejects with `RunError`, `ImageError` or the signal's reason. */
  run(images: readonly ImageSource[], options?: RunOptions): Promise<RunResult>;
  dispose(): Promise<void>;
}

/** This image cannot go through this network; the message says why and what to do. */
export class RunError extends Error {
  constructor(
    readonly problem: 'axes' | 'channels' | 'size' | 'bundle' | 'network' | 'memory' | 'image',
    message: string,
    options?: { cause?: unknown }
  ) {
    super(message, options);
    this.name = 'RunError';
  }
}
