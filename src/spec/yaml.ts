import { parseDocument } from 'yaml';
import type { YAMLError } from 'yaml';
import type { Finding } from './finding';

/** Aliases that one description may follow; a real one has none, and each can multiply what stands behind it. */
const maxAliases = 100;

/** Most characters of a problem's text that are repeated; the parser adds an excerpt of the file below its first line. */
const longestProblem = 160;

export interface ParsedYaml {
  /** The plain value; `undefined` where the text could not be read. */
  readonly value: unknown;
  readonly findings: Finding[];
}

/**
 * Reads YAML 1.2 (core schema: no dates, no tags that build objects), with merge keys as the zoo's own parser has them.
 * Never throws: what is wrong with the text becomes findings of the zoo.
 */
export function parseYaml(text: string): ParsedYaml {
  const document = parseDocument(text.replace(/^\uFEFF/, ''), {
    version: '1.2',
    schema: 'core',
    merge: true,
    // “silent” would also keep silent about a second document in the text.
    logLevel: 'error'
  });
  const findings = document.errors.map(asFinding);
  if (findings.some(finding => finding.code === 'yaml-damaged')) {
    return { value: undefined, findings };
  }
  try {
    return { value: document.toJS({ maxAliasCount: maxAliases }) as unknown, findings };
  } catch {
    return {
      value: undefined,
      findings: [...findings, { code: 'yaml-aliases', by: 'zoo', severity: 'error', path: [] }]
    };
  }
}

function asFinding(error: YAMLError): Finding {
  const line = error.linePos?.[0].line ?? 1;
  const problem = error.message.split('\n')[0].replace(/ at line \d+, column \d+:?$/, '');
  if (error.code === 'DUPLICATE_KEY') {
    const key = duplicateKey(error);
    return { code: 'yaml-duplicate-key', by: 'zoo', severity: 'error', path: [], data: { key, line } };
  }
  const inWords = error.code === 'TAB_AS_INDENT' ? 'lines are indented by tabs; YAML allows only spaces' : problem;
  const data = { problem: inWords.slice(0, longestProblem), line };
  return { code: 'yaml-damaged', by: 'zoo', severity: 'error', path: [], data };
}

/** The parser gives the place but not the name; the excerpt in its message holds the line of the second occurrence. */
function duplicateKey(error: YAMLError): string {
  const column = error.linePos?.[0].col ?? 1;
  const excerpt = error.message.split('\n')[2] ?? '';
  return /^[^\s:,{}]+/.exec(excerpt.slice(column - 1))?.[0] ?? 'a key';
}
