import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { cache, json, python, seconds, table, times } from './tools.mjs';

const RUNS = 5;
/** 200 MB of 16 bits. */
const SIDE = 10_240;

/** Reading a TIFF of 200 MB whole, against tifffile with one thread: the same numbers, and how long each takes. */
export async function images(program) {
  const folder = join(cache, 'images');
  const theirs = await json(python('new'), ['bench/images.py', folder, String(SIDE), String(RUNS)]);
  const rows = [['', theirs.name, 'zooport', 'ratio']];
  for (const [name, { file, runs, sum }] of Object.entries(theirs.files)) {
    const ours = await json(process.execPath, [program, 'image', file, String(RUNS)]);
    if (ours.sum !== sum) {
      throw new Error(`The pixels of ${file} differ.`);
    }
    const [best, own] = [Math.min(...runs), Math.min(...ours.runs)];
    rows.push([name, seconds(best), seconds(own), times(own, best)]);
  }
  table(`TIFF of ${SIDE} x ${SIDE} in 16 bits, read whole, least of ${RUNS}`, rows);
  rmSync(folder, { recursive: true });
}
