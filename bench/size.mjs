import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inJupyterLab } from './lab.mjs';
import { root, table } from './tools.mjs';

const kilobytes = bytes => `${(bytes / 1000).toFixed(1)} kB`;

/** What a real JupyterLab fetches of ours until it has started and nothing was clicked; and the wheel. */
export async function sizes() {
  const files = await inJupyterLab('empty', startFiles);
  const rows = files.map(name => [name, statSync(join(root, 'zooport/labextension', name)).size, packed(name)]);
  const sum = column => rows.reduce((total, row) => total + row[column], 0);
  table("JavaScript that JupyterLab's start loads (goal: 15 kB gzipped)", [
    ['', 'bytes', 'gzipped'],
    ...rows.map(([name, bytes, gzipped]) => [name, kilobytes(bytes), kilobytes(gzipped)]),
    ['together', kilobytes(sum(1)), kilobytes(sum(2))]
  ]);
  const dist = join(root, 'dist');
  const wheel = existsSync(dist) && readdirSync(dist).find(name => name.endsWith('.whl'));
  const size = wheel ? kilobytes(statSync(join(dist, wheel)).size) : 'not built';
  table('Wheel (goal: 6 MB)', [[wheel || 'dist/*.whl', size]]);
}

function packed(name) {
  return gzipSync(readFileSync(join(root, 'zooport/labextension', name)), { level: 9 }).length;
}

async function startFiles(page, open) {
  const files = new Set();
  page.on('response', response => {
    const found = /\/lab\/extensions\/zooport\/(static\/.*\.js)(?:\?|$)/.exec(response.url());
    if (found && response.ok()) {
      files.add(found[1]);
    }
  });
  await open();
  await page.waitForTimeout(2000);
  return [...files].sort();
}
