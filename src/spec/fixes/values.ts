import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import type { Finding } from '../finding';
import type { Path } from '../path';
import type { Fix } from '../fix';
import { isVersion } from '../schema/kinds';
import { meantModelId } from './ids';
import { meantLicence } from './licence';
import { asNumber, drop, fieldOf, fix, remove, set, put, valueAt } from './make';
import type { Mender } from './make';
import { nearest } from './nearest';
import { meantDoi, meantEmail, meantGithubUser, meantOrcid, meantUrl } from './people';
import { percent } from './steps';
import { cutAtWord, meantFormatVersion, meantName, meantTime, meantVersion } from './wording';
import { lookup } from '../../tensor/lookup';

/** Units of values that are written in letters of a keyboard. */
const units: Readonly<Record<string, string>> = { um: 'µm', micron: 'µm', microns: 'µm', micrometer: 'µm', sec: 's', arbitrary: 'arbitrary unit', 'a.u.': 'arbitrary unit', au: 'arbitrary unit', none: 'arbitrary unit' }; // prettier-ignore

function meantUnit(found: string): string | undefined {
  const word = found.trim().toLowerCase();
  return Object.hasOwn(units, word) ? units[word] : undefined;
}

/** What was meant by a text of a field, by the field's name. */
const meant: Readonly<Record<string, (found: string) => string | undefined>> = {
  orcid: meantOrcid,
  doi: meantDoi,
  email: meantEmail,
  github_user: meantGithubUser,
  url: meantUrl,
  git_repo: meantUrl,
  license: meantLicence,
  unit: meantUnit,
  version: meantVersion,
  timestamp: meantTime,
  format_version: meantFormatVersion
};

/** The valid value that is nearest to the one that stands in a field. */
export const validValue: Mender = (finding, raw) => {
  const { path } = finding;
  const found = valueAt(raw, path);
  return byField(finding, found, raw) ?? oneOf(finding, found) ?? limited(finding, found, raw) ?? percent(finding, raw);
};

/** Texts beyond this are no name or address; looking into them would only take time. */
const longest = 2000;

function byField(finding: Finding, found: unknown, raw: Fields): Fix | undefined {
  const { path } = finding;
  if (typeof found === 'string' && found.length > longest) {
    return undefined;
  }
  const field = fieldOf(path);
  if (path.length === 1 && field === 'name' && typeof found === 'string') {
    return changed(path, found, meantName(found));
  }
  if (path.length === 1 && field === 'id' && typeof found === 'string') {
    return changed(path, found, meantModelId(found));
  }
  if (
    field === 'name' &&
    ['authors', 'maintainers', 'packaged_by'].includes(String(path[0])) &&
    typeof found === 'string'
  ) {
    // prettier-ignore
    return changed(path, found, found.replace(/\s*[/\\]\s*/g, ' ').trim() || undefined);
  }
  if (field === 'doi' && typeof found === 'string' && meantDoi(found) === undefined && meantUrl(found) !== undefined) {
    return asUrl(path, found, raw);
  }
  // The units of axes are a list of their own.
  const read = Object.hasOwn(meant, field) && !path.includes('axes') ? meant[field] : undefined;
  if (read && typeof found === 'string') {
    return changed(path, found, read(found)) ?? offered(finding, found);
  }
  return quoted(path, found) ?? offered(finding, found);
}

/** An address of another place in the field of a DOI. */
function asUrl(path: Path, found: string, raw: Fields): Fix | undefined {
  const url = [...path.slice(0, -1), 'url'];
  return valueAt(raw, url) === undefined ? fix('rename-field', { field: 'doi', value: 'url' }, set(url, meantUrl(found)), remove(path)) : undefined; // prettier-ignore
}

function changed(path: Path, found: string, value: string | undefined): Fix | undefined {
  if (value === undefined || value === found) {
    return undefined;
  }
  return value === found.trim() ? fix('trim', {}, set(path, value)) : put(path, value);
}

/** The valid name that the rule itself holds for the nearest. */
function offered({ path, data }: Finding, found: unknown): Fix | undefined {
  return typeof found === 'string' && typeof data?.nearest === 'string' && data.nearest !== found ? put(path, data.nearest) : undefined; // prettier-ignore
}

