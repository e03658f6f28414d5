import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { cache, json, python, root, table } from './tools.mjs';

/** Of the weights; `MEGABYTES=1400 node bench/run.mjs memory` measures those of the largest networks. */
const MEGABYTES = Number(process.env.MEGABYTES ?? 340);
/** Of the file's size; Node itself takes about 100 MB. */
const GOAL = 2.2;

/** The most memory that `zooport convert` has at once, beside the size of the file, as the system counts it. */
export async function memory() {
  if (!existsSync(python('train'))) {
    table('Memory', [['.envs/train is missing: python3 scripts/setup.py train makes it.']]);
    return;
  }
  const folder = join(cache, 'memory');
  mkdirSync(folder, { recursive: true });
  const files = await json(python('train'), ['bench/large_network.py', folder, MEGABYTES]);
  const rows = [['convert', 'file', 'most memory', `of the file (goal: ${GOAL})`]];
  for (const file of files) {
    const size = statSync(file).size / 1e6;
    const target = join(folder, 'large.onnx');
    const most = peak([join(root, 'zooport/cli/zooport.mjs'), 'convert', file, '--output', target]);
    rmSync(target, { force: true });
    rows.push([
      file.slice(file.lastIndexOf('.')),
      `${Math.round(size)} MB`,
      `${Math.round(most)} MB`,
      (most / size).toFixed(2)
    ]);
  }
  table('Memory of a conversion', rows);
}

/** MB that a process of Node had at most; it says so itself when it ends. */
function peak(words) {
  const say = "process.on('exit', () => console.error('most ' + process.resourceUsage().maxRSS))";
  const hook = `data:text/javascript,${encodeURIComponent(say)}`;
  const done = spawnSync(process.execPath, ['--import', hook, ...words], { encoding: 'utf8' });
  const most = /most (\d+)/.exec(done.stderr);
  if (done.status !== 0 || !most) {
    throw new Error(`zooport ${words.slice(1).join(' ')} failed:\n${done.stderr}`);
  }
  return (Number(most[1]) * 1024) / 1e6;
}
