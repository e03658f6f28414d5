import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memorySource } from '../../image/memory';
import { ImageError } from '../../image/source';
import { smallDescription, smallFiles, smallZip } from '../../preview/testing/small';
import { readDescription } from '../../spec/read';
import { RunError } from '../../run/model';
import type { RunResult } from '../../run/model';
import { EngineError } from '../../runtime/engine';
import { createTensor } from '../../tensor/create';
import { readNpy } from '../../tensor/npy';
import { parseCall } from '../arguments';
import { runRun } from './command';
import type { RunServices } from './services';
import { readTable } from './table';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zooport-run-'));
  await mkdir(join(folder, 'in'));
  await writeFile(join(folder, 'small.zip'), smallZip());
});
afterEach(() => rm(folder, { recursive: true }));

/** An image is a text here, and its name says what becomes of it. */
function services(more: Partial<RunServices> = {}): RunServices & { readonly runs: string[]; opened: number } {
  const made = {
    runs: [] as string[],
    opened: 0,
    openImage: (path: string) =>
      path.includes('broken')
        ? Promise.reject(new ImageError('damaged', `${basename(path)} is cut short.`))
        : Promise.resolve(
            memorySource(createTensor('uint8', [2, 3]), {
              name: basename(path),
              axes: [{ id: 'y', size: 2 }, { id: 'x', size: 3 }], // prettier-ignore
              stated: true,
              notes: []
            })
          ),
    openRunner: () => {
      made.opened += 1;
      const { description } = readDescription(JSON.stringify(smallDescription()));
      return Promise.resolve({
        description: description ?? expect.fail(),
        dispose: () => Promise.resolve(),
        run: async ([image]: readonly { readonly info: { readonly name: string } }[]) => {
          made.runs.push(image.info.name);
          if (image.info.name.startsWith('dies')) {
            throw new EngineError('run', 'There was not enough memory.');
          }
          if (image.info.name.startsWith('odd')) {
            throw new RunError('axes', 'The axes do not fit.');
          }
          return result;
        }
      });
    },
    ...more
  };
  return made;
}

const result: RunResult = {
  outputs: [
    {
      id: 'cut',
      axes: ['y', 'x'],
      tensor: createTensor('float32', [2, 3], Float32Array.of(0, 1, 2, 3, 4, 5)),
      dtype: 'float32',
      objects: 5
    }
  ],
  tiles: 4,
  seconds: { total: 1, network: 1 },
  engine: 'test',
  read: [],
  warnings: ['The pixels are smaller than those of the training.', 'And so on.']
};

async function images(...names: string[]): Promise<void> {
  await Promise.all(names.map(name => writeFile(join(folder, 'in', name), `pixels of ${name}`)));
}

async function call(words: readonly string[], given = services(), signal = new AbortController().signal) {
  let [out, said] = ['', ''];
  const asked = parseCall(['run', join(folder, 'small.zip'), ...words], {});
  const args = asked.command === 'run' ? asked.arguments : expect.fail();
  const terminal = {
    out: (text: string) => void (out += text),
    say: (text: string) => void (said += `${text}\n`),
    signal
  };
  const code = await runRun(args, terminal, given);
  return { code, out, said, given };
}

const into = (...words: string[]): string[] => [...words, '--output', join(folder, 'out')];
const inFolder = (): string => join(folder, 'in');

