import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';

/**
 * Compiles the format's JSON schema to JavaScript that needs neither ajv nor code made at run time, which Jupyter's
 * pages forbid: `node scripts/compile_schema.mjs [FOLDER...]`. Writes beside the sources, and to every FOLDER named.
 */
const schemas = fileURLToPath(new URL('../src/spec/schema/', import.meta.url));
const places = [`${schemas}generated/`, ...process.argv.slice(2).map(folder => `${folder}/`)];

/** Parts that are judged by themselves, beside the whole description. */
const heads = ['Model', 'LinkedDataset', 'Dataset03', 'Dataset02'];

/** The only help that the code takes from ajv: lengths in characters as people and Python count them. */
const length = `const length = text => { let count = 0; for (const _ of text) { count += 1; } return count; };`;

function compile(schema) {
  const ajv = new Ajv2020({
    strict: false,
    strictNumbers: true,
    allErrors: true,
    messages: false,
    validateFormats: false,
    schemas: [{ $id: 'format', ...schema }],
    code: { source: true, esm: true, optimize: 2 }
  });
  const names = heads.filter(head => head in schema.$defs);
  const code = standaloneCode(ajv, Object.fromEntries(names.map(name => [name, `format#/$defs/${name}`])));
  const plain = code
    .replaceAll('require("ajv/dist/runtime/ucs2length").default', 'length')
    .replace('"use strict";', '');
  const needed = /require\([^)]*\)/.exec(plain);
  if (needed) {
    throw new Error(`The compiled schema needs ${needed[0]}, which is not there at run time.`);
  }
  return `// Made by scripts/compile_schema.mjs.\n${length}\n${plain}\nexport const schema = ${JSON.stringify(schema)};\n`;
}

for (const name of ['model05', 'model04']) {
  const code = compile(JSON.parse(await readFile(`${schemas}${name}.json`, 'utf8')));
  for (const place of places) {
    await mkdir(place, { recursive: true });
    await writeFile(`${place}${name}.js`, code);
  }
}
