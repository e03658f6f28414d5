import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

/** Whatever a network of the tests takes to be exported, on a busy computer. */
const longest = 600_000;

interface Exported {
  readonly folder: string;
  readonly input: string;
  readonly output: string;
  readonly python: string;
}

/** Makes a bundle as a user does: by the built command line. Rejects with what it says, where it does not pass. */
export async function exportByCommand({ folder, input, output, python }: Exported): Promise<void> {
  const command = [resolve('zooport/cli/zooport.mjs'), 'export', folder];
  const given = ['--input', input, '--output', output, '--python', python, '--json'];
  await promisify(execFile)(process.execPath, [...command, ...given], { timeout: longest });
}
