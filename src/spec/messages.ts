import type { Finding, Path } from './finding';

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
 * `{where}` is the finding's own path; every other name in braces is a key of the finding's `data`.
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

/** Most characters of a name or value from a file that a sentence repeats. */
const longest = 200;

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)} …` : text;
}

/** A path as people write it, for instance `inputs[0].axes[2].size`; the description itself where it is empty. */
export function wherePath(path: Path): string {
  const written = path.map(part => (typeof part === 'number' ? `[${part}]` : `.${shortened(part)}`)).join('');
  return written.replace(/^\./, '') || 'the description';
}

/** A value as it stands in a sentence: lists separated by commas, long texts cut, nothing dropped silently. */
function inWords(value: unknown): string {
  const text = Array.isArray(value) ? value.map(inWords).join(', ') : String(value ?? 'nothing');
  return shortened(text);
}

/** The sentence of a finding, filled in. Plain text: what a bundle says of itself is never markup. */
export function describe(finding: Finding): string {
  return describeAt(finding, wherePath(finding.path));
}

/** The same with the place as one who does not see the description knows it, for instance a form's field. */
export function describeAt({ code, data }: Finding, where: string): string {
  return messages[code].replace(/\{(\w+)\}/g, (_, key: string) => (key === 'where' ? where : inWords(data?.[key])));
}
