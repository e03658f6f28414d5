import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cache, json, python, root, seconds, table, times } from './tools.mjs';

const RUNS = 5;
/** The first runs are slow while the WebAssembly is compiled again, with more care. */
const TURNS = 10;

/** A trained Keras file of the project's own (the example's, else a fixture's) to ONNX: ours against tf2onnx. */
export async function conversion(program) {
  const model = largestModel();
  if (!model) {
    table('Conversion', [['No .keras file in .cache or demo: run make demo first.']]);
    return;
  }
  const ours = await json('node', [program, 'convert', model, RUNS]);
  const rows = [[`${model.slice(root.length)}, ${ours.megabytes.toFixed(1)} MB`, 'seconds', 'to tf2onnx']];
  const best = Math.min(...ours.runs);
  if (existsSync(python('train'))) {
    const theirs = await json(python('train'), ['bench/reference.py', model, RUNS]);
    const peer = Math.min(...theirs.runs);
    rows.push([theirs.name, seconds(peer), times(1, 1)], ['zooport', seconds(best), times(best, peer)]);
  } else {
    rows.push(['zooport', seconds(best), '']);
  }
  table(`Conversion from Keras, least of ${RUNS}`, rows);
}

/**
 * The networks of the field: converted in turns with tf2onnx's time beside it, and both results run on the same image in
 * onnxruntime-web with one thread.
 */
export async function networks(program) {
  if (!existsSync(python('train'))) {
    table('Conversion of networks', [['.envs/train is missing: python3 scripts/setup.py train makes it.']]);
    return;
  }
  const folder = join(cache, 'networks');
  const peer = await json(python('train'), ['bench/convert_networks.py', folder, 3]);
  const rows = [['', 'conversion', peer.name, 'ratio', 'run', peer.name, 'ratio', 'difference']];
  for (const network of peer.networks) {
    const target = join(folder, 'zooport.onnx');
    const ours = await json('node', [program, 'convert', network.file, RUNS, target]);
    const thread = join(root, 'zooport/cli/thread.mjs');
    const race = await json('node', [program, 'race', target, network.peer, TURNS, thread, ...network.shape]);
    const [best, other] = [Math.min(...ours.runs), Math.min(...network.seconds)];
    const [run, theirs] = race.seconds.map(runs => Math.min(...runs));
    rows.push([
      `${network.name}, ${network.shape.slice(1, -1).join(' x ')}`,
      seconds(best),
      seconds(other),
      times(best, other),
      seconds(run),
      seconds(theirs),
      times(run, theirs),
      race.difference.toExponential(0)
    ]);
  }
  table(`Networks from Keras to ONNX and in onnxruntime-web, one thread, least of ${RUNS} and ${TURNS}`, rows);
}

function largestModel() {
  for (const folder of ['demo', '.cache/example', '.cache']) {
    const found = models(join(root, folder));
    if (found.length) {
      return found.at(0);
    }
  }
  return undefined;
}

function models(folder) {
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /best\.keras$/.test(name))
    .map(name => join(folder, name))
    .sort();
}
