import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packZip } from '../export/bundle/pack';
import { createNodeEngine } from '../runtime/node';
import { pythonOf, warmPythonOf } from '../tensor/testing/python';
import type { ExportArguments } from './calls';
import { runExport } from './export';
import { openPath } from './files/source';
import { expectFound, leftOut, spoiledCopies } from './testing/spoiled';

const PYTHON = warmPythonOf('train');
const EXAMPLE = resolve('.cache/example/current');
const MODEL = join(EXAMPLE, 'models/nuclei_unet');
const HELD_OUT = join(EXAMPLE, 'data/held_out/images');
/** The real thing: scripts/networks/train_example.py --cached trains it, and `make test` does so first. */
const LONG = 600_000;

interface Outcome {
  code: number;
  out: string;
  said: string[];
}

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(args: Partial<ExportArguments>, abortAt?: RegExp): Promise<Outcome> {
  const abort = new AbortController();
  const outcome: Outcome = { code: -1, out: '', said: [] };
  const terminal = {
    out: (text: string) => void (outcome.out += text),
    say: (text: string) => {
      outcome.said.push(text);
      if (abortAt?.test(text)) {
        abort.abort(new Error('stopped by the test'));
      }
    },
    signal: abort.signal
  };
  const whole = {
    folder: MODEL,
    input: heldOut(),
    output: join(folder, 'model.zip'),
    python: PYTHON,
    json: true,
    ...args
  };
  outcome.code = await runExport(whole, terminal);
  return outcome;
}

function heldOut(): string {
  return join(HELD_OUT, readdirSync(HELD_OUT).sort()[0]);
}

describe('the example, trained for real (scripts/networks/train_example.py --cached)', () => {
  const output = () => join(folder, 'nuclei.bioimageio.zip');
  let outcome: Outcome;

  beforeAll(async () => {
    // Once as a user does, with a Python that starts from nothing.
    outcome = await run({ output: output(), network: 'unet 2d', python: pythonOf('train') });
  }, LONG);

  it('becomes a bundle that passes its own check', () => {
    expect(outcome.said.join('\n')).toContain('Checking the written bundle');
    expect(outcome.code).toBe(0);
    expect(JSON.parse(outcome.out)).toMatchObject({
      network: 'U-Net (2D)',
      recipe: { id: 'unet_2d' },
      alternatives: expect.any(Array),
      results: [{ verdict: 'passed', format: { verdict: 'valid', version: '0.5.8' } }]
    });
  });

  it('reproduces from the ONNX weights', () => {
    const { results } = JSON.parse(outcome.out) as { results: { reproduction: Record<string, unknown>[] }[] };
    const onnx = results[0].reproduction.find(one => one.weights === 'onnx');
    expect(onnx).toMatchObject({ verdict: 'passed', zoo: 'passed', nan: 0 });
    expect(onnx?.maxAbsolute).toBeLessThan(1e-4);
  });

  it('leaves nothing beside the bundle', async () => {
    expect((await readdir(folder)).filter(name => name.endsWith('.part'))).toEqual([]);
  });

  it(
    'is told from each of its spoiled copies; it allows every way of spoiling',
    async () => {
      const engine = await createNodeEngine({ threads: 1 });
      try {
        const results = await spoiledCopies(output(), engine);
        await expectFound(results, engine);
        expect(leftOut(results)).toEqual([]);
      } finally {
        await engine.dispose();
      }
    },
    LONG
  );

  for (const environment of ['zoo', 'new'] as const) {
    it(
      `passes bioimageio test with every weights format in the environment "${environment}"`,
      async () => {
        const summary = join(folder, `${environment}.json`);
        // Without --weight-format it runs all; the command knows no keras_v3 to ask for alone.
        const command = [resolve(`.envs/${environment}/bin/bioimageio`), 'test', output(), '--summary', summary];
        await promisify(execFile)(warmPythonOf(environment), command);
        const { status, details } = JSON.parse(await readFile(summary, 'utf8')) as Summary;
        expect(status).toBe('passed');
        for (const format of ['keras_v3', 'onnx']) {
          const name = `Reproduce test outputs from test inputs (${format})`;
          expect(details.find(detail => detail.name === name)).toMatchObject({ status: 'passed' });
        }
        expect(warnings(details).sort()).toEqual([...ONLY_THE_RESEARCHER].sort());
      },
      LONG
    );
  }

  it(
    'is left out whole when it is stopped while the network runs, and the older file stays',
    async () => {
      const path = join(folder, 'stopped.zip');
      await writeFile(path, 'older');
      await expect(run({ output: path }, /Running the network in Keras/)).rejects.toThrow('stopped by the test');
      expect(await readFile(path, 'utf8')).toBe('older');
      expect((await readdir(folder)).filter(name => name.endsWith('.part'))).toEqual([]);
    },
    LONG
  );
});

