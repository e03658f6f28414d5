import { join } from 'node:path';
import { cache, json, python, seconds, table, times } from './tools.mjs';

const RUNS = 15;
const SIZE = 2048;

/** The percentiles 1 and 99.8 of a large image, against numpy; and the memory that they take beside it. */
export async function percentiles(program) {
  const rows = [['', 'seconds', 'to numpy', 'memory']];
  for (const dtype of ['float32', 'float64', 'uint16']) {
    const image = join(cache, `percentiles-${dtype}.npy`);
    const theirs = await json(python('new'), ['bench/percentiles.py', image, String(SIZE), dtype, String(RUNS)]);
    const ours = await json(process.execPath, [program, 'percentiles', image, String(RUNS)]);
    if (ours.values.some((value, i) => Math.abs(value - theirs.values[i]) > 1e-9 * Math.abs(value))) {
      throw new Error(`Percentiles of ${dtype} differ: ${ours.values} and ${theirs.values}.`);
    }
    const best = Math.min(...theirs.runs);
    rows.push([`${dtype}, ${theirs.name}`, seconds(best), times(1, 1), '']);
    const own = Math.min(...ours.runs);
    rows.push([`${dtype}, zooport`, seconds(own), times(own, best), `${(1 + ours.memory).toFixed(2)} images`]);
  }
  table(`Percentiles 1 and 99.8 of ${SIZE} x ${SIZE}, least of ${RUNS}`, rows);
}
