import { isFields } from './cursor';
import type { Fields } from './cursor';
import terms from './schema/terms.json';
import type { FormatVersion } from './version';

/** Since 0.5.11 documentation, covers and icon are file descriptions, no longer bare texts. */
const filesDescribedSince = 11;

/** A text of more characters than an emoji has names a file. */
const mostOfIcon = 2;

/**
 * A 0.5 description in the shapes of the newest version, as bioimageio.spec brings it there before it looks at any
 * field (`ModelDescr.convert_from_old_format_wo_validation` and `_remove_version_number`). The original stays as it is.
 */
export function prepare(raw: Fields, version: FormatVersion): Fields {
  const prepared = withoutVersionNumber({ ...raw, format_version: terms.newest['0.5'] });
  const current = isFields(raw.parent) ? { ...prepared, parent: withoutVersionNumber(raw.parent) } : prepared;
  return version.patch < filesDescribedSince ? describeFiles(current) : current;
}

/** Bare names of documentation, covers and icon as file descriptions. */
export function describeFiles(raw: Fields): Fields {
  const { documentation, covers, icon } = raw;
  return {
    ...raw,
    ...(typeof documentation === 'string' && { documentation: { source: documentation } }),
    ...(Array.isArray(covers) && { covers: covers.map(asFile) }),
    ...(typeof icon === 'string' && [...icon].length > mostOfIcon && { icon: { source: icon } })
  };
}

function asFile(file: unknown): unknown {
  return typeof file === 'string' ? { source: file } : file;
}

/** 0.5.2 and earlier counted versions in a field of their own. */
export function withoutVersionNumber({ version_number, ...rest }: Fields): Fields {
  const given = version_number !== undefined && version_number !== null;
  return given && (rest.version === undefined || rest.version === null) ? { ...rest, version: version_number } : rest;
}
