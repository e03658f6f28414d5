import type { Finding } from '../finding';
import type { ModelDescription } from '../model';
import { originalPath } from '../v04/paths';
import { isOld } from '../rules/places';
import { haloAdvice } from './halo';
import { rangeAdvice } from './range';
import { stepAdvice } from './steps';
import { uploadAdvice } from './upload';

/** What bioimageio does not look at in a description and breaks users' days. `raw` is the parsed YAML, untouched. */
export function adviceFindings(description: ModelDescription, raw: Readonly<Record<string, unknown>>): Finding[] {
  const findings = [
    ...haloAdvice(description),
    ...rangeAdvice(description, raw),
    ...stepAdvice(description),
    ...uploadAdvice(description, raw)
  ];
  return isOld(description) ? findings.map(finding => ({ ...finding, path: originalPath(finding.path) })) : findings;
}
