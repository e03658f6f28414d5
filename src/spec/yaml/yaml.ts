import { YAMLException, parseEvents } from 'js-yaml';
import type { Event } from 'js-yaml';
import type { Finding } from '../finding';
import { bounds } from './bounds';
import { compose } from './compose';
import { spaced, withoutOtherEnds } from './indent';
import { Refusal, damaged, lineAt, refusal } from './refusal';
import { tabProblem, tabsInFront, textProblem } from './strict';

interface ParsedYaml {
  /** The plain value; `undefined` where the text could not be read. */
  readonly value: unknown;
  readonly findings: Finding[];
}

/**
 * Reads YAML 1.2 as the zoo's own parser does (ruyaml, “safe”), with its numbers, dates, merge keys and refusals.
 * Never throws: what is wrong with the text becomes a finding.
 */
export function parseYaml(text: string): ParsedYaml {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof Refusal) {
      return { value: undefined, findings: [error.finding] };
    }
    throw error;
  }
}

function read(text: string): ParsedYaml {
  if (text.length > bounds.text) {
    throw refusal('yaml-too-large', { size: `${(text.length / 1e6).toFixed(1)} MB` });
  }
  const early = textProblem(text);
  if (early) {
    throw damaged(early.problem, text, early.offset);
  }
  // Ends of lines as on an old Macintosh, and Unicode's, are none to the parser used here.
  const plain = withoutOtherEnds(text.replace(/\r(?!\n)/g, '\n'));
  const parsed = parse(plain);
  const tab = tabProblem(parsed.text, parsed.events);
  if (tab) {
    throw damaged(tab.problem, parsed.text, tab.offset);
  }
  return compose(parsed.text, parsed.events);
}

/** What the parser found, and the text that its offsets are of. */
interface Parsed {
  readonly text: string;
  readonly events: readonly Event[];
}

function parse(text: string): Parsed {
  const first = tryToParse(text);
  if (!(first instanceof YAMLException)) {
    return first;
  }
  const moved = spaced(text);
  const second = moved === text ? first : tryToParse(moved);
  if (second instanceof YAMLException) {
    throw asRefusal(first, text);
  }
  return second;
}

function tryToParse(text: string): Parsed | YAMLException {
  try {
    return { text, events: parseEvents(text, { maxDepth: bounds.depth + 1 }) };
  } catch (error) {
    if (error instanceof YAMLException) {
      return error;
    }
    throw error;
  }
}

function asRefusal({ reason, mark }: YAMLException, text: string): Refusal {
  const offset = mark?.position ?? 0;
  if (reason.startsWith('nesting exceeded')) {
    return refusal('yaml-deep', { most: bounds.depth, line: lineAt(text, offset) });
  }
  return damaged(reason.startsWith('tab characters') ? tabsInFront : reason, text, offset);
}
