import { formatBytes } from './bytes';
import type { FileEntry } from './source';
import { SourceError } from './source';

/** What a bundle may hold; the largest real ones have some dozens of files and a few GB. */
export const limits = {
  files: 10_000,
  /** Bytes of one file, and of all together, once unpacked. */
  file: 16 * 2 ** 30,
  total: 64 * 2 ** 30,
  /** Bytes that are read at once: what one array of bytes can hold in every browser. */
  read: 2 ** 31 - 1,
  /** A larger file is hashed part by part, unless it is in memory anyway: slower than the platform does it, but in no memory. */
  whole: 256 * 2 ** 20,
  /** Bytes of a zip's list of files. */
  directory: 64 * 2 ** 20,
  /** From this size on, a file that was packed smaller than `ratio` to 1 is taken for a trap. */
  suspicious: 256 * 2 ** 20,
  ratio: 200,
  /** A path longer than this exists on no system that is in use. */
  path: 1024
} as const;

/** Control characters (C0, DEL, C1), and marks that turn the direction of writing. */
const invisible = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/** Why a name cannot be trusted as a path inside the bundle; `null` where it can. */
export function unsafePath(name: string): string | null {
  if (name === '' || name.length > limits.path) {
    return 'its name is empty or too long';
  }
  // Control characters, NUL among them, end or hide a path in some programs; marks of direction show another one.
  if (invisible.test(name)) {
    return 'its name holds control characters';
  }
  return wayOut(name);
}

/** Why a path may lead out of the bundle, on one system or another; `null` where it cannot. */
export function wayOut(name: string): string | null {
  if (name.includes('\\')) {
    return 'its name holds a backslash, which leads elsewhere on other systems';
  }
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) {
    return 'its name starts at the root of a disk';
  }
  return name.split('/').includes('..') ? 'its name leads out of the bundle' : null;
}

/** Names that would land in the same file. */
export function sameFileName(name: string): string {
  return plainPath(name).normalize('NFC');
}

/** As the zoo's library takes a path that a description writes: a slash behind the file's name changes nothing. */
export function describedPath(source: string): string {
  return plainPath(source).replace(/\/+$/, '');
}

/** A path without steps that lead nowhere: “a//b” and “./a/./b” are “a/b”. */
export function plainPath(name: string): string {
  return name.replace(/\/(\.?\/)+/g, '/').replace(/^(\.\/)+/, '');
}

/** Throws `SourceError` where there are more files than any bundle has. */
export function checkCount(bundle: string, entries: readonly FileEntry[]): void {
  if (entries.length > limits.files) {
    throw new SourceError(
      'too-many',
      `“${bundle}” holds more than ${limits.files} files. That is no model of the zoo; it was not opened.`
    );
  }
}

/**
 * Holds the list of files of a zip to all of the above. `packed` is the size of the zip: files that share their bytes could
 * make much of little. Throws `SourceError`.
 */
export function checkEntries(bundle: string, entries: readonly FileEntry[], packed = Infinity): void {
  checkCount(bundle, entries);
  const seen = new Set<string>();
  let total = 0;
  for (const { name, size } of entries) {
    checkName(bundle, name, seen);
    total += size;
    if (size > limits.file || total > limits.total) {
      throw new SourceError(
        'too-large',
        `“${bundle}” would unpack to more than ${formatBytes(size > limits.file ? limits.file : limits.total)} (at “${printable(name)}”). It was not opened.`
      );
    }
  }
  if (total > limits.suspicious && total > limits.ratio * packed) {
    throw new SourceError(
      'too-large',
      `“${bundle}” would unpack to ${formatBytes(total)} from ${formatBytes(packed)}. It was not opened.`
    );
  }
}

function checkName(bundle: string, name: string, seen: Set<string>): void {
  const unsafe = unsafePath(name);
  if (unsafe) {
    throw new SourceError(
      'unsafe-path',
      `“${bundle}” holds a file called “${printable(name)}”: ${unsafe}. Nothing of it was opened. Ask whoever made the bundle, or zip it again.`
    );
  }
  const key = sameFileName(name);
  if (seen.has(key)) {
    throw new SourceError(
      'damaged',
      `“${bundle}” holds two files called “${printable(name)}”, so programs would read different ones. Zip it again with one of them.`
    );
  }
  seen.add(key);
}

/** A hostile name as it can be shown: control characters made visible, long ones cut. */
export function printable(name: string): string {
  // Only the beginning is looked at: a name may have a MB.
  const visible = [...name.slice(0, 200)].map(character => {
    const code = character.codePointAt(0) ?? 0;
    const digits = code.toString(16);
    return !invisible.test(character)
      ? character
      : code < 256
        ? `\\x${digits.padStart(2, '0')}`
        : `\\u${digits.padStart(4, '0')}`;
  });
  return visible.length > 80 ? `${visible.slice(0, 80).join('')} …` : visible.join('');
}
