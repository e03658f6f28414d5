import type { DraftBase, DraftFields } from './draft';
import { BUNDLE_SUFFIX, slug } from './naming';

/** What `editField` takes: the description's fields, and the name of the file. */
export interface Editable extends DraftFields {
  readonly fileName: DraftBase['fileName'];
}

/**
 * The draft with one value set by the researcher; its origin becomes `user`.
 * A new name also renames the file, until the researcher has named the file.
 */
export function editField<D extends DraftBase, K extends keyof Editable>(
  draft: D,
  name: K,
  value: Editable[K]['value']
): D {
  const where = 'entered by you';
  if (name === 'fileName') {
    return { ...draft, fileName: { value: bundleName(String(value)), origin: 'user', where, onlyYou: false } };
  }
  const before = draft.fields[name as keyof DraftFields];
  const edited: D = { ...draft, fields: { ...draft.fields, [name]: { ...before, value, origin: 'user', where } } };
  if (name !== 'name' || draft.fileName.origin === 'user') {
    return edited;
  }
  return { ...edited, fileName: { ...draft.fileName, value: slug(String(value)) + BUNDLE_SUFFIX } };
}

/** A file name without folder that ends in `.bioimageio.zip`, whatever was typed. */
function bundleName(typed: string): string {
  const stem = typed
    .trim()
    .replace(/(\.bioimageio)?\.zip$/i, '')
    .replace(/[^\p{L}\p{N}._+() -]+/gu, '_')
    .replace(/^[.\s]+/, '');
  return (stem || 'model') + BUNDLE_SUFFIX;
}
