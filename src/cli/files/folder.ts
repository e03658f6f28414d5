import { mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileProblem } from './errors';
import { beginSaving, SaveError } from './save';

/**
 * The folder of --output, made with all above it where it is missing; its real path. That a file with this `name` can be
 * written there is found out before any long work. Throws `SaveError`.
 */
export async function outputFolder(output: string, name: string): Promise<string> {
  try {
    await makeFolder(output);
  } catch (error) {
    throw new SaveError(
      isCode(error, 'EEXIST', 'ENOTDIR')
        ? `${output} is a file, or lies in one. Give --output the name of a folder for the results.`
        : `The folder of --output cannot be made: ${fileProblem(output, error)}`,
      { cause: error }
    );
  }
  const folder = await realpath(output);
  const saving = await beginSaving(join(folder, name));
  await saving.discard();
  return folder;
}

/** Node's own recursive way says "does not exist" of a disk that is read-only. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (isCode(error, 'ENOENT') && dirname(path) !== path) {
      await makeFolder(dirname(path));
      // Another process may have made it meanwhile.
      await makeFolder(path);
    } else if (!(await stat(path).catch(() => null))?.isDirectory()) {
      throw error;
    }
  }
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
