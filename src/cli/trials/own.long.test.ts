import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildOwnBundle } from '../../export/own/bundle';
import { makeOwnDraft } from '../../export/own/draft';
import type { OwnCase } from '../../export/testing/own';
import { ownServices, ownTransport, preparedOwn } from '../../export/testing/own';
import type { Report } from '../../preview/report/report';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import type { ExportArguments } from '../calls';
import { checkPath } from '../check';
import { runExport } from '../export';
import { openReader } from '../thread/threads';

const LONG = 600_000;

/** Each network with its outputs, and the forms of its weights that bioimageio.core runs. */
const CASES: readonly (readonly [OwnCase, readonly string[], readonly string[]])[] = [
  ['one', ['nuclei'], ['pytorch_state_dict', 'torchscript', 'onnx']],
  ['two', ['fine', 'inner'], ['pytorch_state_dict', 'torchscript', 'onnx']],
  ['keras', ['mask'], ['keras_v3', 'onnx']]
];

let folder: string;
let engine: InferenceEngine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'own-'));
  engine = await createNodeEngine({ threads: 1 });
});
afterAll(async () => {
  await engine.dispose();
  await rm(folder, { recursive: true });
});

const terminal = { out: () => undefined, say: () => undefined, signal: new AbortController().signal };

async function checked(path: string): Promise<Report> {
  const { reader, close } = openReader();
  try {
    return await checkPath(path, { engine, reader, formatOnly: false }, terminal);
  } finally {
    close();
  }
}

/**
 * Tests all bundles in one process, since its frameworks take long to start, and runs what each README says; the folder of
 * a bundle holds its files.
 */
const SCRIPT = `
import json, os, re, sys, zipfile
import numpy
from bioimageio.core import test_description
for bundle in sys.argv[1:]:
    found = test_description(bundle)
    folder = bundle[: -len(".bioimageio.zip")]
    zipfile.ZipFile(bundle).extractall(folder)
    os.chdir(folder)
    readme = open("README.md").read()
    code = re.search("\`{3}python\\n(.*?)\`{3}", readme, re.S).group(1)
    os.symlink(bundle, re.search(r'"(.*[.]bioimageio[.]zip)"', code).group(1))
    names = {}
    exec(code, names)
    shapes = {name: list(value.shape) for name, value in names.items() if hasattr(value, "dims")}
    with open(bundle + ".json", "w") as file:
        json.dump({"status": found.status, "details": json.loads(found.model_dump_json())["details"], "shapes": shapes}, file)
`;

