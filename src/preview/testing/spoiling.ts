import type { Draft } from './draft';
import type { Random } from '../../tensor/testing/random';
import type { Scene } from './scene';

/** A bundle that was spoiled in a known way. */
export interface Spoiling {
  readonly kind: string;
  /** What was done, in a sentence. */
  readonly what: string;
  readonly draft: Draft;
  /** The causes that are right names for it; empty where nothing explains it. */
  readonly causes: readonly string[];
  /** What the sentence must hold. */
  readonly says?: RegExp;
}

export type Spoiler = (scene: Scene, random: Random) => Promise<Spoiling>;
