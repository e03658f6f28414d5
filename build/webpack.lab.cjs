const { SwcJsMinimizerRspackPlugin } = require('@rspack/core');

/**
 * Merged into the configuration of JupyterLab's builder: files that are copied as they are. All but the service worker
 * carry a hash in their name, because the server lets browsers keep them for a year.
 */
const copied = (test, filename) => ({ test, type: 'asset/resource', generator: { filename } });
const ort = /[\\/]onnxruntime-web[\\/]dist[\\/]ort-wasm-simd-threaded\.(mjs|wasm)$/;

module.exports = {
  // As in webpack.shared.mjs: chunks of Zarr are unpacked by src/image/zarr/codecs.ts.
  resolve: { alias: { 'numcodecs/blosc$': false, 'numcodecs/zstd$': false, 'numcodecs/lz4$': false } },
  optimization: {
    // Text that looks like a hash inside a worker would make the builder search in circles (jupyterlab#18245).
    realContentHash: false,
    // The copied files are minified already, or must not be: the HDF5 library would become twice as large.
    minimizer: [new SwcJsMinimizerRspackPlugin({ exclude: /^(ort|isolated)\/|^(hdf5|\w+\.worker)\./ })]
  },
  module: {
    rules: [
      copied(ort, 'ort/[name].[contenthash:8][ext]'),
      copied(/[\\/]web[\\/](runtime|convert|reading)\.worker\.js$/, '[name].[contenthash:8][ext]'),
      copied(/[\\/]web[\\/]hdf5\.mjs$/, '[name].[contenthash:8][ext]'),
      copied(/[\\/]web[\\/]service\.worker\.js$/, 'isolated/[name][ext]'),
      copied(/[\\/]web[\\/]frame\.js$/, 'isolated/[name].[contenthash:8][ext]'),
      { test: /[\\/]zip-core-base\.js$/, loader: require.resolve('./webpack.address.cjs') },
      { test: /\.py$/, type: 'asset/source' }
    ]
  }
};
