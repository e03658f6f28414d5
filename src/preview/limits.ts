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
  /** Bytes of a zip's list of files. */
  directory: 64 * 2 ** 20,
  /** From this size on, a file that was packed smaller than `ratio` to 1 is taken for a trap. */
  suspicious: 256 * 2 ** 20,
  ratio: 200,
  /** A path longer than this exists on no system that is in use. */
  path: 1024
} as const;

/** Bytes in words, for sentences: "1.8 MB". */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : Number(value.toPrecision(2))} ${units[power]}`;
}

/** Why a name cannot be trusted as a path inside the bundle; `null` where it can. */
export function unsafePath(name: string): string | null {
  const parts = name.split('/');
  if (name === '' || name.length > limits.path) {
    return 'its name is empty or too long';
  }
  // Control characters, NUL among them, end or hide a path in some programs.
  if ([...name].some(character => character.codePointAt(0)! < 32 || character.codePointAt(0) === 127)) {
    return 'its name holds control characters';
  }
  if (name.includes('\\')) {
    return 'its name holds a backslash, which leads elsewhere on other systems';
  }
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) {
    return 'its name starts at the root of a disk';
  }
  return parts.includes('..') ? 'its name leads out of the bundle' : null;
}

/** Names that would land in the same file. */
export function sameFileName(name: string): string {
  return name.normalize('NFC').replace(/^(\.\/)+/, '');
}

/** Holds a bundle's list of files to all of the above. Throws `SourceError`. */
export function checkEntries(bundle: string, entries: readonly FileEntry[]): void {
  if (entries.length > limits.files) {
    throw new SourceError(
      'too-many',
      `“${bundle}” holds more than ${limits.files} files. That is no model of the zoo; it was not opened.`
    );
  }
  const seen = new Set<string>();
  let total = 0;
  for (const { name, size } of entries) {
    checkName(bundle, name, seen);
    total += size;
    if (size > limits.file || total > limits.total) {
      throw new SourceError(
        'too-large',
        `“${bundle}” would unpack to more than ${formatBytes(size > limits.file ? limits.file : limits.total)} (at “${name}”). It was not opened.`
      );
    }
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
      `“${bundle}” holds two files called “${name}”, so programs would read different ones. Zip it again with one of them.`
    );
  }
  seen.add(key);
}

/** A hostile name as it can be shown: control characters made visible, long ones cut. */
export function printable(name: string): string {
  const visible = [...name].map(character => {
    const code = character.codePointAt(0)!;
    return code < 32 || code === 127 ? `\\x${code.toString(16).padStart(2, '0')}` : character;
  });
  return visible.length > 80 ? `${visible.slice(0, 80).join('')} …` : visible.join('');
}
