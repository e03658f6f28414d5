import { LineCounter, isAlias, isCollection, isMap, isScalar, parseDocument, visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import type { Finding } from '../finding';
import { beyondBounds, beyondValues, bounds } from './bounds';
import { markLists, moveRight, withoutOtherEnds } from './indent';
import { oddNames } from './names';
import { nodeProblem, textProblem } from './strict';
import { zooTags } from './tags';

/** Most characters of a problem's text that are repeated; the parser adds an excerpt of the file below its first line. */
const longestProblem = 160;

/** Most problems of a text that are told; each further one follows from those. */
const mostProblems = 100;

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
  const beyond = beyondBounds(text);
  if (beyond) {
    return refused([beyond]);
  }
  const early = textProblem(text);
  if (early) {
    return refused([damaged(early.problem, text.slice(0, early.offset).split('\n').length)]);
  }
  const read = readText(text);
  if (!read) {
    return refused([damaged('fields stand too deep in one another', 1)]);
  }
  const { document, lines } = read;
  const problems = problemsOf(read);
  const problem = problems.length > 0 ? null : (structureProblem(document, lines) ?? beyondValues(document));
  if (problems.length > 0 || problem) {
    return refused(problem ? [problem] : problems);
  }
  if (/!\s/.test(text)) {
    readUntagged(document);
  }
  const names = oddNames(document);
  const { value, findings: aliases } = valueOf(document);
  return { value, findings: value === undefined ? aliases : names };
}

/** A document, with the text that it was read from and where the lines of that text start. */
interface ReadText {
  readonly document: Document;
  readonly text: string;
  readonly lines: LineCounter;
}

function readText(text: string): ReadText | null {
  // Ends of lines as on an old Macintosh, and Unicode's, are none to the parser used here.
  const plain = withoutOtherEnds(text.replace(/\r(?!\n)/g, '\n'));
  try {
    return withoutTraces(() => {
      const first = parsed(plain);
      const moved = first.document.errors.some(counts) ? markLists(moveRight(plain)) : plain;
      const other = moved === plain ? first : parsed(moved);
      return other.document.errors.some(counts) ? first : other;
    });
  } catch {
    return null;
  }
}

/** A text may have an error at each character, and most of what an error costs is the trace that it takes along. */
function withoutTraces<T>(work: () => T): T {
  // V8's own, which the language does not know.
  const traces: { stackTraceLimit?: number; readonly name: string } = Error;
  const usual = traces.stackTraceLimit;
  traces.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    traces.stackTraceLimit = usual;
  }
}

function problemsOf({ document, text, lines }: ReadText): Finding[] {
  const problems = [...document.errors.filter(counts), ...document.warnings.filter(isUnknownTag)];
  return problems.slice(0, mostProblems).map(problem => asFinding(problem, text, lines));
}

function parsed(text: string): ReadText {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: true,
    customTags: zooTags,
    lineCounter: lines,
    // What makes an error pretty goes through its whole line again, and a text may have an error at each character.
    prettyErrors: false,
    // “silent” would also keep silent about a second document in the text.
    logLevel: 'error'
  });
  return { document, text, lines };
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
    return { value: document.toJS({ maxAliasCount: bounds.aliases }) as unknown, findings: [] };
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

function asFinding(error: YAMLError, text: string, lines: LineCounter): Finding {
  const line = Math.max(1, lines.linePos(error.pos[0]).line);
  const problem = error.message.split('\n')[0];
  if (error.code === 'DUPLICATE_KEY') {
    const key = nameAt(text, error.pos[0]);
    return { code: 'yaml-duplicate-key', by: 'zoo', severity: 'error', path: [], data: { key, line } };
  }
  const inWords = error.code === 'TAB_AS_INDENT' ? 'lines are indented by tabs; YAML allows only spaces' : problem;
  return damaged(inWords.slice(0, longestProblem), line);
}

/** The parser gives the place of the second occurrence, but not its name. */
function nameAt(text: string, offset: number): string {
  return /^[^\s:,{}]+/.exec(text.slice(offset, offset + longestProblem))?.[0] ?? 'a key';
}
