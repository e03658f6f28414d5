import type { Candidate } from '../../kernel/protocol';
import type { NetworkEntry } from '../networks/networkEntry';
import type { Field } from './draft';
import { baseName } from './naming';

/** Words in the names of model and data folders that tell one of the zoo's tags for content or modality. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/nucle(us|i|ar)|dapi|hoechst|dsb2018/, 'nuclei'],
  [/cells?(?![a-z])|hela|u2os/, 'cells'],
  [/mitochondri/, 'mitochondria'],
  [/membrane/, 'cell-membrane'],
  [/vessel|vascul/, 'vasculature'],
  [/tissue/, 'tissue'],
  [/brain|neuron/, 'brain'],
  [/fluo|dapi|hoechst|gfp|confocal/, 'fluorescence-light-microscopy'],
  [/bright.?field|phase.?contrast/, 'transmission-light-microscopy'],
  [/(^|[^a-z])(f?ib)?(s|t)?em([^a-z]|$)/, 'electron-microscopy']
];

/**
 * The network's tags, and those of what the images show where the names of the model and its data say it.
 * Modality and content are left out where they do not: the zoo then asks for them, and only the researcher can answer.
 */
export function guessTags(candidate: Candidate, entry: NetworkEntry): Field<readonly string[]> {
  const folders = ['Training_source', 'Source_QC_folder'].map(name => candidate.facts[name]?.value);
  const names = [candidate.modelName, ...folders.filter(value => typeof value === 'string').flatMap(lastFolders)];
  const found = HINTS.flatMap(([hint, tag]) => {
    const name = names.find(text => hint.test(text.toLowerCase()));
    return name === undefined ? [] : [{ tag, name }];
  });
  const where = [entry.name, ...found.map(({ tag, name }) => `${tag} guessed from "${name}"`)].join('; ');
  return { value: [...entry.tags, ...found.map(({ tag }) => tag)], origin: 'catalogue', where, onlyYou: false };
}

/** The folder and the one around it: "dsb2018/images" says more than "images". */
function lastFolders(path: string): string[] {
  const last = baseName(path);
  const around = baseName(path.replace(/[\\/]+$/, '').slice(0, -last.length));
  return [last, around].filter(name => name !== '');
}
