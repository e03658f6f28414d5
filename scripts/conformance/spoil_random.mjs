// Spoils bundles at random and counts how often the check names what was done:
//   node scripts/conformance/spoil_random.mjs [--cases 200] [--seed 1] [--json] [BUNDLE ...]
// Without a bundle: small U-Nets of our own with random weights, recipes and images, a new one for each case. A bundle is
// a zip or a folder with one input and one output, of one channel each, whose operations are among those of
// src/preview/testing/arithmetic.ts. Exit code 1: a wrong name, or fewer than 95 % named, or a mend after which the
// bundle does not reproduce.
import { parseArgs } from 'node:util';
import { createServer } from 'vite';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false }
  }
});
const [count, first] = [Number(values.cases), Number(values.seed)];

// The same modules as the check's own, straight from their TypeScript.
const server = await createServer({
  configFile: false,
  logLevel: 'error',
  server: { middlewareMode: true, watch: null, ws: false }
});
const modules = [
  'cli/source',
  'runtime/node',
  'preview/testing/trial',
  'preview/testing/scene',
  'preview/testing/draft'
];
const reports = [];
try {
  const [{ openPath }, { createNodeEngine }, { ownScene, tryOne, varied }, { Scene }, { Draft }] = await Promise.all(
    modules.map(name => server.ssrLoadModule(`/src/${name}.ts`))
  );
  const engine = await createNodeEngine();
  for (const path of positionals.length > 0 ? positionals : [null]) {
    const scene = path && (await Scene.open(await Draft.open(await openPath(path)), engine));
    const results = [];
    for (let seed = first; seed < first + count; seed++) {
      const judged = await tryOne(scene ? await varied(scene, seed) : await ownScene(seed, engine), seed, engine);
      results.push(judged);
      if (judged.result !== 'named' || judged.mended === false) {
        const mend = judged.mended === false ? ', its mend does not mend' : '';
        console.error(`${judged.result}${mend}: seed ${seed}, ${judged.what}: ${judged.diagnosis?.sentence}`);
      }
    }
    reports.push(summary(path ?? 'own networks', results));
  }
  await engine.dispose();
} finally {
  await server.close();
}

function summary(bundle, results) {
  const number = is => results.filter(is).length;
  const seconds = results.map(({ seconds }) => seconds).sort((one, other) => one - other);
  const unexplainable = number(({ result, diagnosis }) => result === 'named' && diagnosis?.state !== 'explained');
  return {
    bundle,
    cases: results.length,
    named: number(({ result }) => result === 'named') - unexplainable,
    rightlyUnexplained: unexplainable,
    missed: number(({ result }) => result === 'missed'),
    wrong: number(({ result }) => result === 'wrong'),
    severalNames: number(({ diagnosis }) => /and just as well/.test(diagnosis?.sentence ?? '')),
    mendsOffered: number(({ mended }) => mended !== undefined),
    mendsThatFailed: number(({ mended }) => mended === false),
    medianSeconds: Number((seconds[seconds.length >> 1] ?? 0).toFixed(2)),
    longestSeconds: Number((seconds.at(-1) ?? 0).toFixed(2))
  };
}

const fine = reports.every(
  ({ cases, missed, wrong, mendsThatFailed }) => wrong === 0 && mendsThatFailed === 0 && missed <= cases * 0.05
);
if (values.json) {
  console.log(JSON.stringify({ seed: first, reports }, null, 2));
} else {
  for (const { bundle, ...numbers } of reports) {
    console.log(`${bundle}: ${Object.entries(numbers).map(([name, number]) => `${name} ${number}`).join(', ')}`); // prettier-ignore
  }
}
process.exitCode = fine ? 0 : 1;