interface Summary {
  readonly status: string;
  readonly details: readonly {
    readonly name: string;
    readonly status: string;
    readonly warnings: readonly { readonly loc: readonly unknown[]; readonly severity: number }[];
  }[];
  /** Of the outputs that the README's lines give. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
}

/** What bioimageio asks for after an export without metadata: nobody but the researcher can answer. */
const ONLY_THE_RESEARCHER = ['authors', 'cite', 'license'];

const pathOf = (name: OwnCase) => join(folder, `${name}.bioimageio.zip`);

beforeAll(async () => {
  for (const [name] of CASES) {
    const draft = makeOwnDraft({ request: 'r' }, new Date('2026-11-30T10:00:00Z'));
    const bundle = await buildOwnBundle(draft, ownServices(ownTransport(preparedOwn(name)), engine));
    await writeFile(pathOf(name), new Uint8Array(await new Response(bundle.pack() as BodyInit).arrayBuffer()));
  }
}, LONG);

it.each(CASES)('the bundle of the network "%s" passes its own check, with every output', async (name, outputs) => {
  const report = await checked(pathOf(name));
  expect(report.verdict).toBe('passed');
  const ran = report.reproduction.filter(({ weights }) => weights === 'onnx');
  expect(ran.map(({ output, verdict }) => [output, verdict])).toEqual(outputs.map(output => [output, 'passed']));
  // Nothing that we write is wrong in our own eyes.
  const ours = (report.format?.findings ?? []).filter(
    ({ by, severity }) => ['zoo', 'zooport'].includes(by) && severity !== 'info'
  );
  expect(ours.map(({ code, path: [field] }) => [code, field])).toEqual(ONLY_THE_RESEARCHER.map(field => ['field-recommended', field])); // prettier-ignore
});

describe.each(['zoo', 'new'])('bioimageio.core in the environment "%s"', environment => {
  const python = resolve(`.envs/${environment}/bin/python`);

  beforeAll(async () => {
    expect(existsSync(python)).toBe(true);
    const copies = await Promise.all(CASES.map(([name]) => copied(pathOf(name), environment)));
    await promisify(execFile)(python, ['-c', SCRIPT, ...copies], { maxBuffer: 1e8 });
  }, LONG);

  it.each(CASES)(
    'passes the network "%s" with every weights format, and runs its README',
    async (name, outputs, formats) => {
      // prettier-ignore
      const path = join(folder, environment, `${name}.bioimageio.zip.json`);
      const { status, details, shapes } = JSON.parse(await readFile(path, 'utf8')) as Summary;
      expect(status).toBe('passed');
      for (const format of formats) {
        const wanted = `Reproduce test outputs from test inputs (${format})`;
        expect(details.find(detail => detail.name === wanted)).toMatchObject({ status: 'passed' });
      }
      const asked = details.flatMap(({ warnings }) => warnings.filter(({ severity }) => severity > 20));
      expect(new Set(asked.map(({ loc }) => loc.join('.')))).toEqual(new Set(ONLY_THE_RESEARCHER));
      const expected = preparedOwn(name).outputs.map(({ id, shape }) => [id, shape]);
      expect(outputs.map(id => [id, shapes[id]])).toEqual(expected);
    }
  );
});

/** A Python half that has prepared this network, as a program: it answers the protocol's lines and keeps what it was asked. */
async function standIn(name: OwnCase): Promise<string> {
  const path = join(folder, `${name}-python`);
  const prepared = preparedOwn(name);
  const program = `#!/usr/bin/env python3
import json, sys
sys.stdin.readline()
for line in sys.stdin:
    asked = json.loads(line)
    with open(${JSON.stringify(`${path}.asked`)}, "a") as file:
        file.write(json.dumps([asked["method"], asked["params"]]) + "\\n")
    result = json.loads(${JSON.stringify(JSON.stringify(prepared))}) if asked["method"] == "prepareOwn" else {}
    print(json.dumps({"id": asked["id"], "result": result}), flush=True)
`;
  await writeFile(path, program, { mode: 0o755 });
  return path;
}

describe('zooport export of a network file', () => {
  const said: string[] = [];
  async function run(args: Partial<ExportArguments>): Promise<{ code: number; document: Record<string, unknown> }> {
    const out: string[] = [];
    const given = { folder: join(folder, 'net.pt'), input: join(folder, 'a.npy'), output: join(folder, 'net.zip'), python: 'none', json: true }; // prettier-ignore
    await writeFile(given.folder, 'weights');
    await writeFile(given.input, 'pixels');
    const spoken = { ...terminal, out: (text: string) => void out.push(text), say: (text: string) => void said.push(text) }; // prettier-ignore
    const code = await runExport({ ...given, ...args }, spoken);
    return { code, document: JSON.parse(out.join('')) as Record<string, unknown> };
  }

  it('writes the bundle, checks it, and says in JSON what it is', async () => {
    const python = await standIn('one');
    const { code, document } = await run({ python, axes: ['yx'], allowCode: true });
    expect(code, said.join('\n')).toBe(0);
    expect(document).toMatchObject({ network: 'SmallUNet', recipe: null, alternatives: [], results: [{ verdict: 'passed' }] }); // prettier-ignore
    const asked = (await readFile(`${python}.asked`, 'utf8')).trim().split('\n').map(line => JSON.parse(line) as unknown); // prettier-ignore
    const own = { file: join(folder, 'net.pt'), images: [join(folder, 'a.npy')], axes: ['yx'], allowCode: true };
    expect(asked.slice(0, 2)).toEqual([
      ['prepareOwn', own],
      ['release', { directory: 'own' }]
    ]);
    // The check asks the same Python for where the weights may lie that are not ONNX, each of the two.
    expect(asked.slice(2)).toEqual([
      ['folder', {}],
      ['folder', {}]
    ]);
  });

  it.each([
    [{ network: 'U-Net (2D)' }, /--network is for a folder/],
    [{ furtherInputs: ['/nowhere/b.tif'] }, /--input \/nowhere\/b\.tif is not a file/],
    [{ folder: tmpdir(), axes: ['yx'] }, /--axes is for the file of a network, but .* is a folder/],
    [{ folder: resolve('package.json') }, /package\.json is not a folder\. Give .*, or the file of a network: \.pt/]
  ])('says what is wrong with a call: %j', async (args, sentence) => {
    const { code, document } = await run(args);
    expect(code).toBe(2);
    expect(document).toMatchObject({ results: [{ verdict: 'unreadable', reason: expect.stringMatching(sentence) }] });
  });
});

/** Each environment has a folder of its own, since it unpacks the bundles beside themselves. */
async function copied(path: string, environment: string): Promise<string> {
  const place = join(folder, environment);
  await mkdir(place, { recursive: true });
  await copyFile(path, join(place, basename(path)));
  return join(place, basename(path));
}
