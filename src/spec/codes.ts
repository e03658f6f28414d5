import { consumers } from './consumers';
import type { ConsumerCode } from './consumers';
import { adviceTexts } from './texts/advice';
import { containerTexts } from './texts/container';
import { formatTexts } from './texts/format';
import { networkTexts } from './texts/network';
import { oldTexts } from './texts/old';
import { recipeTexts } from './texts/recipe';

const ownTexts = {
  ...formatTexts,
  ...containerTexts,
  ...oldTexts,
  ...adviceTexts,
  ...networkTexts,
  ...recipeTexts
} as const;

export type FindingCode = keyof typeof ownTexts | ConsumerCode;

/**
 * What each finding says: what is wrong, where, and how to mend it, in a biologist's words.
 * `{where}` is the finding's own place in words, `{field}` the key there, `{parent}` what holds it; every other name in
 * braces is a key of the finding's `data`.
 */
export const messages = Object.fromEntries(
  [ownTexts, ...Object.values(consumers).map(({ texts }) => texts)].flatMap(texts => Object.entries<string>(texts))
) as Readonly<Record<FindingCode, string>>;

export function isFindingCode(code: string): code is FindingCode {
  return Object.hasOwn(messages, code);
}
