import { LineCounter, isAlias, isCollection, isMap, isScalar, parseDocument, visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import type { Finding } from './finding';
import { markLists, moveRight } from './yamlIndent';
import { oddNames } from './yamlNames';
import { nodeProblem, textProblem } from './yamlStrict';
import { zooTags } from './yamlTags';

/** Aliases that one description may follow; a real one has none, and each can multiply what stands behind it. */
const maxAliases = 100;

/** Levels of brackets and indents. The zoo's parser gives up at some hundreds; a real description has about ten. */
const deepest = 150;

/** Most characters of a problem's text that are repeated; the parser adds an excerpt of the file below its first line. */
const longestProblem = 160;

/** Unicode's own ends of lines right before an ordinary one. */
const lineEnds = /[ \t]*[\x85\u2028\u2029][ \t\x85\u2028\u2029]*(?=\n)/g;

export interface ParsedYaml {
  /** The plain value; `undefined` where the text could not be read. */
  readonly value: unknown;
  readonly findings: Finding[];
}

/**
 * Reads YAML 1.2 as the zoo's own parser does (ruyaml, “safe”), with its numbers, dates, merge keys and refusals.
 * Never throws: what is wrong with the text becomes findings of the zoo.
 */
export function parseYaml(text: string): ParsedYaml {
  if (brackets(text) > deepest) {
    return refused([damaged('brackets stand too deep in one another', 1)]);
  }
  if (indents(text) > deepest) {
    return refused([damaged('fields stand too deep in one another', 1)]);
  }
  const early = textProblem(text);
  if (early) {
    return refused([damaged(early.problem, text.slice(0, early.offset).split('\n').length)]);
  }
  let document: Document;
  const lines = new LineCounter();
  try {
    // Ends of lines as on an old Macintosh, and Unicode's, are none to the parser used here.
    const plain = text.replace(/\r(?!\n)/g, '\n').replace(lineEnds, '');
    document = parsed(plain, lines);
    const moved = document.errors.some(counts) ? markLists(moveRight(plain)) : plain;
    if (moved !== plain) {
      const other = parsed(moved, new LineCounter());
      document = other.errors.some(counts) ? document : other;
    }
  } catch {
    return refused([damaged('fields stand too deep in one another', 1)]);
  }
  const findings = [
    ...document.errors.filter(counts).map(asFinding),
    ...document.warnings.filter(isUnknownTag).map(asFinding)
  ];
  const problem = findings.length > 0 ? undefined : (structureProblem(document, lines) ?? undefined);
  if (findings.length > 0 || problem) {
    return refused(problem ? [problem] : findings);
  }
  if (/!\s/.test(text)) {
    readUntagged(document);
  }
  const names = oddNames(document);
  const { value, findings: aliases } = valueOf(document);
  return { value, findings: value === undefined ? aliases : names };
}

function parsed(text: string, lineCounter: LineCounter): Document {
  return parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: true,
    customTags: zooTags,
    lineCounter,
    // “silent” would also keep silent about a second document in the text.
    logLevel: 'error'
  });
}

function refused(findings: Finding[]): ParsedYaml {
  return { value: undefined, findings };
}

/** `! 12` is 12 to the zoo's parser, and a text to the one used here. */
function readUntagged(document: Document): void {
  visit(document, {
    Scalar(_, node) {
      if (node.tag === '!') {
        const source = node.source ?? '';
        const tag = document.schema.tags.find(({ default: free, test }) => free === true && test?.test(source));
        const value: unknown = tag && !tag.collection ? tag.resolve(source, () => undefined, document.options) : source;
        node.value = value;
      }
    }
  });
}

function valueOf(document: Document): ParsedYaml {
  try {
    return { value: document.toJS({ maxAliasCount: maxAliases }) as unknown, findings: [] };
  } catch (error) {
    const merge = error instanceof Error && error.message.includes('Merge');
    return refused([
      merge
        ? damaged('“<<” takes over the fields of a group, but no group stands behind it', 1)
        : { code: 'yaml-aliases', by: 'zoo', severity: 'error', path: [] }
    ]);
  }
}

