/** Deeper than any block that is read. */
const margin = ' '.repeat(1000);

/** Most characters that a text may have once lines are moved; where it would have more it is left as it stands. */
const longestMoved = 8_000_000;

const openers = `"'[{`;

/**
 * The text with what goes on inside brackets and quotes moved to the right, and with a blank before each comment. The
 * zoo's parser lets the one stand anywhere, the one used here only to the right of the block around, and the other right
 * behind a bracket or quote. Lines stay lines; the content stays the same.
 */
export function spaced(text: string): string {
  const state: Open = { quote: '', depth: 0 };
  let moved = 0;
  const lines = text.split('\n').map(line => {
    const inside = state.quote !== '' || state.depth > 0;
    const comment = follow(line, state);
    const moves = inside && line.trim() !== '' && text.length + moved * margin.length < longestMoved;
    moved += moves ? 1 : 0;
    const parted =
      comment > 0 && !isBlank(line[comment - 1]) ? `${line.slice(0, comment)} ${line.slice(comment)}` : line;
    return moves ? margin + parted : parted;
  });
  return lines.join('\n');
}

/** The quote and the brackets that are open at a place of the text. */
interface Open {
  quote: string;
  depth: number;
}

/** Goes through one line, once; gives where a comment stands in it, 0 where there is none. */
function follow(line: string, state: Open): number {
  /** The last character that is no blank, of all before the current one. */
  let last = '';
  /** Whether a bracket, a quote or a comma of brackets ended right here. */
  let ended = true;
  for (let at = 0; at < line.length; at++) {
    const character = line[at];
    const before = last;
    last = isBlank(character) ? last : character;
    if (state.quote !== '') {
      if (state.quote === '"' && character === '\\') {
        at++;
        last = isBlank(line[at] ?? ' ') ? last : line[at];
      }
      ended = character === state.quote;
      state.quote = ended ? '' : state.quote;
    } else if (character === '#' && ended) {
      return at;
    } else if ('&!'.includes(character) && ended && mayOpen(before)) {
      // A tag, or a name for aliases: what follows still opens.
      at = wordEnd(line, at);
      [last, ended] = [before, false];
    } else if (']}'.includes(character)) {
      ended = state.depth > 0;
      state.depth = Math.max(0, state.depth - 1);
    } else if (openers.includes(character) && (ended || (state.depth > 0 && before === ':')) && mayOpen(before)) {
      ended = '[{'.includes(character);
      state.depth += ended ? 1 : 0;
      state.quote = ended ? '' : character;
    } else {
      ended = isBlank(character) || (character === ',' && state.depth > 0);
    }
  }
  return 0;
}

function wordEnd(line: string, at: number): number {
  const blank = line.slice(at).search(/\s/);
  return blank < 0 ? line.length : at + blank - 1;
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