/** An arc tangent among the layers is an operation of Keras that our converter does not know. */
const UNKNOWN_LAYER = `
import sys, keras
from keras import layers
image = keras.Input((64, 64, 1))
features = layers.Conv2D(4, 3, padding="same", activation="relu")(image)
features = keras.ops.arctan(features)
output = layers.Conv2D(1, 1, activation="sigmoid")(features)
keras.Model(image, output).save(sys.argv[1])
`;

describe('a network with a layer that our converter does not know', () => {
  it(
    'is converted by tf2onnx in the Python that has it, and the bundle says so',
    async () => {
      const model = join(folder, 'arctan');
      await mkdir(model);
      await promisify(execFile)(PYTHON, ['-c', UNKNOWN_LAYER, join(model, 'weights_best.keras')]);
      const output = join(folder, 'arctan.bioimageio.zip');
      const outcome = await run({ folder: model, output, network: 'U-Net (2D)' });
      expect(outcome.code, outcome.said.join('\n')).toBe(0);
      const source = await openPath(output);
      const description = new TextDecoder().decode(await source.read('rdf.yaml'));
      await source.close?.();
      expect(description).toMatch(/conversion:\s+by: tf2onnx/);
    },
    LONG
  );
});

interface Summary {
  status: string;
  details: { name: string; status: string; warnings: { loc: unknown[]; severity: number }[] }[];
}

/** What bioimageio still asks for after an export without metadata: nobody but the researcher can answer. */
const ONLY_THE_RESEARCHER = ['authors', 'license'];

/** Where warnings stand, those above information (severity 20: how exactly outputs agreed). */
function warnings(details: Summary['details']): string[] {
  return details.flatMap(detail =>
    detail.warnings.filter(warning => warning.severity > 20).map(warning => warning.loc.join('.'))
  );
}

describe('a call that cannot work', () => {
  async function fails(args: Partial<ExportArguments>, message: RegExp): Promise<Record<string, unknown>> {
    const input = join(folder, 'image.npy');
    await writeFile(input, '');
    await mkdir(join(folder, 'empty'), { recursive: true });
    const { code, out, said } = await run({ folder: join(folder, 'empty'), input, ...args });
    expect(said.at(-1)).toMatch(message);
    expect(code).toBe(2);
    const document = JSON.parse(out) as Record<string, unknown>;
    expect(document).toMatchObject({ results: [{ verdict: 'unreadable', reason: expect.stringMatching(message) }] });
    expect(existsSync(args.output ?? join(folder, 'model.zip'))).toBe(false);
    return document;
  }

  it('says that the folder is none', async () => {
    await fails({ folder: join(folder, 'nowhere') }, /nowhere is not a folder/);
  });

  it('says that the image is none', async () => {
    await fails({ input: join(folder, 'nothing.tif') }, /nothing\.tif is not a file/);
  });

  it('says that the output must be a zip, and its folder must be there', async () => {
    await fails({ output: join(folder, 'model.onnx') }, /must end in \.zip/);
    await fails({ output: join(folder, 'missing/model.zip') }, /missing does not exist/);
  });

  it('says which key of the metadata is wrong, before or after Python has started', async () => {
    const metadata = join(folder, 'metadata.yaml');
    await fails({ metadata }, /metadata\.yaml cannot be read/);
    await writeFile(metadata, 'a: [1\nb: }');
    await fails({ metadata }, /metadata\.yaml is not YAML/);
  });

  it('says that Python cannot be started', async () => {
    await fails({ python: join(folder, 'no-python') }, /could not be started/);
  });

  it('says that there is no trained network in the folder', async () => {
    await fails({}, /No trained network|no weights|nothing/i);
  });

  it('asks which network it is where the files fit several, and lists them', async () => {
    const ambiguous = join(folder, 'ambiguous');
    await mkdir(ambiguous, { recursive: true });
    // A whole archive that does not say its layers: only its name speaks, and two notebooks use it.
    const zip = packZip([{ name: 'something.txt', bytes: new Uint8Array(10) }], new Date());
    await writeFile(
      join(ambiguous, 'weights_best.keras'),
      new Uint8Array(await new Response(zip as BodyInit).arrayBuffer())
    );
    const document = await fails({ folder: ambiguous }, /--network/);
    expect(document.network).toBeNull();
    expect(document.alternatives).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'U-Net (2D)' })]));
  });
});
