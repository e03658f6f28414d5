import { bundle, source } from './webpack.shared.mjs';

/**
 * The page's workers, each one ES module in `lib/web/` with everything inside. JupyterLab's builder takes them as files:
 * code that shares modules with JupyterLab does not run in a worker.
 */
const workers = bundle({
  target: 'webworker',
  entry: {
    'runtime.worker': source('src/web/runtime.worker.ts'),
    'reading.worker': source('src/web/reading.worker.ts'),
    'convert.worker': source('src/web/convert.worker.ts'),
    'service.worker': source('src/web/service.worker.ts')
  },
  output: { path: source('lib/web'), filename: '[name].js' },
  externals: {
    // Behind a #, where the worker's own address is one of a page's memory: that takes no question mark.
    h5wasm:
      "promise import(/* webpackIgnore: true */ new URLSearchParams(location.search || location.hash.slice(1)).get('hdf5'))"
  },
  resolve: {
    // The build of onnxruntime-web that takes its WebAssembly from where it is told.
    conditionNames: ['onnxruntime-web-use-extern-wasm', 'import', 'module', 'webpack', 'browser', 'worker', 'default']
  }
});

/** The HDF5 library stands alone: a megabyte, shared by the page's worker and the command line, that few visits need. */
const hdf5 = {
  ...bundle({
    target: 'webworker',
    entry: { hdf5: { import: 'h5wasm', library: { type: 'module' } } },
    output: { path: source('lib/web'), filename: '[name].mjs' },
    resolve: {}
  }),
  // It carries its WebAssembly as text, which a minifier's escapes make larger.
  optimization: { minimize: false }
};

export default [workers, hdf5];
