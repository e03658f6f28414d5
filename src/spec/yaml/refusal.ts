import type { Finding } from '../finding';

/** Ends the reading of a text, with the one finding that says why. */
export class Refusal extends Error {
  constructor(readonly finding: Finding) {
    super(finding.code);
  }
}

/** Bounds that the zoo's parser does not have; it ends at such depths and aliases, though. */
const ownBounds: readonly string[] = ['yaml-too-large', 'yaml-too-many', 'yaml-many-values'];

export function refusal(code: Finding['code'], data?: Finding['data']): Refusal {
  const by = ownBounds.includes(code) ? 'zooport' : 'zoo';
  return new Refusal({ code, by, severity: 'error', path: [], ...(data && { data }) });
}

/** Most characters of a problem's text that are told: it may repeat a part of the description. */
const longestProblem = 160;

/** What the zoo's parser refuses, and the offset at which it stands. */
export function damaged(problem: string, text: string, offset: number): Refusal {
  return refusal('yaml-damaged', { problem: problem.slice(0, longestProblem), line: lineAt(text, offset) });
}

/** The line of an offset, from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
  }
  return line;
}
