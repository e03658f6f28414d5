/** Cells as RFC 4180 writes them. */

/** What spreadsheets take for a formula at the beginning of a cell; and the mark that tells them that it is none. */
const formula = /^['=+\-@\t\r]/;

/** Lines of cells; each ends with CR LF. A cell that a spreadsheet would carry out gets an apostrophe before it. */
export function writeCsv(lines: readonly (readonly string[])[]): string {
  return lines.map(cells => `${cells.map(writeCell).join(',')}\r\n`).join('');
}

function writeCell(cell: string): string {
  const safe = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The cells of a text, as `writeCsv` or a spreadsheet wrote it. `null` where a quote never ends. */
export function readCsv(text: string): string[][] | null {
  const lines: string[][] = [];
  let line: string[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const cell = text[at] === '"' ? quoted(text, at) : plain(text, at);
    if (!cell) {
      return null;
    }
    line.push(cell.value.startsWith("'") ? cell.value.slice(1) : cell.value);
    at = cell.end;
    if (text[at] === ',') {
      at += 1;
      if (at < text.length) {
        continue;
      }
      line.push('');
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
    lines.push(line);
    line = [];
  }
  return lines;
}

interface Cell {
  readonly value: string;
  /** Where the comma or the line's end is. */
  readonly end: number;
}

function plain(text: string, start: number): Cell {
  const ends = /[,\r\n]/g;
  ends.lastIndex = start;
  const end = ends.exec(text)?.index ?? text.length;
  return { value: text.slice(start, end), end };
}

function quoted(text: string, start: number): Cell | null {
  const parts: string[] = [];
  for (let at = start + 1; ;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) {
      return null;
    }
    parts.push(text.slice(at, quote));
    if (text[quote + 1] !== '"') {
      return { value: parts.join('"'), end: quote + 1 };
    }
    at = quote + 2;
  }
}
