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
  const attempts = candidates(data, kind).map(([form, value]) => ({ form, findings: judge(form, value) }));
  const fits = attempts.find(({ findings }) => findings.length === 0)?.form;
  if (fits === 'LinkedDataset') {
    return [];
  }
  // The zoo's library tries a reference first, then format 0.3 with all that it asks for, and keeps what it warns of.
  const advised = recommendedRules(data);
  const newest = attempts.find(({ form }) => form === 'Dataset03')?.findings ?? [];
  const complete = newest.length === 0 && advised.length === 0 && hasContact(data);
  return [
    ...(fits ? [] : attempts[0].findings),
    ...advised,
    ...(complete ? [] : [found('training-data-incomplete', path, undefined, 'warning')])
  ];
}

function judge(form: DatasetKind, value: Fields): Finding[] {
  return [...validateDataset(form, value, path).findings, ...(form === 'Dataset03' ? datasetRules(value) : [])];
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
  const numbered = withoutVersionNumber(data);
  const brought = describesFiles(data) ? describeFiles(numbered) : numbered;
  const current = { type: 'dataset', ...brought, format_version: '0.3.4' };
  const old = { type: 'dataset', ...(kind === 'Dataset02' ? data : brought), format_version: '0.2.4' };
  const forms: (readonly [DatasetKind, Fields])[] = [
    ['LinkedDataset', numbered],
    ['Dataset03', current],
    ['Dataset02', old]
  ];
  return [...forms.filter(([form]) => form === kind), ...forms.filter(([form]) => form !== kind)];
}

/** Before 0.3.4 the names of documentation and covers were bare texts, which are brought to the new shape. */
function describesFiles({ format_version: version }: Fields): boolean {
  const parts = typeof version === 'string' ? /^(\d+)\.(\d+)(?:\.(\d+))?$/.exec(version) : null;
  const [major, minor, patch] = (parts ?? []).slice(1).map(part => Number(part ?? 0));
  return !parts || (major === 0 && (minor < 3 || (minor === 3 && patch < 4)));
}
