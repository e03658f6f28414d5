/** Deeper than any block that is read. */
const margin = ' '.repeat(1000);

/** Most characters that a text may have once lines are moved; where it would have more it is left as it stands. */
const longestMoved = 8_000_000;

const openers = `"'[{`;

/**
 * The text with what goes on inside brackets and quotes moved to the right. The zoo's parser lets it stand anywhere, the
 * one used here only to the right of the block around. Lines stay lines; the content stays the same.
 */
export function moveRight(text: string): string {
  const state: Open = { quote: '', depth: 0 };
  let moved = 0;
  const lines = text.split('\n').map(line => {
    const inside = state.quote !== '' || state.depth > 0;
    follow(line, state);
    const moves = inside && line.trim() !== '' && text.length + moved * margin.length < longestMoved;
    moved += moves ? 1 : 0;
    return moves ? margin + line : line;
  });
  return lines.join('\n');
}

/** The quote and the brackets that are open at a place of the text. */
interface Open {
  quote: string;
  depth: number;
}

/** Goes through one line, once. */
function follow(line: string, state: Open): void {
  /** The last character that is no blank, of all before the current one. */
  let last = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at];
    const before = last;
    last = isBlank(character) ? last : character;
    if (state.quote !== '') {
      if (state.quote === '"' && character === '\\') {
        at++;
        last = isBlank(line[at] ?? ' ') ? last : line[at];
      }
      state.quote = character === state.quote ? '' : state.quote;
    } else if (character === '#' && (at === 0 || isBlank(line[at - 1]))) {
      return;
    } else if (']}'.includes(character)) {
      state.depth = Math.max(0, state.depth - 1);
    } else if (openers.includes(character) && mayOpen(before)) {
      state.depth += '[{'.includes(character) ? 1 : 0;
      state.quote = '[{'.includes(character) ? '' : character;
    }
  }
}

/** What may stand before a quote or a bracket that opens something, on its line. */
function mayOpen(before: string): boolean {
  return before === '' || '-?:,[{'.includes(before);
}

function isBlank(character: string): boolean {
  return /\s/.test(character);
}

/** Unicode's own ends of lines, which the parser used here takes for text. */
const otherEnds = '\x85\u2028\u2029';

/** The text without Unicode's own ends of lines right before an ordinary one, and the blanks around them. */
export function withoutOtherEnds(text: string): string {
  if (![...otherEnds].some(end => text.includes(end))) {
    return text;
  }
  const lines = text.split('\n');
  return lines.map((line, index) => (index < lines.length - 1 ? cutEnds(line) : line)).join('\n');
}

function cutEnds(line: string): string {
  let end = line.length;
  let others = false;
  while (end > 0 && ` \t${otherEnds}`.includes(line[end - 1])) {
    end--;
    others = others || otherEnds.includes(line[end]);
  }
  return others ? line.slice(0, end) : line;
}

/** A list as the name of a field, at the start of a line, which the parser used here reads only where it is marked. */
const listAsName = /^( *)(\[[^[\]\n]*\]) *:(?=\s)/gm;

export function markLists(text: string): string {
  return text.replace(listAsName, '$1? $2\n$1:');
}
