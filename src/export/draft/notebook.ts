import type { NotebookFacts } from '../../kernel/protocol';
import { literal } from './pythonLiteral';
import { isRecord } from '../../tensor/lookup';

type Param = string | number | boolean | null;

/** A live form field: one assignment with `#@param` behind it. A line that is commented out does not begin with a name. */
const FIELD = /^\s*([A-Za-z_]\w*)\s*=(?!=)/;
const PARAM = /#\s*@param\b/;
/** Indent 0 only: the notebooks' report functions have a local `Network` with another spelling. */
const NETWORK = /^Network\s*=(?!=)\s*(.+)$/;
const VERSION = /^Notebook_version\s*=(?!=)\s*(.+)$/;

/**
 * What a notebook's own text says: its top-level `Network` and `Notebook_version`, and the values of its form fields.
 *
 * `json` is the parsed .ipynb (nbformat 4; no kernel metadata is needed). A field that stands several times has its last
 * value, as running the notebook from top to bottom leaves it. A value that is no plain literal (a name, a tuple, an
 * expression) is `null`. Anything that is no notebook gives no facts; nothing is thrown.
 */
export function readNotebook(json: unknown): NotebookFacts {
  let network: string | undefined;
  let version: string | undefined;
  const params = new Map<string, Param>();
  for (const line of codeLines(json)) {
    const field = FIELD.exec(line);
    // Two expressions, each of one pass: a line may have been made so that a single one goes back over it again and again.
    const behind = field && line.slice(field[0].length);
    const end = behind?.search(PARAM) ?? -1;
    if (field && behind && end > 0) {
      params.set(field[1], literal(behind.slice(0, end)) ?? null);
    }
    network = textOf(NETWORK.exec(line)) ?? network;
    version = textOf(VERSION.exec(line)) ?? version;
  }
  return { ...(network && { network }), ...(version && { version }), params: Object.fromEntries(params) };
}

/** The value of an assignment if it is a text; some notebooks write the version as a list of one text. */
function textOf(match: RegExpExecArray | null): string | undefined {
  if (!match) {
    return undefined;
  }
  const [, text] = match;
  const end = text.startsWith('[') ? text.indexOf(']') : -1;
  const value = literal(end < 0 ? text : text.slice(1, end) + text.slice(end + 1));
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Lines of all code cells, without those inside texts that span lines. */
function codeLines(json: unknown): string[] {
  const cells = isRecord(json) && Array.isArray(json.cells) ? json.cells : [];
  return cells.flatMap((cell: unknown) => {
    if (!isRecord(cell) || cell.cell_type !== 'code') {
      return [];
    }
    const parts = Array.isArray(cell.source) ? cell.source : [cell.source];
    const source = parts.filter(part => typeof part === 'string').join('');
    return outsideTexts(source.split(/\r?\n/));
  });
}

/** Drops the lines that begin inside a triple-quoted text: an assignment shown in a docstring is none. */
function outsideTexts(lines: readonly string[]): string[] {
  let open = '';
  return lines.filter(line => {
    const inside = open !== '';
    for (const quotes of line.match(/"""|'''/g) ?? []) {
      if (open === '') {
        open = quotes;
      } else if (open === quotes) {
        open = '';
      }
    }
    return !inside;
  });
}
