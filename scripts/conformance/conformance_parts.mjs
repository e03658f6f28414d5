// The parts of the conformance beside the format itself: each runs a command and gives rows for docs/conformance.md.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const zoo = join(root, '..', 'shared', 'data', 'unet2d_nuclei_broad');
const python = name => join(root, '.envs', name, 'bin', 'python');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

/** What a command prints; a command that ends with an error is told with its last lines. */
async function run(command, args, environment = {}) {
  const options = { cwd: root, maxBuffer: 2 ** 28, env: { ...process.env, ...environment } };
  try {
    return (await promisify(execFile)(command, args, options)).stdout;
  } catch (error) {
    const said = `${error.stdout ?? ''}\n${error.stderr ?? ''}`.trim().split('\n').slice(-30).join('\n');
    throw new Error(`${[command, ...args].join(' ')} ended with an error:\n${said}`);
  }
}

const test = (file, environment) => run(process.execPath, [vitest, 'run', file, '--maxWorkers', '1'], environment);

function namedVersions(versions) {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}

async function operations() {
  const args = ['scripts/processing/processing_conformance.py', '--cases', '10000', '--seed', '1', '--json'];
  const report = JSON.parse(await run(python('new'), args));
  const excluded = Object.entries(report.excluded.why);
  const casts = excluded.filter(([why]) => / to u?int\d+$/.test(why)).reduce((sum, [, count]) => sum + count, 0);
  const others = excluded.filter(([why]) => !/ to u?int\d+$/.test(why)).map(([why, count]) => `${why} (${count})`);
  const reasons = [`casts to whole numbers that C leaves undefined (${casts})`, ...others];
  return {
    versions: namedVersions(report.versions),
    rows: [
      ['Random operations compared (seed 1)', report.cases],
      ['Agree: at most 1e-6 times the larger of the value and the range', report.agree],
      ['Worst of those, as a share of the bound', report.worstInBounds.toFixed(2)],
      ['The library’s float32 is further than that from float64, and here it is float64', report.agreeWithFloat64],
      ['Neither, but nearer to float64 than the library', report.nearerToFloat64],
      ['Refused by both', report.refusedByBoth],
      [`Left out: ${reasons.join(', ')}`, report.excluded.count],
      ['Differ', report.differ]
    ]
  };
}

async function stardist() {
  const args = ['scripts/processing/stardist_fixtures.py', '--cases', '2000', '--seed', '1', '--json'];
  const environment = { OMP_NUM_THREADS: '1', TF_CPP_MIN_LOG_LEVEL: '3' };
  const report = JSON.parse(await run(python('train'), args, environment));
  return {
    versions: namedVersions(report.versions),
    rows: [
      ['Random predictions, dense real nuclei among them, made labels of (seed 1)', report.cases],
      ['Objects in them', report.objects],
      ['With equal probabilities, where the order of numpy’s sort counts', report.withTies],
      ['Differ in any pixel', report.differ + report.differWithTies]
    ]
  };
}

async function sizes() {
  const spec = await run(python('spec'), ['scripts/conformance/size_fixtures.py', '--cases', '10000', '--check']);
  const trials = await run(python('new'), ['scripts/conformance/size_trials.py', '--check']);
  await test('src/preview/network/trials.long.test.ts');
  const [library, verdict] = lastLine(spec).split(': ');
  const [core, failing] = lastLine(trials).split(': ');
  return {
    versions: `${library}; ${core}`,
    rows: [
      ['Sizes of inputs and outputs of random models, against `get_axis_sizes`', verdict],
      ['Small networks tried at n = 0, 1, 2 and batch 1, 2 by the library and here, same verdict on all', failing]
    ]
  };
}

function lastLine(text) {
  return text.trim().split('\n').at(-1);
}

