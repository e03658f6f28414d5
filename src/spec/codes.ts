import { adviceTexts } from './texts/advice';
import { containerTexts } from './texts/container';
import { deepimagejTexts } from './texts/deepimagej';
import { formatTexts } from './texts/format';
import { ilastikTexts } from './texts/ilastik';
import { networkTexts } from './texts/network';
import { oldTexts } from './texts/old';
import { qupathTexts } from './texts/qupath';
import { recipeTexts } from './texts/recipe';

/**
 * What each finding says: what is wrong, where, and how to mend it, in a biologist's words.
 * `{where}` is the finding's own place in words, `{field}` the key there, `{parent}` what holds it; every other name in
 * braces is a key of the finding's `data`.
 */
export const messages = {
  ...formatTexts,
  ...containerTexts,
  ...oldTexts,
  ...adviceTexts,
  ...networkTexts,
  ...recipeTexts,
  ...deepimagejTexts,
  ...ilastikTexts,
  ...qupathTexts
} as const;

export type FindingCode = keyof typeof messages;

export function isFindingCode(code: string): code is FindingCode {
  return Object.hasOwn(messages, code);
}
