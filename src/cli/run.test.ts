import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '../export/version';
import { smallDescription, smallFiles, smallZip } from '../preview/testing/small';
import { parseCall } from './arguments';
import { fileProblem } from './files/errors';
import { run } from './run';

const TRAINED = fileURLToPath(new URL('../convert/rebuild/fixtures/', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zooport-cli-'));
  const broken = smallFiles();
  broken.delete('README.md');
  await writeFile(join(folder, 'good.zip'), smallZip());
  await writeFile(join(folder, 'bad.zip'), smallZip(smallDescription(), broken));
  await writeFile(join(folder, 'other.yaml'), 'type: model');
  await writeFile(join(folder, 'not.h5'), 'no network');
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a call as from a terminal; words that start with @ are files of the folder. */
async function call(...words: string[]) {
  let [out, said] = ['', ''];
  const code = await run(
    words.map(word => (word.startsWith('@') ? join(folder, word.slice(1)) : word)),
    { out: text => void (out += text), say: text => void (said += `${text}\n`), signal: new AbortController().signal }
  );
  return { code, out, said };
}

describe('check', () => {
  it('ends with 0 where all passed, and says so', async () => {
    const { code, out } = await call('check', '@good.zip');
    expect(code).toBe(0);
    expect(out).toMatch(/^PASSED {2}.*good\.zip \(Small model\)/);
    expect(out).toContain('onnx, “cut”: passed: reproduces');
  });

  it('ends with the code of the worst', async () => {
    expect((await call('check', '@good.zip', '@bad.zip')).code).toBe(1);
    expect((await call('check', '@bad.zip', '@absent.zip', '@good.zip')).code).toBe(2);
  });

  it('prints one JSON document and nothing else with --json', async () => {
    const { code, out, said } = await call('check', '--json', '@good.zip', '@bad.zip', '@absent.zip');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      zooport: VERSION,
      results: [
        { verdict: 'passed', format: { verdict: 'valid', version: '0.5.8' }, reproduction: [{ verdict: 'passed' }] },
        { verdict: 'failed', format: { verdict: 'invalid' } },
        { verdict: 'unreadable', format: null, reproduction: [] }
      ]
    });
    expect(said).toContain('Loading the network');
  });

  it('runs nothing with --format-only', async () => {
    const { code, out } = await call('check', '--format-only', '--json', '@good.zip');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ results: [{ verdict: 'passed', reproduction: [] }] });
  });

  it('takes a folder or a description among its files', async () => {
    const bundle = await mkdtemp(join(folder, 'bundle-'));
    await writeFile(join(bundle, 'my.yaml'), JSON.stringify(smallDescription()));
    for (const [name, bytes] of smallFiles()) {
      await writeFile(join(bundle, name), bytes);
    }
    expect((await call('check', join(bundle, 'my.yaml'))).code).toBe(0);
    expect((await call('check', bundle)).out).toContain('no rdf.yaml');
    await writeFile(join(bundle, 'rdf.yaml'), JSON.stringify(smallDescription()));
    expect((await call('check', bundle)).code).toBe(0);
  });

  it('lets no control sequence of a bundle reach the terminal', async () => {
    await writeFile(
      join(folder, 'hostile.zip'),
      smallZip({ ...smallDescription(), name: 'A \u001b[2Jmodel\u202e name' })
    );
    const { out } = await call('check', '--format-only', '@hostile.zip');
    expect(out).toContain('[2Jmodel');
    expect(out.includes('\u001b') || out.includes('\u202e')).toBe(false);
  });
});

describe('a wrong call ends with 2 and says how to call:', () => {
  it.each([
    [[], /Say what to do/],
    [['bake'], /“bake” is unknown/],
    [['check'], /at least one bundle/],
    [['check', '--fast', 'a'], /--fast/],
    [['convert', 'a.h5'], /--output/],
    [['convert', 'a.h5', 'b.h5', '--output', 'c'], /only one/],
    [['export', 'folder', '--output', 'b.zip'], /--input/],
    [['export', '--input', 'i.tif', '--output', 'b.zip'], /folder/],
    [['run'], /Name the bundle/],
    [['run', 'b.zip', '--output', 'o'], /at least one image/],
    [['run', 'b.zip', 'a.tif'], /--output FOLDER/],
    [['run', 'b.zip', 'a.tif', '--output', 'o', '--engine', 'zooport'], /only onnxruntime so far/],
    [['run', 'b.zip', 'a.tif', '--output', 'o', '--engine', 'cuda'], /auto or onnxruntime or zooport/],
    [['run', 'b.zip', 'a.tif', '--output', 'o', '--tile', '0'], /--tile takes a whole number/],
    [['run', 'b.zip', 'a.tif', '--output', 'o', '--axes', 'y x'], /--axes takes a letter/],
    [['run', 'b.zip', 'a.tif', '--output', 'o', '--channels', '1,'], /--channels takes numbers/]
  ])('%j', async (words, says) => {
    const { code, out, said } = await call(...words);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(said).toMatch(says);
    expect(said).toContain('usage: zooport');
  });
});

