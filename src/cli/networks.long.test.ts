import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { networkEntry } from '../export/networks/catalogue';
import { NETWORK_IDS } from '../kernel/protocol';
import type { ReportJson } from '../preview/report/json';
import { createTensor } from '../tensor/create';
import { writeNpy } from '../tensor/npy';
import { warmPythonOf } from '../tensor/testing/python';
import { atFullWidth } from '../tensor/testing/width';
import { checkPath } from './check';
import { runExport } from './export';
import { filesOnUpload } from '../bundle/testing/uploadPage';
import { openPath } from './files/source';
import { nativeEngine } from './testing/native';
import { must } from '../tensor/testing/must';

const PYTHON = warmPythonOf('train');
const NETWORKS = resolve('tests/networks');
const LONG = 600_000;
/** Its folder is the one that the example notebook leaves (`export.long.test.ts`). */
const TRAINED_BY_AN_EXAMPLE = 'U-Net (2D)';

interface Small {
  readonly network: string;
  readonly folder: string;
  readonly image: string;
  readonly framework: string;
}

/** Small trained folders as the notebooks leave them; scripts/networks/small_folders.py made them. */
const small = JSON.parse(readFileSync(join(NETWORKS, 'index.json'), 'utf8')) as Readonly<Record<string, Small>>;

/** What each is exported as, by its name: the default output first, then what its description may also give. */
const OUTPUTS = new Map(NETWORK_IDS.map(networkEntry).map(({ name, kinds }) => [name, kinds]));

/** Each folder in its default output; a network's other outputs of one folder, unless at full width. */
const cases = Object.entries(small).flatMap(([id, one]) => {
  const first = Object.values(small).find(({ network }) => network === one.network) === one;
  const outputs = OUTPUTS.get(one.network) ?? [];
  return (first || atFullWidth ? outputs : outputs.slice(0, 1)).map(output => ({ id, output, ...one }));
});

let place: string;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'networks-'));
});
afterAll(() => rm(place, { recursive: true }));

interface Document {
  readonly network: string;
  readonly results: readonly ReportJson[];
}

const terminal = (out: string[], said: string[]) => ({
  out: (text: string) => void out.push(text),
  say: (text: string) => void said.push(text),
  signal: new AbortController().signal
});

/** Runs `zooport export`; `document` reads what it printed. */
async function exported(folder: string, input: string, output: string, metadata?: string) {
  const [out, said]: [string[], string[]] = [[], []];
  const code = await runExport({ folder, input, output, metadata, python: PYTHON, json: true }, terminal(out, said));
  return { code, said, document: () => JSON.parse(out.join('')) as Document };
}

describe('small trained folders, from disk alone', () => {
  it('are there for every network that can be exported', () => {
    expect(new Set(Object.values(small).map(one => one.network)).add(TRAINED_BY_AN_EXAMPLE)).toEqual(
      new Set(OUTPUTS.keys())
    );
  });

  describe.each(cases)('$id as $output', ({ id, output, network, folder, image }) => {
    const bundle = () => join(place, `${id}-${output}.bioimageio.zip`);

    it(
      'becomes a bundle that reproduces',
      async () => {
        const metadata = join(place, `${output}.yaml`);
        await writeFile(metadata, `zooport:\n  output: ${output}\n`);
        const { code, said, document } = await exported(
          join(NETWORKS, folder),
          join(NETWORKS, image),
          bundle(),
          metadata
        );
        expect(code, said.join('\n')).toBe(0);
        const { network: found, results } = document();
        expect(found).toBe(network);
        expect(results[0]).toMatchObject({ verdict: 'passed', format: { verdict: 'valid' } });
        const onnx = results[0].reproduction.filter(one => one.weights === 'onnx');
        expect(onnx).toMatchObject([{ verdict: 'passed', zoo: 'passed', nan: 0 }]);
      },
      LONG
    );

    it('is read by the zoo’s page for uploads with every byte in its place', async () => {
      const source = await openPath(bundle());
      const found = await filesOnUpload(readFileSync(bundle()));
      expect([...found.keys()].sort()).toEqual((await source.list()).map(({ name }) => name).sort());
      for (const [name, bytes] of found) {
        expect(Buffer.from(await source.read(name)).equals(bytes), name).toBe(true);
      }
      await source.close?.();
    });

    it(
      'gives the same in onnxruntime 1.12.1, the version of deepImageJ',
      async () => {
        const said: string[] = [];
        const report = await checkPath(bundle(), { engine: nativeEngine }, terminal([], said));
        expect(report.verdict, [report.reason, ...said].join('\n')).toBe('passed');
      },
      LONG
    );
  });
});

