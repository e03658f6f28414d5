import { isFields } from '../../../spec/cursor';
import type { Finding } from '../../../spec/finding';
import type { Path } from '../../../spec/path';
import { isNewer, rawAt } from '../subject';
import type { Rule } from '../subject';
import { found } from './found';

/** Model.java (findRdf). */
export const fileName: Rule = ({ bundle: { description, folder } }) => {
  const file = description.slice(folder.length);
  return /^(rdf|model).*\.ya?ml$/i.test(file) ? [] : [found('error', 'qupath-file-name', [], { file })];
};

/** Resource.java (deserializeResourceFields) and Model.java; an empty field is dropped before it is read. */
const required = ['format_version', 'authors', 'description', 'documentation', 'license', 'name', 'inputs', 'weights'];

export const fields: Rule = subject =>
  required.filter(field => isAbsent(rawAt(subject, field))).map(field => found('error', 'qupath-field', [field]));

/** Model.java: no format above 0.5.0, so fields of 0.4 are asked for. */
export const oldFields: Rule = subject => {
  const version = subject.description.formatVersion;
  return isNewer(version, '0.5.0')
    ? []
    : ['test_inputs', 'test_outputs', 'timestamp']
        .filter(field => isAbsent(rawAt(subject, field)))
        .map(field => found('error', 'qupath-old-field', [field], { version }));
};

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Resource.java reads these as texts. */
export const plainTexts: Rule = subject => {
  const covers = rawAt(subject, 'covers');
  const places: Path[] = [['documentation'], ['license'], ...(Array.isArray(covers) ? covers.map((_, at) => ['covers', at]) : [])]; // prettier-ignore
  return places.flatMap((path): Finding[] => {
    const value = rawAt(subject, ...path);
    const source = isFields(value) && typeof value.source === 'string' ? value.source : 'its name';
    return isFields(value) ? [found('error', 'qupath-plain-text', path, { source })] : [];
  });
};