const versions = ['format_version', 'pytorch_version', 'tensorflow_version', 'keras_version'];

/** Versions that YAML read as numbers. */
function quoted(path: Path, found: unknown): Fix | undefined {
  if (typeof found !== 'number' || !Number.isFinite(found) || !versions.includes(fieldOf(path))) {
    return undefined;
  }
  const value = fieldOf(path) === 'format_version' ? meantFormatVersion(found) : String(found);
  return value === undefined || !isVersion(value) ? undefined : fix('quote', { value }, set(path, value));
}

/** What people call the types of numbers, and units. */
const types: Readonly<Record<string, string>> = {
  float: 'float32',
  single: 'float32',
  double: 'float64',
  byte: 'uint8',
  um: 'micrometer',
  µm: 'micrometer',
  μm: 'micrometer',
  micron: 'micrometer',
  microns: 'micrometer',
  nm: 'nanometer',
  mm: 'millimeter',
  s: 'second',
  sec: 'second',
  min: 'minute',
  ms: 'millisecond'
};

/** The value of a field as it was meant; as it stands where nothing better is known. */
export function meantValue(field: string, found: unknown): unknown {
  const read = Object.hasOwn(meant, field) ? meant[field] : undefined;
  return read && typeof found === 'string' && found.length <= longest ? (read(found) ?? found) : found;
}

/** The nearest of the values that are allowed, which the finding lists in `known` or names in its text. */
function oneOf({ path, data }: Finding, found: unknown): Fix | undefined {
  const said = /one of (.+)$/.exec(String(data?.expected ?? ''))?.[1].split(/,\s*|\s+or\s+/);
  const listed = [data?.known, data?.allowed, said].find(Array.isArray);
  const known = (listed ?? []).map(name => String(name).replace(/^[“"]|[”".]+$/g, ''));
  if (typeof found !== 'string' || known.length === 0) {
    return undefined;
  }
  const alias = lookup(types, found.trim().toLowerCase());
  const value = alias !== undefined && known.includes(alias) ? alias : nearest(found.trim(), known);
  return value === undefined || value === found ? undefined : put(path, value);
}

const most: Readonly<Record<string, number>> = { relative_tolerance: 0.01, mismatched_elements_per_million: 5000 };

/** Numbers beyond what a field allows, where the limit itself or nothing is as good. */
function limited({ path }: Finding, found: unknown, raw: Fields): Fix | undefined {
  const field = fieldOf(path);
  const number = asNumber(found);
  if (number === undefined) {
    return undefined;
  }
  if (Object.hasOwn(most, field) && number > most[field]) {
    return put(path, most[field]);
  }
  return field === 'halo' && number === 0 ? drop(path, raw) : undefined;
}

/** Texts that are too long end at a word. */
export const shorter: Mender = ({ path, data }, raw) => {
  const found = valueAt(raw, path);
  const limit = asNumber(data?.most);
  if (typeof found !== 'string' || limit === undefined || limit < 16) {
    return undefined;
  }
  const text = cutAtWord(found, limit);
  return text === found ? undefined : fix('shorten', { length: [...text].length }, set(path, text));
};

/** A model's name of allowed characters and length. */
export const validName: Mender = ({ path }, raw) => {
  const found = valueAt(raw, path);
  return typeof found === 'string' ? changed(path, found, meantName(found)) : undefined;
};

/** A DOI or address that the text of a citation holds. */
export const citeTarget: Mender = ({ path }, raw) => {
  const citation = valueAt(raw, path);
  const text = isFields(citation) && typeof citation.text === 'string' ? citation.text.slice(0, longest) : '';
  const doi = meantDoi(text);
  const url = /https?:\/\/[^\s"<>]+/.exec(text)?.[0].replace(/[.,;)\]]+$/, '');
  if (doi !== undefined) {
    return fix('use-in', { field: 'doi', value: doi }, set([...path, 'doi'], doi));
  }
  return url === undefined ? undefined : fix('use-in', { field: 'url', value: url }, set([...path, 'url'], url));
};
