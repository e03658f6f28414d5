import { isFields } from './cursor';
import type { Cursor } from './cursor';
import type { FileRef } from './model';

/** As in the zoo's library: characters that no SHA-256 has make one that fits no file. */
const sha256Pattern = /^.{64}$/su;

interface FileRules {
  /** A bare text is no file description here (test tensors, and documentation and covers since 0.5.11). */
  readonly plain?: boolean;
}

/** A file as `{source, sha256}` or, where `plain` allows it, as a bare text. Notes it among the files that must exist. */
export function readFile(cursor: Cursor, rules: FileRules = {}): FileRef | undefined {
  if (!cursor.present) {
    return undefined;
  }
  if (rules.plain && typeof cursor.value === 'string') {
    return noted(cursor, cursor.value);
  }
  if (!isFields(cursor.value)) {
    cursor.asFields('a group of the fields “source” and “sha256”');
    return typeof cursor.value === 'string' ? noted(cursor, cursor.value) : undefined;
  }
  const source = cursor.need('source').asText();
  const sha256 = readHash(cursor.at('sha256'));
  return source === undefined ? undefined : noted(cursor, source, sha256);
}

/** A SHA-256 of 64 digits, in lower case; anything else is reported and left out. */
function readHash(cursor: Cursor): string | undefined {
  // The zoo's library takes capitals too.
  const text = cursor.asText()?.trim().toLowerCase();
  if (text !== undefined && !sha256Pattern.test(text)) {
    cursor.report('hash-invalid');
    return undefined;
  }
  return text;
}

function noted(cursor: Cursor, source: string, sha256?: string): FileRef {
  const file = { source, ...(sha256 !== undefined && { sha256 }) };
  cursor.reading.files.push({ ...file, path: cursor.path });
  return file;
}
