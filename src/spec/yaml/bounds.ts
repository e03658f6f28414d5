import { Lexer, isAlias, isCollection, isNode, isPair } from 'yaml';
import type { Document } from 'yaml';
import type { Finding } from '../finding';

/**
 * How much a description may be, checked in one pass before anything is built of it: the parser, the schema and the rules
 * then never meet more than they can do in a moment. A real description has a few kB and some hundred values.
 */
export const bounds = {
  /** Bytes of the text. */
  text: 1_000_000,
  /** Entries of one list, or fields of one group. */
  entries: 2000,
  /** Levels of brackets and indents. The zoo's parser gives up at some hundreds; a real description has about ten. */
  depth: 150,
  /** Aliases in the text; a real description has none, and each can multiply what stands behind it. */
  aliases: 100,
  /** Values in all, with what aliases repeat. */
  values: 20_000,
  /** Closing brackets that close nothing: each further one tells nothing new, and costs the parser an error. */
  closers: 100
};

/** What the bounds forbid in a text; `null` where it keeps them all. Takes time in proportion to the text's length. */
export function beyondBounds(text: string): Finding | null {
  if (text.length > bounds.text) {
    return refusal('yaml-too-large', { size: `${(text.length / 1e6).toFixed(1)} MB` });
  }
  const scan = new Scan();
  for (const lexeme of new Lexer().lex(text)) {
    const finding = scan.take(lexeme);
    if (finding) {
      return finding;
    }
  }
  return null;
}

/** The same of what aliases repeat, which only shows once the text is parsed. */
export function beyondValues(document: Document): Finding | null {
  const behind = new Map<string, Extent>();
  const { values, depth } = extentOf(document.contents, behind);
  if (depth > bounds.depth) {
    return refusal('yaml-deep', { most: bounds.depth, line: 1 });
  }
  if (values <= bounds.values) {
    return null;
  }
  return behind.size > 0 ? refusal('yaml-aliases') : refusal('yaml-many-values', { most: bounds.values });
}

const ownBounds: readonly string[] = ['yaml-too-large', 'yaml-too-many', 'yaml-many-values'];

/** The zoo's parser has no bounds of its own, but ends at such depths and aliases. */
function refusal(code: Finding['code'], data?: Finding['data']): Finding {
  const by = ownBounds.includes(code) ? 'zooport' : 'zoo';
  return { code, by, severity: 'error', path: [], ...(data && { data }) };
}

interface Extent {
  readonly values: number;
  readonly depth: number;
}

/** How many values a node stands for, and how deep they lie, with every alias written out. */
function extentOf(node: unknown, behind: Map<string, Extent>): Extent {
  if (isAlias(node)) {
    return behind.get(node.source) ?? { values: 1, depth: 1 };
  }
  const inner = isCollection(node) ? node.items : isPair(node) ? [node.key, node.value] : [];
  // A name of a field comes with its value.
  let [values, depth] = [isPair(node) ? -1 : 1, 0];
  for (const item of inner) {
    const extent = extentOf(item, behind);
    [values, depth] = [values + extent.values, Math.max(depth, extent.depth)];
  }
  const extent = { values, depth: isPair(node) ? depth : depth + 1 };
  if (isNode(node) && !isAlias(node) && node.anchor !== undefined) {
    behind.set(node.anchor, extent);
  }
  return extent;
}

/** A list or a group of fields that is still open. */
interface Open {
  readonly kind: 'list' | 'group' | 'brackets';
  readonly column: number;
  entries: number;
}

const marks = ['\x02', '\x18'];
const scalarMark = '\x1f';
const indicators: readonly string[] = ['-', '?', ':'];

/** Follows the lexemes of a text and counts what is open in one another, and the entries of each. */
class Scan {
  private open: Open[] = [];
  private brackets = 0;
  private line = 1;
  private column = 0;
  private aliases = 0;
  private scalars = 0;
  private closers = 0;
  /** Whether only blanks and the marks of entries stood on this line so far. */
  private atStart = true;
  /** Whether the next lexeme is the text of a scalar. */
  private content = false;

  take(lexeme: string): Finding | null {
    if (lexeme === scalarMark) {
      this.content = true;
      return null;
    }
    if (marks.includes(lexeme)) {
      return null;
    }
    const finding = this.content ? this.scalar() : this.mark(lexeme);
    this.content = false;
    this.advance(lexeme);
    return finding ?? this.tooDeep();
  }

  /** A field is a name and a value, so that half of the texts are values at least: `beyondValues` counts to the letter. */
  private scalar(): Finding | null {
    return ++this.scalars > 2 * bounds.values
      ? refusal('yaml-many-values', { most: bounds.values })
      : this.first('group');
  }

  private mark(lexeme: string): Finding | null {
    const start = lexeme[0];
    if (' \t\r\n#%'.includes(start) || start === '\ufeff') {
      return null;
    }
    if (start === '*' && ++this.aliases > bounds.aliases) {
      return refusal('yaml-aliases');
    }
    if (lexeme === '---' || lexeme === '...') {
      this.open = [];
      this.brackets = 0;
      return null;
    }
    if (lexeme === ',') {
      return this.brackets > 0 ? this.count(this.open.at(-1)) : null;
    }
    if (lexeme === ']' || lexeme === '}') {
      return this.close(lexeme);
    }
    const finding = this.first(lexeme === '-' ? 'list' : 'group', lexeme);
    if (lexeme === '[' || lexeme === '{') {
      this.open.push({ kind: 'brackets', column: this.column, entries: 1 });
      this.brackets++;
    }
    return finding;
  }

  private close(bracket: string): Finding | null {
    if (this.brackets > 0) {
      this.open.pop();
      this.brackets--;
      return null;
    }
    const problem = `many closing brackets (${bracket}) close nothing`;
    return ++this.closers > bounds.closers ? refusal('yaml-damaged', { problem, line: this.line }) : null;
  }

  /** Where a lexeme is the first of its line, it starts an entry of the list or group that stands at its column. */
  private first(kind: 'list' | 'group', lexeme = ''): Finding | null {
    if (!this.atStart || this.brackets > 0) {
      return null;
    }
    this.atStart = indicators.includes(lexeme);
    for (let last = this.open.at(-1); last && isInside(last, kind, this.column); last = this.open.at(-1)) {
      this.open.pop();
    }
    const last = this.open.at(-1);
    if (last?.column === this.column && last.kind === kind) {
      // “? name” and “: value” below it are one entry.
      return lexeme === ':' ? null : this.count(last);
    }
    this.open.push({ kind, column: this.column, entries: 1 });
    return null;
  }

  private count(open: Open | undefined): Finding | null {
    if (open && ++open.entries > bounds.entries) {
      return refusal('yaml-too-many', { most: bounds.entries, line: this.line });
    }
    return null;
  }

  private tooDeep(): Finding | null {
    return this.open.length > bounds.depth ? refusal('yaml-deep', { most: bounds.depth, line: this.line }) : null;
  }

  private advance(lexeme: string): void {
    const end = lexeme.lastIndexOf('\n');
    if (end < 0) {
      this.column += lexeme.length;
      return;
    }
    for (let at = lexeme.indexOf('\n'); at >= 0; at = lexeme.indexOf('\n', at + 1)) {
      this.line++;
    }
    this.column = lexeme.length - end - 1;
    // A quoted text may end in the middle of a line.
    this.atStart = lexeme.endsWith('\n');
  }
}

/** Whether an open list or group ends where an entry of this kind starts at this column. */
function isInside({ column, kind }: Open, next: 'list' | 'group', at: number): boolean {
  return column > at || (column === at && kind === 'list' && next === 'group');
}