describe('a folder of images', () => {
  it('is run in natural order, with a result and a line for each', async () => {
    await images('a10.tif', 'a2.tif', 'notes.txt', '._a2.tif');
    const { code, out, given } = await call(into(inFolder()));
    expect(code).toBe(0);
    expect(given.runs).toEqual(['a2.tif', 'a10.tif']);
    expect(await readdir(join(folder, 'out'))).toEqual(['a10.cut.tif', 'a2.cut.tif', 'results.csv']);
    expect(out).toContain('a2.cut.tif: yx 2 x 3, 5 objects');
    const [first] = await readTable(join(folder, 'out'));
    expect(first).toMatchObject({
      image: '../in/a2.tif',
      file: 'a2.cut.tif',
      size: '2 x 3',
      type: 'uint16',
      objects: '5',
      tiles: '4',
      warnings: 'The pixels are smaller than those of the training.\nAnd so on.'
    });
  });

  it('goes on where an image fails, and tries that again', async () => {
    await images('a.tif', 'broken.tif', 'dies.tif', 'odd.tif', 'z.tif');
    const { code, out, given } = await call(into(inFolder(), '--json'));
    expect(code).toBe(1);
    const { results } = JSON.parse(out);
    expect(results.map(({ error }: { error: string | null }) => error)).toEqual([
      null,
      'broken.tif is cut short.',
      'There was not enough memory.',
      'The axes do not fit.',
      null
    ]);
    // The network that died was loaded anew.
    expect(given.opened).toBe(2);
    const rows = await readTable(join(folder, 'out'));
    expect(rows.map(({ file }) => file)).toEqual(['a.cut.tif', '', '', '', 'z.cut.tif']);
    expect((await call(into(inFolder()))).given.runs).toEqual(['dies.tif', 'odd.tif']);
  });

  it('may hold its own results', async () => {
    await images('a.tif', 'b.tif');
    await call([inFolder(), '--output', inFolder()]);
    await images('c.tif');
    const { given, said } = await call([inFolder(), '--output', inFolder(), '--again']);
    expect(given.runs).toEqual(['a.tif', 'b.tif', 'c.tif']);
    expect(said).toContain('2 files in');
    const named = await call(into(join(inFolder(), 'a.cut.tif'), join(inFolder(), 'c.tif')));
    expect(named.given.runs).toEqual(['c.tif']);
  });
});

describe('a second run', () => {
  it('does only what is missing, older or different', async () => {
    await images('a.tif', 'b.tif', 'c.tif', 'd.tif');
    await call(into(inFolder()));
    const same = await call(into(inFolder(), '--json'));
    expect(same.given).toMatchObject({ runs: [], opened: 0 });
    const [kept] = JSON.parse(same.out).results;
    expect(kept).toMatchObject({
      outputs: [
        { id: 'cut', file: join(folder, 'out', 'a.cut.tif'), axes: 'yx', shape: [2, 3], dtype: 'uint16', objects: 5 }
      ],
      tiles: 4,
      engine: 'test',
      warnings: result.warnings,
      error: null,
      kept: true
    });
    await rm(join(folder, 'out', 'a.cut.tif'));
    await writeFile(join(inFolder(), 'b.tif'), 'other pixels');
    const later = new Date(Date.now() + 60_000);
    await utimes(join(inFolder(), 'c.tif'), later, later);
    expect((await call(into(inFolder()))).given.runs).toEqual(['a.tif', 'b.tif', 'c.tif']);
    expect((await call(into(inFolder(), '--tile', '64'))).given.runs).toHaveLength(4);
    expect((await call(into(inFolder(), '--tile', '64', '--again'))).given.runs).toHaveLength(4);
    await writeFile(join(folder, 'small.zip'), smallZip({ ...smallDescription(), name: 'Another' }));
    expect((await call(into(inFolder(), '--tile', '64'))).given.runs).toHaveLength(4);
  });

  it('goes on where a killed one stopped', async () => {
    await images('a.tif');
    const killed = services({ openImage: () => new Promise(() => undefined) });
    void call(into(inFolder()), killed);
    await expect.poll(async () => (await readTable(join(folder, 'out')).catch(() => [])).length).toBe(1);
    await writeFile(join(folder, 'out', 'a.cut.tif'), 'its result, of which the table does not know yet');
    expect((await call(into(inFolder()))).code).toBe(0);
    const [row] = await readTable(join(folder, 'out'));
    expect(row).toMatchObject({ file: 'a.cut.tif', error: '' });
  });
});

