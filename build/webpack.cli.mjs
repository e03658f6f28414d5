import { bundle, source } from './webpack.shared.mjs';

/** The command line as one file, with its threads beside it (inference; reading); the WebAssembly is found at run time. */
export default bundle({
  target: 'node20',
  entry: {
    zooport: source('src/cli/main.ts'),
    thread: source('src/runtime/thread.ts'),
    reading: source('src/cli/thread/reading.ts')
  },
  output: { path: source('zooport/cli'), filename: '[name].mjs', clean: true },
  // The launcher says where the extension keeps the HDF5 library; in a checkout it is the package itself.
  externals: { h5wasm: "promise import(/* webpackIgnore: true */ process.env.ZOOPORT_HDF5 || 'h5wasm')" },
  resolve: { conditionNames: ['node', 'import', 'module', 'webpack', 'default'] }
});
