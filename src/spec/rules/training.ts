import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import type { Finding } from '../finding';
import type { ModelDescription } from '../model';
import { describeFiles, withoutVersionNumber } from '../prepare';
import { validateDataset } from '../schema/validate';
import type { DatasetKind } from '../schema/validate';
import { coverSuffixes, described, suffixRule } from './files';
import { found, groupsIn, isEmpty, isOld, reportedAt } from './places';
import { hasContact, licenseRules } from './recommended';

const path = ['training_data'];

/** Training data: a reference to a dataset of the zoo, or a dataset described in place by format 0.3 or 0.2. */
export function trainingRules(description: ModelDescription, raw: Fields): Finding[] {
  const data = raw.training_data;
  if (isOld(description) || data === undefined || data === null) {
    return [];
  }
  if (!isFields(data)) {
    const finding = found('field-type', path, { found: 'no group of fields', expected: 'a group of fields' });
    return [reportedAt([], finding)];
  }
  const kind = kindOf(data);
  const attempts = candidates(data, kind).map(([form, value]) => [
    ...validateDataset(form, value, path).findings,
    ...(form === 'Dataset03' ? datasetRules(value) : [])
  ]);
  const findings = attempts.some(attempt => attempt.length === 0) ? [] : attempts[0];
  const all = kind === 'LinkedDataset' ? findings : [...findings, ...recommendedRules(data)];
  const complete = all.length === 0 && (kind === 'LinkedDataset' || hasContact(data));
  return !complete ? [...all, found('training-data-incomplete', path, undefined, 'warning')] : [];
}

/** Rules of a dataset of format 0.3 that its schema does not hold. */
function datasetRules(data: Fields): Finding[] {
  const covers = groupsIn(data.covers, [...path, 'covers']).flatMap(({ fields, path: where }) =>
    described(fields, where, coverSuffixes).map(named => ({ ...named, anyCase: true }))
  );
  const files = [...described(data.documentation, [...path, 'documentation'], ['.md']), ...covers];
  const citations = groupsIn(data.cite, [...path, 'cite']).filter(
    ({ fields }) => isEmpty(fields.doi) && isEmpty(fields.url)
  );
  return [...files.flatMap(suffixRule), ...citations.map(({ path: where }) => found('cite-target', where))];
}

const recommended = ['authors', 'description', 'documentation', 'cite', 'license', 'tags', 'source'];

/** What the zoo asks for in a dataset, too. */
function recommendedRules(data: Fields): Finding[] {
  const empty = recommended.filter(field => isEmpty(data[field]));
  return [
    ...empty.map(field => found('field-recommended', [...path, field], undefined, 'warning')),
    ...licenseRules(data.license, [...path, 'license'])
  ];
}

/** Only a description has a name or a type; a reference is an id and perhaps a version. */
function kindOf(data: Fields): DatasetKind {
  const describes = ['name', 'type', 'format_version', 'description', 'source'].some(key => key in data);
  const old = typeof data.format_version === 'string' && data.format_version.startsWith('0.2.');
  return describes ? (old ? 'Dataset02' : 'Dataset03') : 'LinkedDataset';
}

/** The forms that the zoo's library tries, the one that is meant first. */
function candidates(data: Fields, kind: DatasetKind): (readonly [DatasetKind, Fields])[] {
  if (kind === 'LinkedDataset') {
    return [[kind, withoutVersionNumber(data)]];
  }
  const current = { type: 'dataset', ...describeFiles(withoutVersionNumber(data)), format_version: '0.3.4' };
  const old = { type: 'dataset', ...data, format_version: '0.2.4' };
  return kind === 'Dataset02'
    ? [
        ['Dataset02', old],
        ['Dataset03', current]
      ]
    : [['Dataset03', current]];
}
