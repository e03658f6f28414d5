import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';

/**
 * Compiles the format's JSON schema to JavaScript that needs neither ajv nor code made at run time, which Jupyter's
 * pages forbid: `node build/compile_schema.mjs [FOLDER...]`. Writes beside the sources, and to every FOLDER named.
 */
const schemas = fileURLToPath(new URL('../src/spec/schema/', import.meta.url));
const places = [`${schemas}generated/`, ...process.argv.slice(2).map(folder => `${folder}/`)];

/** Parts that are judged by themselves, beside the whole description. */
const heads = ['Model', 'LinkedDataset', 'Dataset03', 'Dataset02'];

/** The only help that the code takes from ajv: lengths in characters as people and Python count them. */
const length = `const length = text => { let count = 0; for (const _ of text) { count += 1; } return count; };`;

/** Every complaint is made by one function instead of five statements. */
const complain = `const complain = (all, error) => { if (all === null) { return [error]; } all.push(error); return all; };
const complaint = (all, instancePath, keyword, params) => complain(all, { instancePath, keyword, params });`;
const statements = 'if\\(vErrors === null\\)\\{vErrors = \\[\\1\\];\\}else \\{vErrors\\.push\\(\\1\\);\\}';
const complaints = [
  [
    new RegExp(
      `const (err\\d+) = \\{instancePath:([^{};]*?),keyword:("\\w+"),params:(\\{[^{}]*\\})\\};${statements}`,
      'g'
    ),
    'vErrors = complaint(vErrors,$2,$3,$4);'
  ],
  [
    new RegExp(`const (err\\d+) = \\{instancePath,keyword:("\\w+"),params:(\\{[^{}]*\\})\\};${statements}`, 'g'),
    'vErrors = complaint(vErrors,instancePath,$2,$3);'
  ],
  [new RegExp(`const (err\\d+) = \\{\\};${statements}`, 'g'), 'vErrors = complain(vErrors,{});']
];

/**
 * What the code carries along and nothing here reads: where in the schema a rule stands, and what custom keywords, dynamic
 * references and unevaluated properties would need, none of which the format's schema has. A quarter of its size.
 */
const unused = [
  /schemaPath:"[^"]*",/g,
  /, parentData, parentDataProperty, rootData=data, dynamicAnchors=\{\}/g,
  /,parentData:\w+,parentDataProperty:(?:"[^"]*"|\w+),rootData,dynamicAnchors/g,
  /const evaluated0 = \w+\.evaluated;if\(evaluated0\.dynamicProps\)\{[^}]*\}if\(evaluated0\.dynamicItems\)\{[^}]*\}/g,
  /\w+\.evaluated = \{[^}]*\};/g
];

function compile(schema) {
  const ajv = new Ajv2020({
    strict: false,
    strictNumbers: true,
    allErrors: true,
    messages: false,
    validateFormats: false,
    // A part that is named in several places is written once: a sixth less.
    inlineRefs: false,
    schemas: [{ $id: 'format', ...schema }],
    code: { source: true, esm: true, optimize: 2 }
  });
  const names = heads.filter(head => head in schema.$defs);
  const code = standaloneCode(ajv, Object.fromEntries(names.map(name => [name, `format#/$defs/${name}`])));
  const short = unused.reduce((text, pattern) => text.replaceAll(pattern, ''), code);
  const plain = complaints
    .reduce((text, [pattern, call]) => text.replaceAll(pattern, call), short)
    .replaceAll('require("ajv/dist/runtime/ucs2length").default', 'length')
    .replace('"use strict";', '');
  const needed = /require\([^)]*\)/.exec(plain);
  if (needed) {
    throw new Error(`The compiled schema needs ${needed[0]}, which is not there at run time.`);
  }
  return `// Made by build/compile_schema.mjs.\n${length}\n${complain}\n${plain}\nexport const schema = ${JSON.stringify(schema)};\n`;
}

for (const name of ['model05', 'model04']) {
  const code = compile(JSON.parse(await readFile(`${schemas}${name}.json`, 'utf8')));
  for (const place of places) {
    await mkdir(place, { recursive: true });
    await writeFile(`${place}${name}.js`, code);
  }
}
