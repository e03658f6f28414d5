// The report for a notebook's output, which the wheel carries: node build/widget.mjs
// Its workers are the panel's own, which the kernel finds beside it.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import webpack from 'webpack';
import { bundle, source } from './webpack.shared.mjs';

const folder = source('zooport/widget');
const views = ['colours', 'base', 'panel', 'report', 'viewer', 'ownImage'].map(name => `style/${name}.css`);
const styles = [...views, 'src/web/widget/cell.css'];
// Every browser that runs a notebook unpacks by itself: 60 kB of the library's own way are not needed.
const zip = source('node_modules/@zip.js/zip.js/lib/zip-core-custom.js');

function build(config) {
  return new Promise((resolve, reject) => {
    webpack(config, (error, stats) =>
      error || stats.hasErrors() ? reject(error ?? new Error(stats.toString('errors-only'))) : resolve()
    );
  });
}

function module(name, entry, plugins = []) {
  const library = { type: 'module' };
  return {
    ...bundle({
      target: 'web',
      entry: { [name]: { import: source(entry), library } },
      output: { path: folder, filename: '[name].js' },
      resolve: { alias: { '@zip.js/zip.js$': zip } }
    }),
    plugins
  };
}

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
// Left out: long steps run in the worker, which has their code; bundles with a password are refused.
const without = [
  new webpack.NormalModuleReplacementPlugin(/\/stardist\/stardist$/, source('src/web/widget/stubs/elsewhere.ts')),
  new webpack.NormalModuleReplacementPlugin(/\/(aes|zip)-crypto-stream\.js$/, source('src/web/widget/stubs/cipher.ts'))
];
// It comes with what writes bundles.
const withoutMends = new webpack.NormalModuleReplacementPlugin(/^\.\/text$/, resource => {
  if (resource.context === source('src/spec/fixes')) {
    resource.request = source('src/web/widget/stubs/mends.ts');
  }
});
await build(module('widget', 'src/web/widget/main.tsx', [...without, withoutMends]));
// Only where a page has to make a bundle itself, or to mend one.
await build(module('export', 'src/web/widget/making/entry.ts', without));
// Only where a bundle is run on an image of one's own.
await build(module('run', 'src/web/widget/running/entry.ts', without));
const hash = createHash('sha256')
  .update(await readFile(join(folder, 'widget.js')))
  .digest('hex');
const names = new webpack.DefinePlugin({ ZOOPORT_BUILD: JSON.stringify(hash.slice(0, 16)) });
await build(module('loader', 'src/web/widget/loader.ts', [names]));
const sheets = await Promise.all(styles.map(name => readFile(source(name), 'utf8')));
await writeFile(join(folder, 'widget.css'), sheets.join('\n'));
