import { join } from 'node:path';
import { cache, json, python, seconds, table, times } from './tools.mjs';

const RUNS = 5;

/** 1,000 nuclei in 1024 x 1024, against stardist's own C++ with all threads and with one; every label must be the same. */
export async function stardist(program) {
  const rows = [['', 'seconds', 'first', 'to C++', 'candidates']];
  for (const grid of [1, 2]) {
    const files = ['tensor', 'labels'].map(name => join(cache, `stardist-${name}-${grid}.npy`));
    const native = async threads => {
      const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', ...(threads && { OMP_NUM_THREADS: threads }) };
      return json(python('train'), ['bench/stardist_native.py', ...files, String(grid), String(RUNS)], { env });
    };
    const peers = [await native('1'), await native()];
    const ours = await json(process.execPath, [program, 'stardist', ...files, String(grid), String(RUNS)]);
    if (ours.differ > 0) {
      throw new Error(`${ours.differ} pixels differ from stardist's labels.`);
    }
    const [one, all] = peers.map(({ runs }) => Math.min(...runs));
    const { name, objects, candidates } = peers[0];
    const about = `grid ${grid}, ${objects} objects`;
    rows.push([`${about}, ${name}, one thread`, seconds(one), seconds(peers[0].runs[0]), '', String(candidates)]);
    rows.push([`${about}, ${name}, all threads`, seconds(all), seconds(peers[1].runs[0]), '', '']);
    const own = Math.min(...ours.runs);
    rows.push([`${about}, zooport`, seconds(own), seconds(ours.runs[0]), `${times(own, one)}, ${times(own, all)}`, '']);
  }
  table(`Objects of StarDist in 1024 x 1024, least of ${RUNS} (and the first)`, rows);
}
