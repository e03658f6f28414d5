import { Lexer, isMap, isScalar, visit } from 'yaml';
import type { Document, Node, Scalar } from 'yaml';

/** A problem of the text, and the offset at which it is. */
export interface TextProblem {
  readonly problem: string;
  readonly offset: number;
}

/** Characters that the zoo's parser refuses anywhere: control characters, single surrogates, and two that are none. */
const unprintable = /[^\t\n\r\x20-\x7e\x85\xa0-\ufffd]|[\ufffe\uffff]/;

/** What the zoo's parser refuses in the text itself, and the one used here lets pass. */
export function textProblem(text: string): TextProblem | null {
  const bad = unprintable.exec(text);
  if (bad) {
    const code = bad[0].charCodeAt(0).toString(16).padStart(2, '0');
    return { problem: `it holds a character that cannot be printed (code ${code})`, offset: bad.index };
  }
  const version = /^%YAML[ \t]+(?![ \t]|1\.[12]\b)/m.exec(text);
  if (version && !text.slice(0, version.index).includes('---')) {
    return { problem: 'it is written in a version of YAML that is not 1.1 or 1.2', offset: version.index };
  }
  return text.includes('\t') ? tabProblem(text) : null;
}

const scalarMark = '\x1f';

/** Tabs may stand in quotes, in comments and in blocks of text, and nowhere else. */
function tabProblem(text: string): TextProblem | null {
  let offset = 0;
  let content = false;
  let block = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === scalarMark) {
      content = true;
      continue;
    }
    // Marks of the lexer are no part of the text.
    const shown = lexeme === '\x02' || lexeme === '\x18' ? '' : lexeme;
    const free = (content && block) || (!content && /^["'#]/.test(shown));
    if (!free && shown.includes('\t')) {
      return { problem: 'a tab stands where only spaces may; YAML allows tabs in quotes only', offset: offset + shown.indexOf('\t') }; // prettier-ignore
    }
    block = content ? false : block || /^[|>]/.test(shown);
    content = false;
    offset += shown.length;
  }
  return null;
}

/** What the zoo's parser refuses in a document that was read. */
export function nodeProblem(document: Document): TextProblem | null {
  let found: TextProblem | null = null;
  visit(document, {
    Scalar(key, node) {
      const odd = node.type === 'PLAIN' && key !== 'key' && (node.source === '=' || node.source === '<<');
      found = odd ? { problem: `“${String(node.source)}” means something else than a text here; put it in quotes`, offset: startOf(node) } : found; // prettier-ignore
      return odd ? visit.BREAK : undefined;
    },
    Map(_, map) {
      const keys = map.items.map(({ key }) => key).filter(isScalar);
      const merges = keys.filter(key => key.type === 'PLAIN' && key.source === '<<');
      const twice = merges[1] ?? numberTwice(keys);
      found = twice ? { problem: `the field “${String(twice.source)}” stands twice`, offset: startOf(twice) } : found;
      return twice ? visit.BREAK : undefined;
    },
    Collection(_, collection) {
      const set = collection.tag === 'tag:yaml.org,2002:set';
      found = set ? { problem: 'sets are not understood; write a list', offset: startOf(collection) } : found;
      return set ? visit.BREAK : undefined;
    },
    Pair(_, { key }) {
      const group = isMap(key);
      found = group ? { problem: 'a group of fields stands where the name of a field belongs', offset: startOf(key) } : found; // prettier-ignore
      return group ? visit.BREAK : undefined;
    }
  });
  return found;
}

/** In Python 1, 1.0 and True are one key. */
function numberTwice(keys: readonly Scalar[]): Scalar | undefined {
  const seen = new Set<number>();
  return keys.find(({ value }) => {
    if (typeof value !== 'number' && typeof value !== 'boolean') {
      return false;
    }
    const known = seen.has(Number(value));
    seen.add(Number(value));
    return known;
  });
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
