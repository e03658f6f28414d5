// The static page as one folder that any web server serves: node build/page.mjs [FOLDER]
// The workers come from lib/web, which `npm run build:worker` makes.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import webpack from 'webpack';
import { bundle, source } from './webpack.shared.mjs';

const folder = process.argv[2] ?? source('web');
const isolated = join(folder, 'isolated');
const ort = 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded';
const copies = [
  ['lib/web/runtime.worker.js', folder],
  ['lib/web/convert.worker.js', folder],
  ['lib/web/reading.worker.js', folder],
  ['lib/web/hdf5.mjs', folder],
  [`${ort}.wasm`, folder],
  [`${ort}.mjs`, folder],
  ['lib/web/service.worker.js', isolated],
  ['LICENSE', folder],
  ['LICENSES.txt', folder]
];
const styles = ['colours', 'base', 'panel', 'report', 'viewer', 'ownImage', 'page'];

// The page asks nobody but its own server; blob: is for the pictures and for what is downloaded out of it.
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-src 'self'"
].join('; ');

const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="page.css" />
    <title>Zooport: check a Model Zoo bundle</title>
  </head>
  <body class="jp-ZooportPage">
    <div id="root"></div>
    <script defer src="page.js"></script>
  </body>
</html>
`;

function build(config) {
  return new Promise((resolve, reject) => {
    webpack(config, (error, stats) =>
      error || stats.hasErrors() ? reject(error ?? new Error(stats.toString('errors-only'))) : resolve()
    );
  });
}

/** A classic script: a page that is opened as a file loads no modules. */
function classic(entry, path) {
  const config = bundle({ target: 'web', entry, output: { path, filename: '[name].js' }, resolve: {} });
  const { path: to, filename } = config.output;
  // What writes mends and what runs one's own images come in scripts of their own, when they are first needed.
  const later = { test: /(fixes[\\/]apply|ownImage[\\/]parts)\.ts$/, parser: { dynamicImportMode: 'lazy' } };
  const address = { test: /[\\/]zip-core-base\.js$/, loader: source('build/webpack.address.cjs') };
  return {
    ...config,
    experiments: {},
    module: { ...config.module, rules: [...config.module.rules, address, later] },
    output: { path: to, filename, publicPath: '' }
  };
}

await rm(folder, { recursive: true, force: true });
await mkdir(isolated, { recursive: true });
await build([
  classic({ page: source('src/web/page/main.tsx') }, folder),
  {
    ...bundle({
      target: 'web',
      entry: { frame: source('src/web/frame.ts') },
      output: { path: isolated, filename: '[name].js' },
      resolve: {}
    })
  }
]);
for (const [file, target] of copies) {
  await cp(source(file), join(target, file.split('/').at(-1)));
}
const sheets = await Promise.all(styles.map(name => readFile(source(`style/${name}.css`), 'utf8')));
await writeFile(join(folder, 'page.css'), sheets.join('\n'));
await writeFile(join(folder, 'index.html'), html);
