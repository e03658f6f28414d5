import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { check, resolveConfig } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Convert from '../../src/convert/convert';
import type * as Cases from '../../src/export/testing/networks';
import type * as Describing from '../../src/export/texts/describe';
import type * as Yaml from '../../src/export/texts/yaml';
import type * as Protocol from '../../src/kernel/protocol';
import type * as KernelSources from '../../src/kernel/sources';
import type * as Readiness from '../../src/preview/readiness/readiness';
import type * as Changing from '../../src/preview/readiness/testing/changes';
import type * as Subjects from '../../src/preview/readiness/testing/subject';
import type * as SmallOnes from '../../src/preview/testing/small';
import type * as Node from '../../src/runtime/node';
import type * as Advice from '../../src/spec/advice/advice';
import type * as Sentences from '../../src/spec/messages';
import type * as Reading from '../../src/spec/read';
import type { ConsumerId } from '../../src/spec/consumers';
import type { FindingCode } from '../../src/spec/codes';
import type { NetworkId } from '../../src/kernel/protocol';
import { withDescription } from '../../src/convert/testing/rezip';
import { createTensor } from '../../src/tensor/create';
import { apply, piecesOf } from './pieces';

const root = join(import.meta.dirname, '..', '..');
/** Ids and codes that only the copy knows. */
const [network, consumer, code] = ['smooth_2d' as NetworkId, 'napari' as ConsumerId, 'name-shouted' as FindingCode];

let place: string;
let touched: string[];
let sent: string[];
beforeAll(async () => {
  const pieces = piecesOf(await readFile(join(root, 'docs/contributing.md'), 'utf8'));
  // Inside the repository, so that packages are found from there.
  await mkdir(join(root, '.cache'), { recursive: true });
  place = await mkdtemp(join(root, '.cache', 'contributing-'));
  await cp(join(root, 'src'), join(place, 'src'), { recursive: true, filter: path => !/\.test\.tsx?$/.test(path) });
  const ours = pieces.filter(({ path }) => path.startsWith('src/'));
  for (const piece of ours) {
    await apply(piece, place);
  }
  touched = [...new Set(ours.map(({ path }) => path))];
  const kernel = 'zooport/kernel/';
  sent = pieces.filter(({ path }) => path.startsWith(kernel)).map(({ path }) => path.slice(kernel.length));
});
afterAll(() => rm(place, { recursive: true }));

const imported = <T>(path: string) => import(/* @vite-ignore */ join(place, 'src', path)) as Promise<T>;

