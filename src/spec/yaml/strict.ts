import { EVENT_ID, SCALAR_STYLE } from 'js-yaml';
import type { Event } from 'js-yaml';

/** A problem of the text, and the offset at which it is. */
interface TextProblem {
  readonly problem: string;
  readonly offset: number;
}

/** Characters that the zoo's parser refuses anywhere: control characters, single surrogates, and two that are none. */
const unprintable = /[^\t\n\r\x20-\x7e\x85\xa0-\ufffd]|[\ufffe\uffff]/;

/** The mark of a document's end, behind nothing but comments. */
const documentEnd = /^\ufeff?(?:[ \t]*(?:#[^\n]*)?\r?\n)*\.\.\.(?=\s|$)/;

/** What the zoo's parser refuses in the text itself, and the one used here lets pass. */
export function textProblem(text: string): TextProblem | null {
  const bad = unprintable.exec(text);
  if (bad) {
    const code = bad[0].charCodeAt(0).toString(16).padStart(2, '0');
    return { problem: `it holds a character that cannot be printed (code ${code})`, offset: bad.index };
  }
  const end = documentEnd.exec(text);
  if (end) {
    return { problem: 'it ends (“...”) before it begins', offset: end[0].length - 3 };
  }
  const version = /^%YAML[ \t]+(?![ \t]|1\.[12]\b)/m.exec(text);
  return version && !text.slice(0, version.index).includes('---')
    ? { problem: 'it is written in a version of YAML that is not 1.1 or 1.2', offset: version.index }
    : null;
}

/** Tabs may stand in quotes, in comments and in blocks of text, and nowhere else. */
export function tabProblem(text: string, events: readonly Event[]): TextProblem | null {
  if (!text.includes('\t')) {
    return null;
  }
  let from = 0;
  let at = -1;
  for (const event of events) {
    if (event.type === EVENT_ID.SCALAR && event.style !== SCALAR_STYLE.PLAIN) {
      at = tabBetween(text, from, event.valueStart);
      from = event.valueEnd;
    }
    if (at >= 0) {
      break;
    }
  }
  at = at >= 0 ? at : tabBetween(text, from, text.length);
  return at >= 0 ? { problem: isIndent(text, at) ? tabsInFront : tabs, offset: at } : null;
}

/** What is said of a tab at the start of a line. */
export const tabsInFront = 'lines are indented by tabs; YAML allows only spaces';
const tabs = 'a tab stands where only spaces may; YAML allows tabs in quotes only';

function isIndent(text: string, at: number): boolean {
  return text.slice(text.lastIndexOf('\n', at) + 1, at).trim() === '';
}

/** Where the first tab is between two quoted texts, outside of comments; -1 where there is none. */
function tabBetween(text: string, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    if (text[at] === '\t') {
      return at;
    }
    if (text[at] === '#' && (at === 0 || ' \n\t\r'.includes(text[at - 1]))) {
      const lineEnd = text.indexOf('\n', at);
      at = lineEnd < 0 ? end : lineEnd;
    }
  }
  return -1;
}
