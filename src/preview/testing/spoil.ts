import type { FileSource } from '../../bundle/source';
import { Draft } from './draft';
import { dataSpoilers } from './spoilData';
import type { NotSpoiled, Spoiled, Spoiler, SpoilOptions } from './spoiler';
import { fileSpoilers } from './spoilFiles';
import { recipeSpoilers } from './spoilRecipe';

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
