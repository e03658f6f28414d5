import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import webpack from 'webpack';
import { bundle } from '../build/webpack.shared.mjs';
import cli from '../build/webpack.cli.mjs';
import { cell } from './cell.mjs';
import { check } from './check.mjs';
import { conversion, networks } from './convert.mjs';
import { format } from './format.mjs';
import { images } from './images.mjs';
import { inference } from './inference.mjs';
import { memory } from './memory.mjs';
import { panel } from './panel.mjs';
import { percentiles } from './percentiles.mjs';
import { sizes } from './size.mjs';
import { stardist } from './stardist.mjs';
import { cache, root, zoo } from './tools.mjs';
import { viewer } from './viewer/viewer.mjs';

/**
 * What is measured, in one command (a few minutes): `node bench/run.mjs [inference] [check] [panel] [conversion] [networks] [memory] [percentiles] [images] [stardist] [format] [sizes] [cell] [viewer]`.
 * Needs the built tree (`npm run build`), the environments `lab`, `new` and, for the comparison with tf2onnx, `train`.
 */
const parts = {
  inference,
  check,
  panel,
  conversion,
  networks,
  memory,
  percentiles,
  images,
  stardist,
  format,
  sizes,
  cell,
  viewer
};
const needsZoo = new Set(['inference', 'check', 'panel']);

async function bundleProgram() {
  const config = bundle({
    ...cli,
    entry: { node: join(root, 'bench/node.ts') },
    output: { path: cache, filename: '[name].mjs' }
  });
  await new Promise((resolve, reject) => {
    webpack(config, (error, stats) =>
      error || stats.hasErrors() ? reject(error ?? new Error(stats.toString('errors-only'))) : resolve()
    );
  });
  return join(cache, 'node.mjs');
}

const wanted = process.argv.slice(2);
const program = await bundleProgram();
console.log(`${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}`);
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length && !wanted.includes(name)) {
    continue;
  }
  if (needsZoo.has(name) && !existsSync(zoo)) {
    console.log(`\n${name}: left out, ../shared/data/unet2d_nuclei_broad is absent.`);
    continue;
  }
  await measure(program);
}
