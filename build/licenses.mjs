import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Writes LICENSES.txt, the licence texts of the packages that the wheel carries: `node build/licenses.mjs`.
 * With `--check` it only says whether the file still is what the installed packages would give (exit code 1: it is not).
 */
const at = path => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** What the bundles of the page, its workers, the cell's report and the command line hold, and where each package keeps its text. */
const packages = {
  '@zarrita/storage': 'LICENSE',
  '@zip.js/zip.js': 'LICENSE',
  'fast-png': 'LICENSE',
  fflate: 'LICENSE',
  fzstd: 'LICENSE',
  // With that of HDF5.
  h5wasm: 'LICENSE.txt',
  iobuffer: 'LICENSE',
  'js-yaml': 'LICENSE',
  // Published without its text, which its source repository and its Python package have.
  'onnxruntime-web': '../../build/licenses/onnxruntime.txt',
  // In a cell's output there is no JupyterLab to take these from.
  react: 'LICENSE',
  'react-dom': 'LICENSE',
  scheduler: 'LICENSE',
  yaml: 'LICENSE',
  zarrita: 'LICENSE'
};

/** What is no package of npm: the format's schema, taken from a Python package by build/format_schema.py. */
const schema = JSON.parse(readFileSync(at('src/spec/schema/terms.json'), 'utf8')).source;
const others = {
  [`${schema}, its JSON schema`]: 'build/licenses/bioimageio.txt',
  // Written anew in TypeScript after the C++ of this version (src/processing/stardist/clipping).
  'Clipper 6.4.2, its clipping of polygons': 'build/licenses/clipper.txt'
};

const bar = '='.repeat(80);

function section([name, file]) {
  const { version } = JSON.parse(readFileSync(at(`node_modules/${name}/package.json`), 'utf8'));
  return titled(`${name} ${version}`, at(`node_modules/${name}/${file}`));
}

function titled(title, file) {
  const text = readFileSync(file, 'utf8').replaceAll('\r', '').trim();
  return `${bar}\n${title}\n${bar}\n\n${text}\n`;
}

const whole = `Licence texts of the software that Zooport carries; what it is for stands in THIRD_PARTY.md.\n\n${[...Object.entries(packages).map(section), ...Object.entries(others).map(([title, file]) => titled(title, at(file)))].join('\n')}`;
const target = at('LICENSES.txt');
if (!process.argv.includes('--check')) {
  writeFileSync(target, whole);
} else if (readFileSync(target, 'utf8') !== whole) {
  process.stderr.write('LICENSES.txt is out of date. Write it again: node build/licenses.mjs\n');
  process.exitCode = 1;
}
