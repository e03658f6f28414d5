import { isFields } from '../cursor';
import type { Finding } from '../finding';
import type { Path } from '../path';
import type { Fix } from '../fix';
import { asNumber, fieldOf, fix, isOld, put, set, valueAt } from './make';
import type { Mender } from './make';
import { lookup } from '../../tensor/lookup';

const person = (value: unknown) => isFields(value) && typeof value.name === 'string';
const text = (value: unknown) => typeof value === 'string';
const picture = (value: unknown) => typeof value === 'string' && /\.(gif|jpe?g|png|svg)$/i.test(value);
const step = (value: unknown) => isFields(value) && typeof value.id === 'string';
const file = (value: unknown) => isFields(value) && typeof value.source === 'string';

/** Fields that hold lists, and what an entry of each looks like: that alone is a list of one. */
const entries: Readonly<Record<string, (value: unknown) => boolean>> = {
  authors: person,
  maintainers: person,
  packaged_by: person,
  cite: value => isFields(value) && typeof value.text === 'string',
  tags: text,
  links: text,
  channel_names: text,
  output_ids: value => typeof value === 'string' && /^[a-z_]\w*$/i.test(value),
  weights_formats: text,
  covers: picture,
  attachments: file,
  preprocessing: step,
  postprocessing: step
};

/** The same value as the kind that the field holds. */
export const rightKind: Mender = (finding, raw) => {
  const { path } = finding;
  const found = valueAt(raw, path);
  const field = fieldOf(path);
  if (typeof path.at(-1) === 'string' && Object.hasOwn(entries, field)) {
    return (field === 'preprocessing' || field === 'postprocessing') && isOld(raw)
      ? undefined
      : asList(path, field, found);
  }
  return asFile(path, field, found) ?? ofKind(finding, field, found);
};

function asList(path: Path, field: string, found: unknown): Fix | undefined {
  if (field === 'tags' && typeof found === 'string') {
    return put(path, found.split(/[,;]/).map(tag => tag.trim()).filter(tag => tag !== '')); // prettier-ignore
  }
  const named = ['authors', 'packaged_by'].includes(field) && typeof found === 'string';
  const entry = named ? { name: found } : found;
  return lookup(entries, field)?.(entry) === true ? fix('as-list', {}, set(path, [entry])) : undefined;
}

/** How the files end that are named at a place. */
const endings: Readonly<Record<string, RegExp>> = {
  test_tensor: /\.npy$/,
  sample_tensor: /\.(?!npy$|ya?ml$)\w+$/,
  documentation: /\.md$/,
  covers: /\.(gif|jpe?g|png|svg)$/i,
  attachments: /\.(?!ya?ml$)\w+$/,
  icon: /\.(gif|jpe?g|png|svg)$/i,
  external_data: /\.data$/,
  dependencies: /\.ya?ml$/
};

const reserved = /(^|[./])(rdf|bioimageio|model)\.yaml$/;

function asFile(path: Path, field: string, found: unknown): Fix | undefined {
  const known = typeof found === 'string' && Object.hasOwn(endings, field);
  return known && lookup(endings, field)?.test(found) === true && !reserved.test(found) ? fix('as-file', { value: found }, set(path, { source: found })) : undefined; // prettier-ignore
}

/** Texts that may say anything. */
const free = ['description', 'affiliation', 'comment', 'version_comment', 'tags', 'channel_names', 'version', 'pytorch_version', 'tensorflow_version', 'keras_version']; // prettier-ignore
const truths: Readonly<Record<string, boolean>> = { yes: true, on: true, true: true, y: true, no: false, off: false, false: false, n: false }; // prettier-ignore

function ofKind({ path, data }: Finding, field: string, found: unknown): Fix | undefined {
  const expected = String(data?.expected ?? '');
  const plain = typeof found === 'number' || typeof found === 'boolean';
  if (/\btext\b/.test(expected) && plain && free.includes(field)) {
    return fix('quote', { value: found }, set(path, String(found)));
  }
  if (/true or false/.test(expected)) {
    const truth = lookup(truths, String(found).trim().toLowerCase());
    return truth === undefined ? undefined : put(path, truth);
  }
  const number = typeof found === 'string' ? asNumber(found.trim().replace(/^(-?\d+),(\d+)$/, '$1.$2')) : undefined;
  return /number/.test(expected) && number !== undefined ? put(path, number) : undefined;
}
