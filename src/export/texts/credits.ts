import type { Citation, DraftBase } from '../draft/draft';
import { markdown, paragraphs } from './escape';

/** Whom to cite: the method's papers and what the researcher added. */
export function citeSection(draft: DraftBase): string[] {
  const citations = draft.fields.cite.value;
  return citations.length > 0 ? ['## Please cite', citations.map(citation => `- ${cited(citation)}`).join('\n')] : [];
}

function cited({ text, doi, url }: Citation): string {
  if (doi) {
    return `${markdown(text)} [doi:${markdown(doi)}](https://doi.org/${address(doi)})`;
  }
  // Only web addresses become links: a link may hold anything else, a script for instance.
  return url && /^https?:\/\//i.test(url) ? `${markdown(text)} [${markdown(url)}](${address(url)})` : markdown(text);
}

/** An address inside the round brackets of a link: nothing in it ends the link. */
function address(text: string): string {
  return encodeURI(text.trim()).replace(/[()]/g, letter => (letter === '(' ? '%28' : '%29'));
}

/** What the researcher says of the data; a sentence that nothing is said where it is empty. */
export function dataSection(draft: DraftBase): string {
  const { value } = draft.fields.data;
  return value.trim() ? paragraphs(value) : '**Not stated:** what the training images show and where they come from.';
}

/** What only the researcher can know and has not said: a reader must not take silence for permission. */
export function unknownSection(draft: DraftBase): string[] {
  const { authors, license } = draft.fields;
  const people = authors.value.map(author =>
    author.affiliation ? `${markdown(author.name)} (${markdown(author.affiliation)})` : markdown(author.name)
  );
  return [
    '## Authors and licence',
    [
      people.length > 0 ? `- Authors: ${people.join(', ')}` : '- **Authors: not stated.**',
      license.value
        ? `- Licence: ${markdown(license.value)}`
        : '- **Licence: not stated.** Without one, nobody but the authors may use or pass on this network.'
    ].join('\n')
  ];
}
