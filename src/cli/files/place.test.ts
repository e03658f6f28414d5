import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { chmod, link, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sweepParts } from './parts';
import { run } from '../run';
import { beginSaving } from './save';

const TRAINED = fileURLToPath(new URL('../../convert/rebuild/fixtures/care-2d-k3/', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'place-'));
});
afterEach(() => rm(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);

async function save(name: string, inputs: readonly string[] = [], text = 'new'): Promise<void> {
  const read = inputs.map(path => ({ path: at(path), what: 'the trained network' }));
  await (await beginSaving(name.startsWith('/') ? name : at(name), read)).finish(new Blob([text]).stream());
}

describe('never writes over an input,', () => {
  const names: readonly [string, () => Promise<string>][] = [
    ['its own name', () => Promise.resolve(at('model.h5'))],
    ['a way through another folder', () => Promise.resolve(`${folder}/deep/../model.h5`)],
    ['a doubled slash and a dot', () => Promise.resolve(`${folder}//./model.h5`)],
    ['a relative path', () => Promise.resolve(relative(process.cwd(), at('model.h5')))],
    ['a symbolic link', async () => (await symlink(at('model.h5'), at('link.onnx')), at('link.onnx'))],
    [
      'a link to a link in another folder',
      async () => {
        await symlink('../model.h5', at('deep/one'));
        await symlink('deep/one', at('two'));
        return at('two');
      }
    ],
    ['a hard link', async () => (await link(at('model.h5'), at('hard.onnx')), at('hard.onnx'))],
    ['a linked folder', async () => (await symlink(folder, at('deep/up')), at('deep/up/model.h5'))]
  ];
  it.each(names)('called by %s', async (_, make) => {
    await mkdir(at('deep'));
    await writeFile(at('model.h5'), 'months of work');
    const name = await make();
    const before = await readdir(folder);
    const saving = beginSaving(name, [{ path: at('model.h5'), what: 'the trained network' }]);
    await expect(saving).rejects.toThrow(/is the trained network itself, which would be lost.*Choose another --output/);
    expect(await readFile(at('model.h5'), 'utf8')).toBe('months of work');
    expect(await readdir(folder)).toEqual(before);
  });

  it('nor over a file of a folder that is read, under another name neither; what an earlier call wrote is replaced', async () => {
    await mkdir(at('model'));
    await writeFile(at('model/weights_best.h5'), 'weights');
    await writeFile(at('model/old.zip'), 'old');
    await link(at('model/weights_best.h5'), at('hard.zip'));
    await symlink(at('model/weights_best.h5'), at('soft.zip'));
    const input = { path: at('model'), what: 'a file of the model folder', replaceable: /\.zip$/ };
    for (const name of ['hard.zip', 'soft.zip', 'model/weights_best.h5']) {
      await expect(beginSaving(at(name), [input])).rejects.toThrow(/a file of the model folder itself/);
    }
    await (await beginSaving(at('model/old.zip'), [input])).finish(new Blob(['new']).stream());
    expect(await readFile(at('model/old.zip'), 'utf8')).toBe('new');
    expect(await readFile(at('model/weights_best.h5'), 'utf8')).toBe('weights');
  });

  it('convert refuses its network and the config.json that it reads beside it', async () => {
    for (const name of ['weights_best.h5', 'config.json']) {
      await writeFile(at(name), await readFile(join(TRAINED, name)));
    }
    for (const [model, output] of [
      ['weights_best.h5', 'weights_best.h5'],
      ['weights_best.h5', 'config.json'],
      ['.', 'weights_best.h5'],
      ['.', 'config.json']
    ]) {
      const before = await readFile(at(output));
      const said: string[] = [];
      const terminal = { out: () => undefined, say: (text: string) => said.push(text), signal: AbortSignal.any([]) };
      expect(await run(['convert', at(model), '--output', at(output)], terminal)).toBe(2);
      expect(said.join()).toMatch(/would be lost/);
      expect(await readFile(at(output))).toEqual(before);
    }
    expect((await readdir(folder)).sort()).toEqual(['config.json', 'weights_best.h5']);
  });
});

describe('never writes over what is no file:', () => {
  it.each([
    ['/dev/null', /is a device, not a file/],
    ['/dev/full', /is a device, not a file/],
    ['pipe', /is a pipe, not a file/],
    ['socket', /is a socket, not a file/],
    ['folder', /is a folder/],
    ['to a device', /is a device, not a file/],
    ['circle', /leads in a circle/]
  ])('%s', async (name, says) => {
    execFileSync('mkfifo', [at('pipe')]);
    const server = createServer().listen(at('socket'));
    await new Promise(resolve => server.once('listening', resolve));
    await mkdir(at('folder'));
    await symlink('/dev/null', at('to a device'));
    await symlink('circle', at('circle'));
    const before = await readdir(folder);
    await expect(save(name)).rejects.toThrow(says);
    expect(await readdir(folder)).toEqual(before);
    server.close();
  });
});

it('replaces what a link leads to; the link stays, also where nothing is there yet', async () => {
  await mkdir(at('real'));
  await writeFile(at('real/old.zip'), 'old');
  await symlink('real/old.zip', at('link.zip'));
  await symlink('real/none.zip', at('dangling.zip'));
  for (const name of ['link.zip', 'dangling.zip']) {
    await save(name);
    expect((await lstat(at(name))).isSymbolicLink()).toBe(true);
    expect(await readFile(at(name), 'utf8')).toBe('new');
  }
  expect((await readdir(at('real'))).sort()).toEqual(['none.zip', 'old.zip']);
});

it('an older file keeps its mode, a new one gets that of every new file', async () => {
  for (const mode of [0o640, 0o600, 0o664, 0o755]) {
    await writeFile(at('old.zip'), 'old');
    await chmod(at('old.zip'), mode);
    await save('old.zip');
    expect((await stat(at('old.zip'))).mode & 0o7777).toBe(mode);
  }
  await save('new.zip');
  await writeFile(at('plain'), '');
  expect((await stat(at('new.zip'))).mode).toBe((await stat(at('plain'))).mode);
});

it('sweeps what a killed process left, and nothing else', async () => {
  const child = spawn(process.execPath, ['--version']);
  await new Promise(resolve => child.once('exit', resolve));
  const saving = await beginSaving(at('now.zip'));
  const [mine] = await readdir(folder);
  const left = mine.replace(`-${process.pid}-`, `-${child.pid}-`);
  const elsewhere = left.replace(/^\.zooport-.{8}/, '.zooport-00000000');
  const others = ['.model.zip.part', 'data.part', '.zooport-notes.part', elsewhere];
  for (const name of [left, ...others]) {
    await writeFile(at(name), 'half');
  }
  await save('other.zip');
  expect((await readdir(folder)).sort()).toEqual([...others, mine, 'other.zip'].sort());
  await sweepParts(at('missing'));
  await saving.discard();
});