it('explains itself', async () => {
  expect(await call('--version')).toEqual({ code: 0, out: `${VERSION}\n`, said: '' });
  expect((await call('--help')).out).toContain('zooport check');
  expect((await call('export', '--help')).out).toContain('--metadata');
});

it('reads the words of an export', () => {
  const words = ['export', 'models/run 1', '--input=a.tif', '--output', 'b.zip', '--network', 'U-Net (2D)', '--json'];
  expect(parseCall(words, { ZOOPORT_PYTHON: '/env/bin/python' })).toEqual({
    command: 'export',
    arguments: {
      folder: 'models/run 1',
      input: 'a.tif',
      output: 'b.zip',
      network: 'U-Net (2D)',
      python: '/env/bin/python',
      json: true
    }
  });
});

it('reads the words of an export of a network file, one image and its axes for each input', () => {
  const words = ['export', 'net.pt', '--input', 'a.tif', '--axes', 'yx', '--input', 'b.tif', '--axes=cyx', '--output', 'b.zip']; // prettier-ignore
  expect(parseCall(words, {})).toMatchObject({
    arguments: { folder: 'net.pt', input: 'a.tif', furtherInputs: ['b.tif'], axes: ['yx', 'cyx'] }
  });
});

it('reads the words of a run', () => {
  const words = ['run', 'b.zip', 'in', 'a.tif', '--output=o', '--axes', 'ZYX', '--tile', '512', '--threads', '2', '--engine', 'auto', '--planes', 'projection', '--channels', '0,DAPI', '--channels', '2', '--format', 'npy', '--again', '--json', '--timeout', '60', '--allow-code']; // prettier-ignore
  expect(parseCall(words, {})).toEqual({
    command: 'run',
    arguments: {
      bundle: 'b.zip',
      images: ['in', 'a.tif'],
      output: 'o',
      axes: ['zyx'],
      tile: 512,
      threads: 2,
      planes: 'projection',
      channels: [0, 'DAPI', 2],
      format: 'npy',
      again: true,
      plan: false,
      json: true,
      timeout: 60
    }
  });
});

describe('convert', () => {
  it('says that a file is no network, writes nothing and ends with 2', async () => {
    const before = await readdir(folder);
    const { code, out } = await call('convert', '@not.h5', '--output', '@out.onnx', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ zooport: VERSION, error: expect.any(String) });
    expect(await readdir(folder)).toEqual(before);
  });

  it.each(['', '/weights_best.h5'])('rebuilds a network from its config.json: the folder%s', async file => {
    const { code, out } = await call('convert', `${TRAINED}care-2d-k3${file}`, '--output', '@care.onnx', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      source: expect.stringMatching(/care-2d-k3\/weights_best\.h5$/),
      rebuilt: 'config.json',
      proven: false,
      outputs: [{ name: 'activation', shape: [null, null, null, 1] }]
    });
    expect((await readFile(join(folder, 'care.onnx'))).length).toBeGreaterThan(10000);
  });

  it('says what a network was rebuilt from', async () => {
    const { out } = await call('convert', `${TRAINED}unet-3d-k3`, '--output', '@unet.onnx');
    expect(out).toContain('rebuilt from the shapes of its weights');
  });

  it('ends with 1 where config.json is of another training', async () => {
    const other = join(folder, 'other-training');
    await cp(`${TRAINED}care-2d-k3`, other, { recursive: true });
    await cp(`${TRAINED}stardist-2d-k3/config.json`, join(other, 'config.json'));
    const { code, said } = await call('convert', other, '--output', '@other.onnx');
    expect(code).toBe(1);
    expect(said).toContain('config.json and the weights are of different trainings');
    expect(await readdir(folder)).not.toContain('other.onnx');
  });

  it('says that a config.json cannot be read, or that a folder holds no network or several', async () => {
    const odd = join(folder, 'odd');
    await mkdir(odd);
    expect((await call('convert', odd, '--output', '@odd.onnx')).said).toContain('There is no Keras network');
    await cp(`${TRAINED}care-2d-k3/weights_best.h5`, join(odd, 'a.h5'));
    await writeFile(join(odd, 'config.json'), '{ "n_dim": ');
    expect((await call('convert', odd, '--output', '@odd.onnx')).said).toContain('The config.json beside the weights');
    await cp(join(odd, 'a.h5'), join(odd, 'b.h5'));
    expect((await call('convert', odd, '--output', '@odd.onnx')).said).toMatch(/several networks .*a\.h5, b\.h5/);
  });

  it('says that a file is not there, or its place cannot be written', async () => {
    expect((await call('convert', '@absent.h5', '--output', '@out.onnx')).said).toContain('does not exist');
    expect((await call('convert', '@not.h5', '--output', '@nowhere/out.onnx')).said).toMatch(
      /nowhere.* does not exist/
    );
  });
});

it.each(['ENOENT', 'EACCES', 'ENOSPC', 'EROFS', 'EISDIR'])('has a sentence for %s that names the file', code => {
  expect(fileProblem('a.zip', Object.assign(new Error('raw'), { code }))).toMatch(/^“a\.zip” .*[.?]$/);
});