/** Runs the README's lines in the unpacked bundle, and what the notebook itself calls on the same pixels. */
const TURNED_BACK = `
import sys
import numpy as np
from csbdeep.models import CARE
snippet, base, name, axes = sys.argv[1:]
exec(snippet)
notebook = CARE(None, name=name, basedir=base).predict(image[0], axes)
np.testing.assert_allclose(in_the_range_of_the_input[0], notebook, rtol=0, atol=1e-5 * np.ptp(notebook))
print("the same")
`;

describe('the lines of Python in the README of CARE', () => {
  it.each([
    ['care_2d', 'YXC'],
    ['care_3d', 'ZYXC']
  ])(
    'turn the output of the bundle of %s back into what the notebook saves',
    async (id, axes) => {
      const folder = join(NETWORKS, small[id].folder);
      const source = await openPath(join(place, `${id}-restored.bioimageio.zip`));
      const unpacked = await mkdtemp(join(place, 'unpacked-'));
      for (const name of ['README.md', 'test_input.npy', 'test_output.npy']) {
        await writeFile(join(unpacked, name), await source.read(name));
      }
      await source.close?.();
      const [, snippet] = must(/```python\n([\s\S]*?)```/.exec(readFileSync(join(unpacked, 'README.md'), 'utf8')));
      const call = ['-c', TURNED_BACK, snippet, dirname(folder), basename(folder), axes];
      const { stdout } = await promisify(execFile)(PYTHON, call, { cwd: unpacked });
      expect(stdout).toMatch(/the same\n$/);
    },
    LONG
  );
});

/** Networks that csbdeep and n2v themselves wrote, for images of several channels: scripts/fixtures/rebuild_fixtures.py. */
describe('networks of several channels', () => {
  it.each([
    ['care-2d-probabilistic-k3', 2, '## Back to the range of the input'],
    ['care-2d-plain-k3', 3, 'csbdeep leaves the restored image in scaled values'],
    ['n2v-2d-colours-k2', 3, 'all channels of its result come from that one'],
    ['n2v-2d-joint-k2', 2, 'by their standard deviation (']
  ])(
    '%s becomes a bundle that reproduces',
    async (name, channels, told) => {
      const image = join(place, `${channels}-channels.npy`);
      const pixels = Uint8Array.from({ length: 32 * 48 * channels }, (_, i) => 20 + ((i * 7919) % 211));
      await writeFile(image, writeNpy(createTensor('uint8', [32, 48, channels], pixels)));
      const bundle = join(place, `${name}.bioimageio.zip`);
      const { code, said, document } = await exported(resolve('src/convert/rebuild/fixtures', name), image, bundle);
      expect(code, said.join('\n')).toBe(0);
      const [result] = document().results;
      expect(result).toMatchObject({ verdict: 'passed', format: { verdict: 'valid' } });
      const onnx = result.reproduction.filter(one => one.weights === 'onnx');
      expect(onnx).toMatchObject([{ verdict: 'passed', zoo: 'passed', nan: 0 }]);
      const source = await openPath(bundle);
      expect(new TextDecoder().decode(await source.read('README.md'))).toContain(told);
      await source.close?.();
    },
    LONG
  );
});