async function comparison() {
  const cases = join(root, '.cache', 'conformance', 'compare.json');
  mkdirSync(dirname(cases), { recursive: true });
  const said = await run(python('new'), ['scripts/fixtures/compare_fixtures.py', '--cases', '5000', '--output', cases]);
  await test('src/preview/reproduce/compare.test.ts', { ZOOPORT_COMPARE: cases });
  const { versions } = JSON.parse(readFileSync(cases, 'utf8'));
  const [pairs, tolerances] = lastLine(said).split(', ');
  return {
    versions: namedVersions(versions),
    rows: [
      ['Pairs of outputs under a tolerance, same verdict on all', pairs],
      ['Tolerances taken from random descriptions, the same on all', tolerances]
    ]
  };
}

async function containers() {
  const cases = join(root, '.cache', 'conformance', 'containers.json');
  mkdirSync(dirname(cases), { recursive: true });
  await run(python('new'), [
    'scripts/conformance/container_oracle.py',
    '--cases',
    '407',
    '--seed',
    '1',
    '--output',
    cases
  ]);
  await test('src/preview/format/containers.long.test.ts', { ZOOPORT_CONTAINERS: cases });
  const { versions } = JSON.parse(readFileSync(cases, 'utf8'));
  const { figures } = JSON.parse(readFileSync(join(dirname(cases), 'containerFigures.json'), 'utf8'));
  return {
    versions: namedVersions(versions),
    rows: [
      ['Zips of 37 odd kinds (seed 1), loaded and tested by bioimageio.core', figures.cases],
      ['Of those that it rejects', figures.rejected],
      ['The same verdict', figures.same],
      ['Refused here although the library reads them: links, doubled names, names behind a NUL', figures.listed]
    ]
  };
}

async function folders() {
  const cases = join(root, '.cache', 'conformance', 'folders.json');
  mkdirSync(dirname(cases), { recursive: true });
  await run(python('new'), ['scripts/conformance/folder_cases.py', '--cases', '160', '--seed', '2', '--output', cases]);
  await test('src/cli/trials/folders.long.test.ts', { ZOOPORT_FOLDERS: cases });
  const { versions } = JSON.parse(readFileSync(cases, 'utf8'));
  const figures = JSON.parse(readFileSync(join(dirname(cases), 'folderFigures.json'), 'utf8'));
  return {
    versions: namedVersions(versions),
    rows: [
      ['Folders of 12 odd kinds (seed 2), loaded and tested by bioimageio.core', figures.cases],
      ['Of those that it rejects', figures.rejected],
      ['The same verdict', figures.same],
      ['Refused here although the library reads them: names that lead through “..” back to the file', figures.listed]
    ]
  };
}

async function diagnosisOf(bundle) {
  const args = ['scripts/conformance/spoil_random.mjs', '--cases', '200', '--seed', '1', '--json', ...bundle];
  const { reports } = JSON.parse(await run(process.execPath, args));
  const rows = reports.flatMap(report => [
    ['Random spoilings (seed 1) named rightly, or rightly not explained', `${report.named + report.rightlyUnexplained} of ${report.cases}`],
    ['A wrong name', report.wrong],
    ['Mends that were offered', report.mendsOffered],
    ['Mends that failed', report.mendsThatFailed],
    ['Seconds, median and longest', `${report.medianSeconds} and ${report.longestSeconds}`]
  ]); // prettier-ignore
  return { versions: '', rows };
}

const diagnosis = () => diagnosisOf([]);

async function zooDiagnosis() {
  return existsSync(zoo) ? diagnosisOf([zoo]) : { versions: '', rows: [['Left out: the bundle is absent', '']] };
}

/** By name, in the order in which they run. */
export const parts = { operations, stardist, sizes, comparison, containers, folders, diagnosis, zoo: zooDiagnosis };
export const titles = {
  format: 'The format',
  operations: 'Operations',
  stardist: 'Objects of StarDist',
  sizes: 'Sizes',
  comparison: 'Comparison',
  containers: 'Zips',
  folders: 'Folders',
  diagnosis: 'Diagnosis of a bundle made here',
  zoo: 'Diagnosis of the zoo’s unet2d_nuclei_broad'
};
