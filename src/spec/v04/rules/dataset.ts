import { inWords, isFields } from '../../cursor';
import type { Fields } from '../../cursor';
import type { Finding } from '../../finding';
import { found, isEmpty, reportedAt } from '../../rules/places';
import { validateOldDataset } from '../../schema/validate';
import { bareDois, namedAuthors } from '../people';
import { isSet } from './places';
import type { OldRule } from './places';
import { licenseRule } from './recommended';

const path = ['training_data'];
const longestName = 128;

/** Training data: a reference to a dataset of the zoo, or a dataset described in place by format 0.2. */
export const datasetRules: OldRule = ({ training_data: data }) => {
  if (!isSet(data)) {
    return [];
  }
  if (!isFields(data)) {
    const finding = found('field-type', path, { found: inWords(data), expected: 'a group of fields' });
    // With some of them the zoo's library breaks off.
    return [typeof data === 'string' || Array.isArray(data) ? finding : reportedAt([], finding)];
  }
  const linked = judge('LinkedDataset', data);
  if (linked.length === 0) {
    return [];
  }
  const describes = ['name', 'type', 'format_version', 'description'].some(key => key in data);
  return [...(describes ? judge('Dataset02', current(data)) : linked), ...advice(data)];
};

function judge(kind: 'Dataset02' | 'LinkedDataset', data: Fields): Finding[] {
  const id = typeof data.id === 'string' ? { id: data.id.toLowerCase() } : {};
  return validateOldDataset(kind, { ...data, ...id }, path).findings.filter(({ code }) => code !== 'license-unknown');
}

const newest = '0.2.4';

/** Versions that came later are read as the newest of 0.2. */
function current(data: Fields): Fields {
  const [, minor, patch] = versionOf(data);
  const known = minor === 2 && patch <= 4;
  return bareDois(namedAuthors({ ...data, ...((known || isLater(data)) && { format_version: newest }) }));
}

function versionOf({ format_version: version }: Fields): number[] {
  const parts = typeof version === 'string' ? /^(0+)\.(\d+)\.(\d+)$/.exec(version) : null;
  return (parts ?? []).slice(1).map(Number);
}

function isLater(data: Fields): boolean {
  const [, minor, patch] = versionOf(data);
  return minor > 2 || (minor === 2 && patch > 4);
}

function advice(data: Fields): Finding[] {
  const missing = ['authors', 'cite', 'license'].filter(field => isEmpty(data[field]));
  const long = typeof data.name === 'string' && [...data.name].length > longestName;
  return [
    ...(isLater(data)
      ? [found('old-dataset-newer', path, { version: data.format_version, known: newest }, 'warning')]
      : []),
    ...missing.map(field => found('field-recommended', [...path, field], undefined, 'warning')),
    ...(long ? [found('name-long', [...path, 'name'], { length: longestName }, 'warning')] : []),
    ...licenseRule(data.license, [...path, 'license'])
  ];
}
