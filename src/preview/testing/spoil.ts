import type { InferenceEngine } from '../../runtime/engine';
import type { FileSource } from '../source';
import { Draft } from './draft';
import { dataSpoilers } from './spoilData';
import { fileSpoilers } from './spoilFiles';
import { recipeSpoilers } from './spoilRecipe';

/** A bundle that was spoiled in one way, and what a check must say of it. */
export interface Spoiled {
  readonly name: string;
  /** What was done, in a sentence. */
  readonly what: string;
  readonly zip: Uint8Array;
  readonly expected: Expected;
}

export interface Expected {
  readonly verdict: 'passed' | 'failed' | 'unreadable';
  /** A finding with this code names the spoiling … */
  readonly finding?: string;
  /** … or the reason of a reproduction, or of the report, holds these words. */
  readonly says?: RegExp;
  /** What the zoo would say of the reproduction. */
  readonly zoo?: 'passed' | 'failed';
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

const spoilers: Readonly<Record<string, Spoiler>> = { ...fileSpoilers, ...recipeSpoilers, ...dataSpoilers };

/** Spoils a bundle in every way that it allows; the first result, "untouched", is the bundle zipped anew. */
export async function spoil(source: FileSource, options: SpoilOptions): Promise<(Spoiled | NotSpoiled)[]> {
  const draft = await Draft.open(source);
  const untouched: Spoiled = {
    name: 'untouched',
    what: 'nothing was changed',
    zip: draft.zip(),
    expected: { verdict: 'passed', zoo: 'passed' }
  };
  const results: (Spoiled | NotSpoiled)[] = [untouched];
  for (const [name, spoiler] of Object.entries(spoilers)) {
    const made = await spoiler(draft.copy(), options);
    results.push(typeof made === 'string' ? { name, why: made } : { name, ...made });
  }
  return results;
}

export function isSpoiled(result: Spoiled | NotSpoiled): result is Spoiled {
  return 'zip' in result;
}
