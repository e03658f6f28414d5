import { nearest } from './nearest';
import { lookup } from '../../tensor/lookup';

/** SPDX names that models and their data carry. Other valid names need no mend. */
const common = [
  'AGPL-3.0-only', 'AGPL-3.0-or-later', 'Apache-2.0', 'Artistic-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BSL-1.0',
  'CC-BY-3.0', 'CC-BY-4.0', 'CC-BY-NC-3.0', 'CC-BY-NC-4.0', 'CC-BY-NC-ND-4.0', 'CC-BY-NC-SA-3.0', 'CC-BY-NC-SA-4.0',
  'CC-BY-ND-4.0', 'CC-BY-SA-3.0', 'CC-BY-SA-4.0', 'CC0-1.0', 'CDLA-Permissive-2.0', 'CECILL-2.1', 'EPL-2.0',
  'EUPL-1.2', 'GPL-2.0-only', 'GPL-2.0-or-later', 'GPL-3.0-only', 'GPL-3.0-or-later', 'ISC', 'LGPL-2.1-only',
  'LGPL-2.1-or-later', 'LGPL-3.0-only', 'LGPL-3.0-or-later', 'MIT', 'MIT-0', 'MPL-2.0', 'ODbL-1.0', 'PDDL-1.0',
  'Unlicense', 'Zlib'
]; // prettier-ignore

/** What people write, without spaces and signs, where it is no spelling of the name itself. */
const called: Readonly<Record<string, string>> = {
  apache: 'Apache-2.0',
  bsdnew: 'BSD-3-Clause',
  bsdsimplified: 'BSD-2-Clause',
  cc0: 'CC0-1.0',
  cczero: 'CC0-1.0',
  ccby: 'CC-BY-4.0',
  ccbysa: 'CC-BY-SA-4.0',
  ccbync: 'CC-BY-NC-4.0',
  ccbyncsa: 'CC-BY-NC-SA-4.0',
  expat: 'MIT',
  thunlicense: 'Unlicense'
};

const words: readonly (readonly [RegExp, string])[] = [
  [/creative ?commons/g, 'cc'],
  [/attribution/g, 'by'],
  [/non-? ?commercial/g, 'nc'],
  [/share-? ?alike/g, 'sa'],
  [/no-? ?deriv(ative)?s?/g, 'nd'],
  [/gnu (lesser|library) (general )?public/g, 'lgpl'],
  [/gnu affero (general )?public/g, 'agpl'],
  [/gnu (general )?public/g, 'gpl'],
  [/mozilla( public)?/g, 'mpl'],
  [/\+/g, ' or later'],
  [/\b(international|unported|generic|licen[cs]ed?|the|version|clause|software|dedication|universal)\b/g, ' '],
  [/(\b|gpl|mpl|by|sa|nc|nd)v(?=\.? ?\d)/g, '$1']
];

function key(text: string): string {
  const plain = words.reduce((shorter, [word, short]) => shorter.replace(word, short), text.toLowerCase());
  return plain.replace(/(\d)\.0\b/g, '$1').replace(/[^a-z0-9]+/g, '');
}

const byKey = new Map(common.flatMap(id => [[key(id), id] as const, [key(id.replace(/-only$/, '')), id] as const]));

/** The SPDX name that is meant, or `undefined` where that is not certain. */
export function meantLicence(found: string): string | undefined {
  const text = found.trim();
  const page = /creativecommons\.org\/(?:licenses\/(by[a-z-]*)\/(\d\.\d)|publicdomain\/(zero)\/1\.0)/i.exec(text);
  if (page) {
    return byKey.get(page[3] ? 'cc01' : key(`cc-${page[1]}-${page[2]}`));
  }
  const name = /^https?:\/\//i.test(text)
    ? (text
        .replace(/[/#?]+$/, '')
        .split('/')
        .at(-1) ?? '')
    : text;
  return byKey.get(key(name)) ?? lookup(called, key(name)) ?? nearest(name, common);
}
