/** Deeper than any block that is read. */
const margin = ' '.repeat(1000);

/** What may stand before a quote or a bracket that opens something, on its line. */
const opening = /(^|[-?:,[{])\s*$/;

/**
 * The text with what goes on inside brackets and quotes moved to the right. The zoo's parser lets it stand anywhere, the
 * one used here only to the right of the block around. Lines stay lines; the content stays the same.
 */
export function moveRight(text: string): string {
  let quote = '';
  let depth = 0;
  const lines = text.split('\n').map(line => {
    const inside = quote !== '' || depth > 0;
    for (let at = 0; at < line.length; at++) {
      const character = line[at];
      if (quote !== '') {
        at += quote === '"' && character === '\\' ? 1 : 0;
        quote = character === quote ? '' : quote;
      } else if (character === '#' && /(^|\s)$/.test(line.slice(0, at))) {
        break;
      } else if (']}'.includes(character)) {
        depth = Math.max(0, depth - 1);
      } else if (
        `"'[{`.includes(character) &&
        (opening.test(line.slice(0, at)) || (inside && /^\s*$/.test(line.slice(0, at))))
      ) {
        depth += '[{'.includes(character) ? 1 : 0;
        quote = '[{'.includes(character) ? '' : character;
      }
    }
    return inside && line.trim() !== '' ? margin + line : line;
  });
  return lines.join('\n');
}

/** A list as the name of a field, at the start of a line, which the parser used here reads only where it is marked. */
const listAsName = /^( *)(\[[^[\]\n]*\]) *:(?=\s)/gm;

export function markLists(text: string): string {
  return text.replace(listAsName, '$1? $2\n$1:');
}
