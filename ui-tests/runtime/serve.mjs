import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import webpack from 'webpack';
import workers from '../../build/webpack.worker.mjs';
import { bundle } from '../../build/webpack.shared.mjs';

/**
 * A server as small as can be: a page below a base address, the workers as the project builds them, and a security policy
 * without `unsafe-inline` and `unsafe-eval`. `?policy=strict` on the page leaves out `wasm-unsafe-eval` as well.
 */
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const built = join(root, '.cache/ui-runtime');
const base = '/user/alice/static/';
const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; frame-src 'self'";
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm'
};

const folders = {
  models: join(root, 'src/runtime/testing/models'),
  zoo: join(root, '../shared/data/unet2d_nuclei_broad'),
  networks: here,
  ort: join(root, 'node_modules/onnxruntime-web/dist'),
  // The same files, served under a policy that forbids WebAssembly.
  strict: built
};

const page = bundle({
  target: 'web',
  entry: { page: join(here, 'page.ts'), frame: join(root, 'src/web/frame.ts') },
  output: { path: built, filename: '[name].js' },
  resolve: {}
});

function build(config) {
  return new Promise((resolve, reject) => {
    webpack(config, (error, stats) =>
      error || stats.hasErrors() ? reject(error ?? new Error(stats.toString('errors-only'))) : resolve()
    );
  });
}

function find(path) {
  const [first, ...rest] = normalize(path).split('/');
  return folders[first] ? join(folders[first], ...rest) : join(built, path);
}

function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://localhost');
  const path = pathname.startsWith(base) ? pathname.slice(base.length) : '';
  const strict = path.startsWith('strict/');
  response.setHeader('Content-Security-Policy', strict ? policy.replace(" 'wasm-unsafe-eval'", '') : policy);
  response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
  if (path === 'page.html') {
    response.end('<!doctype html><title>Runtime</title><script type="module" src="page.js"></script>');
  } else if (path && !path.includes('..') && existsSync(find(path))) {
    createReadStream(find(path)).pipe(response);
  } else {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is no such file.');
  }
}

await build([...workers.map(config => ({ ...config, output: { ...config.output, path: built } })), page]);
createServer(answer).listen(Number(process.argv[2]), 'localhost');
