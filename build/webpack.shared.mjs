import { fileURLToPath } from 'node:url';

export const source = path => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** 1.4 MB of WebAssembly that zarrita would load for packed chunks: `src/image/zarr/codecs.ts` unpacks them, within bounds. */
const without = { 'numcodecs/blosc$': false, 'numcodecs/zstd$': false, 'numcodecs/lz4$': false };

/** An ES module per entry, with no other file beside it. Types are checked by `npm run check:types`. */
export function bundle({ target, entry, output, externals, resolve }) {
  return {
    mode: 'production',
    devtool: false,
    target,
    entry,
    experiments: { outputModule: true },
    output: { ...output, module: true, chunkFormat: 'module', publicPath: '' },
    externals,
    resolve: { extensions: ['.ts', '.tsx', '.js'], ...resolve, alias: { ...without, ...resolve?.alias } },
    module: {
      rules: [
        {
          test: /\.tsx?$/,
          loader: 'ts-loader',
          options: { transpileOnly: true, compilerOptions: { declaration: false, rootDir: '.' } }
        },
        { test: /\.py$/, type: 'asset/source' }
      ],
      parser: {
        javascript: {
          // All are to be what they are when the code runs: webpack would write this machine's paths in their place.
          importMeta: false,
          url: false,
          createRequire: false,
          dynamicImportMode: 'eager'
        }
      }
    },
    optimization: { splitChunks: false },
    performance: { hints: false },
    stats: 'errors-warnings'
  };
}
