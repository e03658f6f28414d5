import type { TimeLimit } from '../../preview/reproduce/timeLimit';
import { lookup } from '../../tensor/lookup';

/** A file cannot be written. `message` says which one, why, and what to do. */
export class SaveError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'SaveError';
  }
}

const sentences: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: path => `“${path}” does not exist. Is the path right?`,
  ENOTDIR: path => `“${path}” does not exist: a part of the path is a file, not a folder.`,
  EISDIR: path => `“${path}” is a folder, not a file.`,
  EACCES: path => `“${path}” cannot be opened: you have no permission.`,
  EPERM: path => `“${path}” cannot be opened: you have no permission.`,
  EROFS: path => `“${path}” cannot be written: that disk is read-only. Choose another place.`,
  ENOSPC: path => `“${path}” cannot be written: the disk is full. Make room, or choose another place.`,
  EDQUOT: path => `“${path}” cannot be written: your share of the disk is used up. Make room, or choose another place.`,
  ENAMETOOLONG: path => `“${path}” is too long a name for this disk.`,
  EMFILE: path => `“${path}” cannot be opened: too many files are open.`,
  EIO: path => `“${path}” cannot be read or written: the disk reports a fault.`
};

/** What went wrong with a file, in a sentence. */
export function fileProblem(path: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = error instanceof Error ? error.message : String(error);
  return lookup(sentences, code)?.(path) ?? `“${path}” cannot be used: ${reason}`;
}

/** What is said where a command took longer than its --timeout. */
export function outOfTime(what: string, { seconds }: TimeLimit, more = '--timeout SECONDS'): string {
  return (
    `The ${what} did not end within ${seconds} seconds and was stopped; nothing was written. ` +
    `If it is only slow, give it more time: ${more}.`
  );
}
