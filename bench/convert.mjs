import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { json, python, root, seconds, table, times } from './tools.mjs';

const RUNS = 5;

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
