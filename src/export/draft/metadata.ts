import { shortened } from '../../spec/place/shortened';
import { chooseFrom } from './choices';
import type { Author, Citation, Draft, DraftBase, DraftFields } from './draft';
import { editField } from './edit';
import { list, only, optional, record, text, wrong } from './values';

/** How each key of a metadata file is read; the keys are the description's own, and `data` (a paragraph of the README). */
const READERS: { readonly [K in keyof DraftFields]: (value: unknown, at: string) => DraftFields[K]['value'] } = {
  name: (value, at) => name(value, at),
  description: (value, at) => limited(value, at, 1024),
  authors: (value, at) => list(value, at).map((item, index) => author(item, `${at}[${index}]`)),
  license: (value, at) => text(value, at),
  cite: (value, at) => list(value, at).map((item, index) => citation(item, `${at}[${index}]`)),
  tags: (value, at) => list(value, at).map((item, index) => text(item, `${at}[${index}]`)),
  version: (value, at) => version(value, at),
  data: (value, at) => text(value, at)
};

/**
 * The draft with the values of a metadata file, which has the model description's own keys (name, authors, license, cite,
 * tags ...), and under `zooport` what the panel asks beside them. Their origin becomes `user`. Citations are added to those of the method, everything else replaces.
 * Throws `ExportError` (`metadata`) that names the key: not a mapping, an unknown key, a value of another type.
 */
export function applyMetadata<D extends DraftBase>(draft: D, metadata: unknown): D {
  const entries = Object.entries(record(metadata, 'The metadata file'));
  return entries.reduce((edited, [key, value]) => {
    if (key === 'zooport') {
      return choose(edited, value);
    }
    if (!isKey(key)) {
      const known = [...Object.keys(READERS), 'zooport'].join(', ');
      throw wrong(
        `The metadata file has the key "${shortened(key)}", which is not one of those that can be set: ${known}.`
      );
    }
    return setField(edited, key, value);
  }, draft);
}

/** A network of one's own gives what it gives: there is nothing to choose from. */
function choose<D extends DraftBase>(draft: D, value: unknown): D {
  if (!isOfCatalogue(draft)) {
    throw wrong(
      'The metadata file has the key "zooport", which is only for the networks of the ZeroCostDL4Mic notebooks.'
    );
  }
  return chooseFrom(draft, value);
}

function isOfCatalogue<D extends DraftBase>(draft: D): draft is D & Draft {
  return 'candidate' in draft;
}

function setField<D extends DraftBase, K extends keyof DraftFields>(draft: D, key: K, value: unknown): D {
  if (key === 'cite') {
    const added = READERS.cite(value, key);
    const kept = draft.fields.cite.value.filter(old => !added.some(item => item.doi && item.doi === old.doi));
    return editField(draft, 'cite', [...kept, ...added]);
  }
  return editField(draft, key, READERS[key](value, key));
}

function isKey(key: string): key is keyof DraftFields {
  return Object.hasOwn(READERS, key);
}

function name(value: unknown, at: string): string {
  const read = text(value, at);
  if (!/^[A-Za-z0-9_+\- ()]{5,128}$/.test(read)) {
    throw wrong(
      `"${at}" must have 5 to 128 letters, digits, spaces or any of _ + - ( ), but it is "${shortened(read)}".`
    );
  }
  return read;
}

function version(value: unknown, at: string): string {
  const read = typeof value === 'number' ? String(value) : text(value, at);
  if (!/^\d+(\.\d+)*((a|b|rc)\d+)?(\.post\d+)?(\.dev\d+)?$/.test(read)) {
    throw wrong(`"${at}" must be a version such as 0.1.0, but it is "${shortened(read)}".`);
  }
  return read;
}

function author(value: unknown, at: string): Author {
  const fields = record(value, `"${at}"`);
  only(fields, at, ['name', 'affiliation', 'orcid', 'github_user']);
  const named = text(fields.name, `${at}.name`);
  if (/[\\/]/.test(named)) {
    throw wrong(`"${at}.name" must not hold a slash, but it is "${named}".`);
  }
  return {
    name: named,
    ...optional(fields, at, 'affiliation'),
    ...(fields.orcid !== undefined && { orcid: orcid(fields.orcid, `${at}.orcid`) }),
    ...optional(fields, at, 'github_user')
  };
}

function orcid(value: unknown, at: string): string {
  const read = text(value, at).replace(/^https?:\/\/orcid\.org\//, '');
  if (!isOrcid(read)) {
    throw wrong(
      `"${at}" must be an ORCID such as 0000-0002-1825-0097 with a correct last digit, but it is "${shortened(read)}".`
    );
  }
  return read;
}

/** Four groups of four, the last character a check digit (ISO 7064, mod 11-2). */
export function isOrcid(value: string): boolean {
  if (!/^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/.test(value)) {
    return false;
  }
  const digits = value.replaceAll('-', '');
  const sum = [...digits.slice(0, 15)].reduce((total, digit) => (total + Number(digit)) * 2, 0);
  const check = (12 - (sum % 11)) % 11;
  return digits[15] === (check === 10 ? 'X' : String(check));
}

function citation(value: unknown, at: string): Citation {
  const fields = record(value, `"${at}"`);
  only(fields, at, ['text', 'doi', 'url']);
  const doi = fields.doi === undefined ? undefined : bareDoi(fields.doi, `${at}.doi`);
  if (doi === undefined && fields.url === undefined) {
    throw wrong(`"${at}" needs a "doi" or a "url" beside its text.`);
  }
  return { text: text(fields.text, `${at}.text`), ...(doi && { doi }), ...optional(fields, at, 'url') };
}

function bareDoi(value: unknown, at: string): string {
  const read = text(value, at).replace(/^(https?:\/\/(dx\.)?doi\.org\/|doi:\s*)/i, '');
  if (!/^10\.[0-9]{4}.+$/.test(read)) {
    throw wrong(`"${at}" must be a DOI such as 10.1038/s41467-021-22518-0, but it is "${shortened(read)}".`);
  }
  return read;
}

function limited(value: unknown, at: string, length: number): string {
  const read = text(value, at);
  if (read.length > length) {
    throw wrong(`"${at}" may have ${length} characters, but it has ${read.length}.`);
  }
  return read;
}
