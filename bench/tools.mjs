import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const cache = join(root, '.cache/bench');
export const zoo = join(root, '../shared/data/unet2d_nuclei_broad');

/** The one with JupyterLab, hatch and the launcher's Python. */
export const lab = [join(root, '.venv/bin'), join(root, '.envs/lab/bin')].find(folder => existsSync(folder));
export const python = name => join(root, '.envs', name, 'bin/python');

/** A process's standard output; a failure ends the bench with what it said. */
export async function output(command, args, options = {}) {
  const { accept = [0], ...rest } = options;
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd: root, maxBuffer: 1 << 28, ...rest });
    return stdout;
  } catch (error) {
    if (accept.includes(error.code)) {
      return error.stdout;
    }
    throw new Error(`${command} ${args.join(' ')} failed:\n${error.stderr ?? error}`, { cause: error });
  }
}

export async function json(command, args, options) {
  return JSON.parse(await output(command, args, options));
}

/** Seconds of each work, done in turns; the least of several tries: what else runs on the machine only ever adds. */
export async function least(tries, works) {
  const best = works.map(() => ({ seconds: Infinity, result: undefined }));
  for (let i = 0; i < tries; i++) {
    for (const [index, work] of works.entries()) {
      const start = performance.now();
      const result = await work();
      const seconds = (performance.now() - start) / 1000;
      best[index] = seconds < best[index].seconds ? { seconds, result } : best[index];
    }
  }
  return best;
}

export const seconds = value => `${value.toFixed(value < 0.1 ? 3 : 2)} s`;
export const times = (value, peer) => `${(value / peer).toFixed(2)} x`;

/** A heading and rows of text, in columns. */
export function table(title, rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)));
  console.log(`\n${title}`);
  for (const row of rows) {
    console.log(`  ${row.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('   ')}`);
  }
}

/** Opens an address whose server may still be starting; half a minute at most. */
export async function reach(page, url) {
  for (let tries = 0; ; tries++) {
    try {
      await page.goto(url);
      return;
    } catch (error) {
      if (tries > 60) {
        throw error;
      }
      await new Promise(resolve => setTimeout(resolve, 500));
    }
  }
}
