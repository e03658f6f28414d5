import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import webpack from 'webpack';
import { bundle } from '../build/webpack.shared.mjs';
import { cache, json, output, python, root, table, zoo } from './tools.mjs';

const RUNS = 400;
const WARM_UP = 200;

/** What the zoo's own library takes for the same text, warm, without looking at files. */
const theirs = `
import json, statistics, sys, time
from loguru import logger; logger.remove()
from bioimageio.spec import ValidationContext, validate_format
from bioimageio.spec._internal.io_utils import read_yaml
from pathlib import Path
times = []
for _ in range(60):
    start = time.perf_counter()
    content = read_yaml(Path(sys.argv[1]))
    validate_format(content, context=ValidationContext(perform_io_checks=False))
    times.append(time.perf_counter() - start)
print(json.dumps(statistics.median(times[20:]) * 1000))
`;

/** Milliseconds for the verdict on a description's text, and what the validator adds to a page. */
export async function format(program) {
  await mkdir(cache, { recursive: true });
  const own = join(cache, 'description.yaml');
  await writeFile(own, JSON.stringify(smallDescription));
  const files = [
    ['our own small description', own],
    ...(existsSync(zoo) ? [['unet2d_nuclei_broad', zoo + '/rdf.yaml']] : [])
  ];
  const rows = [];
  for (const [name, file] of files) {
    rows.push([name, await measured(program, file), await peer(file)]);
  }
  table('Verdict on a description, median in a warm process (goal: 1 ms)', [
    ['', 'all', 'of it YAML', 'bioimageio.spec'],
    ...rows.map(([name, { all, yaml }, spec]) => [name, milliseconds(all), milliseconds(yaml), spec])
  ]);
  const bytes = await validatorBytes();
  table('The validator, loaded on first use (goal: 150 kB)', [['gzipped', `${(bytes / 1000).toFixed(1)} kB`]]);
}

const milliseconds = value => `${value.toFixed(2)} ms`;

function measured(program, file) {
  return json('node', [program, 'format', file, String(RUNS), String(WARM_UP)]);
}

async function peer(file) {
  return existsSync(python('spec'))
    ? milliseconds(Number(await output(python('spec'), ['-c', theirs, file])))
    : 'absent';
}

/** Schema, kinds of text and rules, as a page loads them. */
async function validatorBytes() {
  const config = bundle({
    target: 'web',
    entry: { validator: [join(root, 'src/spec/schema/validate.ts'), join(root, 'src/spec/rules/index.ts')] },
    output: { path: cache, filename: '[name].mjs', library: { type: 'module' } }
  });
  await new Promise((resolve, reject) => {
    webpack(config, (error, stats) =>
      error || stats.hasErrors() ? reject(error ?? new Error(stats.toString('errors-only'))) : resolve()
    );
  });
  return gzipSync(readFileSync(join(cache, 'validator.mjs')), { level: 9 }).length;
}

const axes = size => [
  { type: 'batch' },
  { type: 'channel', channel_names: ['nuclei'] },
  ...['y', 'x'].map(id => ({ type: 'space', id, size: size(id) }))
];

/** About what an export of ours writes for a network in two dimensions. */
const smallDescription = {
  format_version: '0.5.10',
  type: 'model',
  name: 'Nuclei in two dimensions',
  description: 'Finds nuclei',
  authors: [{ name: 'A. Researcher', github_user: 'researcher' }],
  license: 'CC-BY-4.0',
  documentation: 'README.md',
  covers: ['cover.png'],
  tags: ['nuclei', '2d'],
  cite: [{ text: 'U-Net', doi: '10.1007/978-3-319-24574-4_28' }],
  inputs: [
    {
      id: 'image',
      axes: axes(() => ({ min: 64, step: 16 })),
      data: { type: 'uint8' },
      test_tensor: { source: 'in.npy', sha256: 'a'.repeat(64) },
      sample_tensor: { source: 'in.tif', sha256: 'a'.repeat(64) },
      preprocessing: [{ id: 'scale_range', kwargs: { axes: ['y', 'x'], min_percentile: 1, max_percentile: 99.8 } }]
    }
  ],
  outputs: [
    {
      id: 'probability',
      axes: axes(id => ({ tensor_id: 'image', axis_id: id })),
      data: { type: 'float32' },
      test_tensor: { source: 'out.npy', sha256: 'a'.repeat(64) },
      sample_tensor: { source: 'out.tif', sha256: 'a'.repeat(64) }
    }
  ],
  weights: {
    keras_v3: { source: 'w.keras', sha256: 'a'.repeat(64), keras_version: '3.10', backend: ['tensorflow', '2.19'] },
    onnx: { source: 'w.onnx', sha256: 'a'.repeat(64), opset_version: 17, parent: 'keras_v3' }
  }
};