/** What the parser here lets pass and the zoo's does not. */
function structureProblem(document: Document, lines: LineCounter): Finding | null {
  let found: Finding | null = null;
  const lineOf = (node: unknown) =>
    isScalar(node) || isCollection(node) ? lines.linePos(node.range?.[0] ?? 0).line : 1;
  visit(document, {
    Alias(_, alias, parents) {
      const source = alias.resolve(document);
      if (source && parents.includes(source)) {
        found = { code: 'yaml-cycle', by: 'zoo', severity: 'error', path: [], data: { name: alias.source } };
        return visit.BREAK;
      }
      return undefined;
    },
    Pair(_, pair, parents) {
      found = parents.length > deepest ? damaged('fields stand too deep in one another', lineOf(pair.key)) : found;
      return found ? visit.BREAK : undefined;
    }
  });
  const odd = found ? null : nodeProblem(document);
  return odd
    ? damaged(odd.problem, lines.linePos(odd.offset).line)
    : (found ?? (isMap(document.contents) ? nameProblem(document.contents.items, lineOf) : null));
}

/** At the top every field has a text as its name. */
function nameProblem(items: readonly { readonly key: unknown }[], lineOf: (node: unknown) => number): Finding | null {
  const isName = (key: unknown) => isScalar(key) && (typeof key.value === 'string' || typeof key.value === 'symbol');
  const odd = items.find(({ key }) => !isAlias(key) && !isName(key));
  return odd ? damaged(`the name of a field is ${isScalar(odd.key) ? String(odd.key.source) : 'a list'}, not a text`, lineOf(odd.key)) : null; // prettier-ignore
}

/** How deep brackets stand in one another at most, had none of them been closed in a text. Counted before anything is read. */
function brackets(text: string): number {
  let depth = 0;
  let most = 0;
  for (const character of text) {
    if (character === '[' || character === '{') {
      most = Math.max(most, ++depth);
    } else if (character === ']' || character === '}') {
      depth = Math.max(0, depth - 1);
    }
  }
  return most;
}

/** How deep lines are indented below one another at most. */
function indents(text: string): number {
  const levels: number[] = [];
  let most = 0;
  for (const [, spaces] of text.matchAll(/^( *)[^\s]/gm)) {
    while ((levels.at(-1) ?? -1) >= spaces.length) {
      levels.pop();
    }
    most = Math.max(most, levels.push(spaces.length));
  }
  return most;
}

/** A comment right behind a closing bracket or quote is one to the zoo's parser. */
function counts(error: YAMLError): boolean {
  return !error.message.startsWith('Comments must be separated');
}

function isUnknownTag(warning: YAMLError): boolean {
  return warning.code === 'TAG_RESOLVE_FAILED';
}

function damaged(problem: string, line: number): Finding {
  return { code: 'yaml-damaged', by: 'zoo', severity: 'error', path: [], data: { problem, line } };
}

function asFinding(error: YAMLError): Finding {
  const line = error.linePos?.[0].line ?? 1;
  const problem = error.message.split('\n')[0].replace(/ at line \d+, column \d+:?$/, '');
  if (error.code === 'DUPLICATE_KEY') {
    const key = duplicateKey(error);
    return { code: 'yaml-duplicate-key', by: 'zoo', severity: 'error', path: [], data: { key, line } };
  }
  const inWords = error.code === 'TAB_AS_INDENT' ? 'lines are indented by tabs; YAML allows only spaces' : problem;
  return damaged(inWords.slice(0, longestProblem), line);
}

/** The parser gives the place but not the name; the excerpt in its message holds the line of the second occurrence. */
function duplicateKey(error: YAMLError): string {
  const column = error.linePos?.[0].col ?? 1;
  const excerpt = error.message.split('\n')[2] ?? '';
  return /^[^\s:,{}]+/.exec(excerpt.slice(column - 1))?.[0] ?? 'a key';
}
