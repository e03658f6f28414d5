// Measures how far this project says what the field's own libraries say, and writes docs/conformance.md.
//   node scripts/conformance/conformance.mjs                                        measures all parts (about half an hour)
//   node scripts/conformance/conformance.mjs PART ...                               format, operations, sizes, comparison, containers, diagnosis, zoo
//   node scripts/conformance/conformance.mjs --oracle --python EXECUTABLE [--write] asks bioimageio.spec again; prints what changed
//   node scripts/conformance/conformance.mjs FOLDER --python EXECUTABLE             compares the descriptions in a folder, files unchecked
import { execFileSync, spawn } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { createServer } from 'vite';
import { parts, titles } from './conformance_parts.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const cache = join(root, '.cache', 'conformance');
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    oracle: { type: 'boolean' },
    write: { type: 'boolean' },
    python: { type: 'string', default: join(root, '.envs', 'spec', 'bin', 'python') }
  }
});
mkdirSync(cache, { recursive: true });

/** Lets `ask` use the project's own modules, straight from their TypeScript. */
async function withModules(ask) {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    server: { middlewareMode: true, watch: null, ws: false }
  });
  try {
    return await ask(path => server.ssrLoadModule(path));
  } finally {
    await server.close();
  }
}

async function askOracle(input, args) {
  const oracle = spawn(
    options.python,
    ['-W', 'ignore', join(root, 'scripts', 'conformance', 'format_oracle.py'), ...args],
    {
      stdio: ['pipe', 'inherit', 'inherit']
    }
  );
  const ended = new Promise(resolve => oracle.once('exit', resolve));
  await pipeline(input, oracle.stdin);
  if ((await ended) !== 0) {
    throw new Error('The oracle ended with an error.');
  }
}

async function againstOracle() {
  const corpus = spawn(process.execPath, [join(root, 'scripts', 'conformance', 'corpus.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit']
  });
  await askOracle(corpus.stdout, options.write ? ['--write'] : []);
}

function readAnswers(file) {
  return JSON.parse(gunzipSync(readFileSync(file)).toString());
}

function share(part, whole) {
  return `${part} of ${whole} (${((100 * part) / Math.max(1, whole)).toFixed(2)} %)`;
}

/** Every description below a folder, as cases without files. */
function descriptionsIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /(^|[._-])(rdf|bioimageio|model)[^/]*\.ya?ml$/i.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
}

/** Published descriptions name files on the web: those are looked at by neither side. */
async function againstFolder(folder) {
  const files = descriptionsIn(folder);
  const input = join(cache, 'published.jsonl');
  const out = createWriteStream(input);
  files.forEach((file, id) => {
    const text = readFileSync(file).toString('base64');
    out.write(`${JSON.stringify({ id, group: file, text, files: [], added: [] })}\n`);
  });
  await new Promise(resolve => out.end(resolve));
  const answersFile = join(cache, 'published.json.gz');
  rmSync(answersFile, { force: true });
  await askOracle(createReadStream(input), ['--no-files', '--write', '--answers', answersFile]);
  const answers = readAnswers(answersFile);
  await withModules(async load => {
    const { verdictWithoutFiles } = await load('/src/preview/testing/published.ts');
    const differing = files.filter((file, id) => {
      const valid = answers.errors[id].length === 0;
      return verdictWithoutFiles(readFileSync(file)) !== valid;
    });
    differing.forEach(file => console.log(`differs: ${file}`));
    console.log(`Same verdict on ${share(files.length - differing.length, files.length)} descriptions of ${folder}.`);
  });
}

/** The verdicts on the format, against the committed answers of bioimageio.spec. */
async function format() {
  execFileSync(process.execPath, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', 'src/preview/format/conformance.long.test.ts', '--maxWorkers', '1'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ZOOPORT_PROOF: '1' } }); // prettier-ignore
  const figures = JSON.parse(readFileSync(join(cache, 'figures.json'), 'utf8'));
  const { versions } = readAnswers(join(root, 'src/spec/testing/corpus/answers.json.gz'));
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return {
    versions: named.join(', '),
    rows: [
      ['The same verdict, valid or invalid', share(figures.verdicts, figures.cases)],
      ['Of those that both call invalid: a place of an error is the same', share(figures.places, figures.bothInvalid)],
      ['Warnings of bioimageio.spec about which nothing is said here', share(figures.lost, figures.warnings)]
    ],
    counts: { cases: figures.cases, invalid: figures.invalid, spec: versions['bioimageio.spec'] }
  };
}

/** The figures of the latest run of each part. */
const stored = join(root, 'scripts', 'conformance', 'conformance.json');

async function measure(names) {
  const found = existsSync(stored) ? JSON.parse(readFileSync(stored, 'utf8')) : {};
  for (const [name, part] of Object.entries({ format, ...parts })) {
    if (names.length > 0 && !names.includes(name)) {
      continue;
    }
    const date = new Date().toISOString().slice(0, 10);
    const result = await part();
    found[name] = { date, ...result };
    console.log(`\n${titles[name]} (${[date, result.versions].filter(Boolean).join('; ')})`);
    result.rows.forEach(([what, figure]) => console.log(`  ${what}: ${figure}`));
    writeFileSync(stored, `${JSON.stringify(found, null, 2)}\n`);
  }
  if (found.format !== undefined) {
    writePage(found);
  }
}

function writePage(found) {
  const known = JSON.parse(readFileSync(join(root, 'src/preview/format/fixtures/differences.json'), 'utf8'));
  const tables = Object.keys(titles)
    .filter(name => found[name] !== undefined)
    .map(name => {
      const { date, versions, rows } = found[name];
      const head = `### ${titles[name]}\n\n${[`Measured on ${date}`, versions].filter(Boolean).join('; ')}.`;
      return [`${head}\n`, '| What | Figure |', '|---|---|', ...rows.map(row => `| ${row.join(' | ')} |`)].join('\n');
    });
  const { cases, invalid, spec } = found.format.counts;
  const filled = readFileSync(join(root, 'scripts', 'conformance', 'conformance.md'), 'utf8')
    .replaceAll('{spec}', spec)
    .replace('{cases}', String(cases))
    .replace('{invalid}', String(invalid))
    .replace('{figures}', tables.join('\n\n'))
    .replace(
      '{differences}',
      known.map(({ cases, reason, ids }) => `- ${cases} (${ids.length}): ${reason}`).join('\n')
    );
  writeFileSync(join(root, 'docs', 'conformance.md'), filled);
}

const chosen = Object.keys(titles);
if (positionals.length > 0 && !positionals.every(name => chosen.includes(name))) {
  await againstFolder(positionals[0]);
} else if (options.oracle) {
  await againstOracle();
} else {
  await measure(positionals);
}
