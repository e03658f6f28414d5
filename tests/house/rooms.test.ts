import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
/** Files side by side that one still finds by looking. */
const most = 25;

it(`no folder of the sources holds more than ${most} files, tests counted`, () => {
  const listed = [
    'ls-files',
    '--cached',
    '--others',
    '--exclude-standard',
    '-z',
    '--',
    'src',
    'zooport',
    'scripts',
    'build',
    'bench'
  ];
  const files = execFileSync('git', listed, { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  const counts = new Map<string, number>();
  for (const folder of files.map(file => dirname(file)).filter(folder => !/\b(fixtures|models)\b/.test(folder))) {
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  expect([...counts].filter(([, count]) => count > most)).toEqual([]);
});
