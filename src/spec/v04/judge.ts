import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import type { Finding } from '../finding';
import { lookUp } from '../schema/complaint';
import { validateSchema } from '../schema/validate';
import { bareDois, namedAuthors } from './people';
import { applyOldRules } from './rules';

interface Judged {
  /** Read as the zoo's library reads it: numbers written as texts are numbers, and so on. */
  readonly fields: Fields;
  readonly findings: readonly Finding[];
}

/** Judges a description in the fields of 0.4.10 by the rules of that version. */
export function judge(fields: Fields): Judged {
  const { value, findings } = validateSchema('0.4', lenient(fields));
  const read = isFields(value) ? value : fields;
  const rejected = findings.filter(finding => !isTaken(finding, read));
  return { fields: read, findings: [...rejected, ...applyOldRules(read, rejected)] };
}

/** What the zoo's library takes although the schema of the format does not say so (`generic/v0_2.py`, `model/v0_4.py`). */
function lenient(fields: Fields): Fields {
  const { id, parent } = fields;
  return bareDois(
    namedAuthors({
      ...fields,
      ...(typeof id === 'string' && { id: id.toLowerCase() }),
      // A group here is not looked at.
      ...(isFields(parent) && { parent: null })
    })
  );
}

const endless = /^\s*[-+]?(inf|infinity|nan)\s*$/i;

/** Complaints of the schema that the zoo's library does not share, or that rules of our own look into. */
function isTaken({ path, code }: Finding, fields: Fields): boolean {
  const [field, index, key] = path;
  const value = lookUp(fields, path);
  if (field === 'license') {
    return code === 'license-unknown';
  }
  if (field === 'weights' && path.length === 3 && (key === 'architecture' || key === 'dependencies')) {
    return typeof value === 'string';
  }
  const isRange = (field === 'inputs' || field === 'outputs') && typeof index === 'number' && key === 'data_range';
  return (
    isRange && path.length === 4 && (typeof value === 'number' || endless.test(typeof value === 'string' ? value : ''))
  );
}
