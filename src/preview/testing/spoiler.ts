import type { InferenceEngine } from '../../runtime/engine';
import type { Draft } from './draft';

interface Expected {
  readonly verdict: 'passed' | 'failed' | 'unreadable';
  /** A finding with this code names the spoiling … */
  readonly finding?: string;
  /** … or the reason of a reproduction, or of the report, holds these words. */
  readonly says?: RegExp;
  /** What the zoo would say of the reproduction. */
  readonly zoo?: 'passed' | 'failed';
}

/** A bundle that was spoiled in one way, and what a check must say of it. */
export interface Spoiled {
  readonly name: string;
  /** What was done, in a sentence. */
  readonly what: string;
  readonly zip: Uint8Array;
  readonly expected: Expected;
}

/** A spoiling that this bundle does not allow. */
export interface NotSpoiled {
  readonly name: string;
  readonly why: string;
}

export interface SpoilOptions {
  /** Computes new expected outputs where the image is cropped. */
  readonly engine: InferenceEngine;
}

/** Takes an own copy of the bundle; a text is the reason why it cannot be spoiled so. */
export type Spoiler = (draft: Draft, options: SpoilOptions) => Promise<Omit<Spoiled, 'name'> | string>;