describe('nothing is lost:', () => {
  it('a file of the researcher with the name of a result', async () => {
    await images('a.tif', 'a.cut.tif');
    const { code, out } = await call([join(inFolder(), 'a.tif'), '--output', inFolder(), '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out).results[0].error).toMatch(/may be yours and was not replaced/);
    expect(await readFile(join(inFolder(), 'a.cut.tif'), 'utf8')).toBe('pixels of a.cut.tif');
  });

  it('the results of another image of the same name', async () => {
    await images('a.tif', 'a.png');
    await call(into(join(inFolder(), 'a.tif')));
    await call(into(join(inFolder(), 'a.png')));
    expect(await readdir(join(folder, 'out'))).toEqual(['a.cut.tif', 'a.png.cut.tif', 'results.csv']);
  });

  it('a result of before, where the next one fails', async () => {
    await images('a.tif');
    await call(into(inFolder()));
    const failing = services({ openImage: () => Promise.reject(new ImageError('damaged', 'It is cut short.')) });
    expect((await call(into(inFolder(), '--again'), failing)).code).toBe(1);
    expect(await readTable(join(folder, 'out'))).toMatchObject([{ file: 'a.cut.tif', error: 'It is cut short.' }]);
    expect((await call(into(inFolder()))).code).toBe(0);
  });
});

it('leaves nothing half-written where it is stopped', async () => {
  await images('a.tif', 'b.tif');
  const abort = new AbortController();
  const stopping = services({
    openImage: (path, axes, signal) => {
      if (path.endsWith('b.tif')) {
        abort.abort(new Error('stopped'));
        signal.throwIfAborted();
      }
      return services().openImage(path, axes, signal);
    }
  });
  await expect(call(into(inFolder()), stopping, abort.signal)).rejects.toThrow('stopped');
  expect(await readdir(join(folder, 'out'))).toEqual(['a.cut.tif', 'results.csv']);
});

it('ends an image that takes too long, and goes on', async () => {
  await images('slow.tif', 'z.tif');
  const slow = services({
    openImage: (path, axes, signal) =>
      path.includes('slow')
        ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
        : services().openImage(path, axes, signal)
  });
  const { code, said } = await call(into(inFolder(), '--timeout', '0.2'), slow);
  expect(code).toBe(1);
  expect(said).toContain('did not end within 0.2 seconds');
  expect(await readdir(join(folder, 'out'))).toEqual(['results.csv', 'z.cut.tif']);
});

it('writes arrays with --format npy', async () => {
  await images('a.tif');
  await call(into(inFolder(), '--format', 'npy'));
  const { dtype, data } = readNpy(await readFile(join(folder, 'out', 'a.cut.npy')));
  expect({ dtype, data: [...data] }).toEqual({ dtype: 'float32', data: [0, 1, 2, 3, 4, 5] });
});

it('plans, and takes the plan’s names', async () => {
  await images('a.tif', 'a.png');
  await call(into(join(inFolder(), 'a.png'), '--as', 'a.png'));
  const { plan } = JSON.parse((await call(into(inFolder(), '--plan'))).out);
  expect(plan).toMatchObject([
    { images: [join(inFolder(), 'a.png')], as: 'a.png', result: { kept: true } },
    { images: [join(inFolder(), 'a.tif')], as: 'a.tif', result: null }
  ]);
});

describe('what cannot be at all ends with 2 and a sentence:', () => {
  it('an output folder that is a file', async () => {
    await images('a.tif');
    const { code, said, out } = await call([inFolder(), '--output', join(folder, 'small.zip'), '--json']);
    expect(code).toBe(2);
    expect(said).toContain('is a file');
    expect(JSON.parse(out)).toMatchObject({ results: [], error: expect.stringContaining('is a file') });
    expect((await call([inFolder(), '--output', join(folder, 'small.zip', 'deeper')])).said).toContain('is a file');
  });

  it('a table of others', async () => {
    await images('a.tif');
    await mkdir(join(folder, 'out'));
    await writeFile(join(folder, 'out', 'results.csv'), 'mine\r\n');
    expect(await call(into(inFolder()))).toMatchObject({ code: 2, said: expect.stringContaining('left as it is') });
  });

  it('a bundle that cannot be read, or whose network cannot be loaded', async () => {
    await images('a.tif');
    const failing = services({ openRunner: () => Promise.reject(new EngineError('load', 'This is no network.')) });
    expect(await call(into(inFolder()), failing)).toMatchObject({
      code: 2,
      said: expect.stringContaining('no network')
    });
    const files = smallFiles();
    await writeFile(join(folder, 'small.zip'), smallZip('type: nothing', files));
    expect((await call(into(inFolder()))).code).toBe(2);
  });

  it('no image at all', async () => {
    await expect(call(into(inFolder()))).rejects.toThrow(/There is no image in/);
  });
});
