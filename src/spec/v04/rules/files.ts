import type { Fields } from '../../cursor';
import type { Finding } from '../../finding';
import type { Path } from '../../path';
import { fieldOf, found } from '../../rules/places';
import { suffixOf } from '../../rules/files';
import type { OldRule } from './places';
import { entriesOf } from './weights';
import { isAbsolute, isReserved } from './fileNames';

interface Named {
  readonly source: string;
  readonly path: Path;
  readonly suffixes?: readonly string[];
}

const coverSuffixes = ['.gif', '.jpeg', '.jpg', '.png', '.svg', '.tif', '.tiff'];

/** What a file's name alone tells. */
export const fileRules: OldRule = fields => namedIn(fields).flatMap(nameRule);

function namedIn(fields: Fields): Named[] {
  const { icon } = fields;
  const tests = ['test_inputs', 'test_outputs'].flatMap(key => listed(fields[key], [key], ['.npy']));
  return [
    ...listed([fields.documentation], []).map(({ source }) => ({ source, path: ['documentation'] })),
    ...listed(fields.covers, ['covers'], coverSuffixes),
    ...listed(fieldOf(fields, 'attachments', 'files'), ['attachments', 'files']),
    ...tests,
    ...['sample_inputs', 'sample_outputs'].flatMap(key => listed(fields[key], [key])),
    ...(typeof icon === 'string' && [...icon].length > 2 ? [{ source: icon, path: ['icon'] }] : []),
    ...entriesOf(fields).flatMap(entry => [
      ...listed([entry.fields.source], []).map(({ source }) => ({ source, path: [...entry.path, 'source'] })),
      ...listed(fieldOf(entry.fields, 'attachments', 'files'), [...entry.path, 'attachments', 'files'])
    ])
  ];
}

function listed(value: unknown, path: Path, suffixes?: readonly string[]): Named[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.flatMap((source, index) =>
    typeof source === 'string' ? [{ source, path: [...path, index], ...(suffixes && { suffixes }) }] : []
  );
}

function nameRule({ source, path, suffixes }: Named): Finding[] {
  const taken = path[0] !== 'icon' && isReserved(source);
  const suffix = suffixOf(source);
  const fits = !suffixes || suffixes.includes(suffixes === coverSuffixes ? suffix.toLowerCase() : suffix);
  return [
    ...(isAbsolute(source) ? [found('old-file-absolute', path, { file: source })] : []),
    ...(isOtherAddress(source) ? [found('url-invalid', path, { found: source })] : []),
    ...(taken ? [found('file-reserved', path, { file: source })] : []),
    ...(fits ? [] : [found('file-suffix', path, { file: source, expected: suffixes?.join(' or ') })])
  ];
}

/** Files may be on the web, but nowhere else. */
function isOtherAddress(source: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(source) && !/^https?:/i.test(source);
}