describe('who follows docs/contributing.md', () => {
  it('breaks no type', async () => {
    const project = join(place, 'tsconfig.json');
    const compilerOptions = { noEmit: true, declaration: false, rootDir: '.', types: ['node'] };
    const content = { extends: '../../tsconfig.json', compilerOptions, include: [], files: touched };
    await writeFile(project, JSON.stringify(content));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const said = await promisify(execFile)(process.execPath, [tsc, '-p', project]).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout
    );
    expect(said).toBe('');
  });

  it('writes as the sources are written, and sends all of Python into the kernel', async () => {
    const config = await resolveConfig(join(root, 'src/index.ts'));
    const texts = await Promise.all(touched.map(path => readFile(join(place, path), 'utf8')));
    const right = await Promise.all(texts.map(text => check(text, { ...config, parser: 'typescript' })));
    expect(touched.filter((_, index) => !right[index])).toEqual([]);
    const { SOURCE_FILES } = await imported<typeof KernelSources>('kernel/sources.ts');
    expect(SOURCE_FILES).toEqual(expect.arrayContaining(sent));
  });

  it('has a layer that is converted', async () => {
    const { convertKeras } = await imported<typeof Convert>('convert/convert.ts');
    const { createNodeEngine } = await imported<typeof Node>('runtime/node.ts');
    const { onnx } = await convertKeras(await kerasOf('Twice'));
    const engine = await createNodeEngine({ threads: 1 });
    const session = await engine.load(onnx, {});
    const [twice] = await session.run([createTensor('float32', [1, 1, 2, 1], Float32Array.of(3, -0.5))]);
    await engine.dispose();
    expect([...(twice.data as Float32Array)]).toEqual([6, -1]);
  });

  it('has a finding that is found and said', async () => {
    const { adviceFindings } = await imported<typeof Advice>('spec/advice/advice.ts');
    const { describe: sentence } = await imported<typeof Sentences>('spec/messages.ts');
    const { smallRead } = await small();
    const found = (name: string) => {
      const read = smallRead(name);
      return adviceFindings(read, read.raw).filter(finding => finding.code === code);
    };
    expect(found('Cells')).toEqual([]);
    expect(found('CELLS').map(sentence)).toEqual([expect.stringContaining('The name “CELLS” is in capitals')]);
  });

  it('has a program with a line of its own in the report, and its findings in JSON', async () => {
    const { readinessOf } = await imported<typeof Readiness>('preview/readiness/readiness.ts'); // prettier-ignore
    const { clearParts, subjectOf } = await imported<typeof Subjects>('preview/readiness/testing/subject.ts'); // prettier-ignore
    const { set } = await imported<typeof Changing>('preview/readiness/testing/changes.ts'); // prettier-ignore
    const line = (change: (parts: ReturnType<typeof clearParts>) => void) => {
      const parts = clearParts();
      change(parts);
      const { readiness, findings } = readinessOf(subjectOf(parts));
      return { ...readiness.find(one => one.consumer === consumer), by: findings.map(({ by }) => by as string) };
    };
    expect(line(() => undefined)).toMatchObject({ verdict: 'runs', reason: expect.stringContaining('napari 0.6') });
    const [input] = clearParts().raw.inputs as Record<string, unknown>[];
    const two = line(set({ 'inputs.1': { ...input, id: 'other' } }));
    expect(two).toMatchObject({ verdict: 'will not run', reason: expect.stringContaining('takes 2 inputs') });
    expect(two.by).toContain('napari');
  });

  it('has a network whose description the format takes', async () => {
    const { NETWORK_IDS } = await imported<typeof Protocol>('kernel/protocol.ts');
    const { networkParts } = await imported<typeof Cases>('export/testing/networks.ts'); // prettier-ignore
    const { describe: described } = await imported<typeof Describing>('export/texts/describe.ts'); // prettier-ignore
    const { writeYaml } = await imported<typeof Yaml>('export/texts/yaml.ts');
    const { readDescription } = await imported<typeof Reading>('spec/read.ts');
    expect(NETWORK_IDS).toContain(network);
    const files = ['README.md', 'cover.png', 'test_input.npy', 'test_output.npy', 'weights.onnx', 'weights.keras'];
    const hashes = new Map(files.map((name, index) => [name, String(index).repeat(64)]));
    const { findings } = readDescription(writeYaml(described(networkParts(network, 'restored'), hashes)));
    const asked = ['authors', 'license', 'maintainers', 'tags'];
    expect(findings.filter(({ path, severity }) => severity === 'error' && !asked.includes(String(path[0])))).toEqual([]); // prettier-ignore
  });
});

/** A small description under another name, as the copy reads it. */
async function small() {
  const { smallDescription } = await imported<typeof SmallOnes>('preview/testing/small.ts'); // prettier-ignore
  const { readDescription } = await imported<typeof Reading>('spec/read.ts');
  return {
    smallRead: (name: string) => {
      const { description } = readDescription(JSON.stringify({ ...smallDescription(), name }));
      if (!description) {
        throw new Error('The small description cannot be read.');
      }
      return description;
    }
  };
}

/** A Keras file with one layer of a class: a small trained one whose description is another. */
async function kerasOf(kind: string): Promise<Uint8Array> {
  const trained = await readFile(join(root, 'tests/networks/deep_storm/blinks_deepstorm/best.weights.keras'));
  return withDescription(trained, layers => {
    const [first, last] = [layers[0], layers[layers.length - 1]];
    const { name } = last;
    layers.splice(1, layers.length, { class_name: kind, name, config: { name }, inbound_nodes: [[[first.name, 0, 0, {}]]] }); // prettier-ignore
  });
}
