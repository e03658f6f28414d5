import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportJson } from '../preview/report/json';
import { smallDescription, smallFiles, smallZip } from '../preview/testing/small';
import { must } from '../tensor/testing/must';
import { run } from './run';

/** Keras 3 and 2 with TensorFlow; PyTorch; neither. */
const KERAS = resolve('.envs/train/bin/python');
const TORCH = resolve('.envs/new/bin/python');
const BARE = resolve('.venv/bin/python');
const NETWORKS = resolve('tests/networks');

/** What the small network of the tests does, in PyTorch; importing it makes a file. */
const ARCHITECTURE = (mark: string): string => `
import torch
open(${JSON.stringify(mark)}, "w").close()

class Net(torch.nn.Module):
    def forward(self, x):
        return torch.relu(x)
`;

const SAVE = `
import sys, torch
folder = sys.argv[1]
torch.save({}, folder + "/state.pt")
torch.jit.trace(torch.nn.ReLU(), torch.ones(1, 1, 6, 8)).save(folder + "/weights.pt")
torch.jit.trace(torch.nn.LeakyReLU(0.5), torch.ones(1, 1, 6, 8)).save(folder + "/other.pt")
`;

let folder: string;
const mark = (): string => join(folder, 'mark');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zooport-weights-'));
  await promisify(execFile)(TORCH, ['-c', SAVE, folder]);
}, 300_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function called(...words: string[]) {
  const [out, said]: [string[], string[]] = [[], []];
  const signal = new AbortController().signal;
  const code = await run(words, { out: text => out.push(text), say: text => said.push(text), signal });
  return { code, text: out.join(''), said };
}

async function checked(bundle: string, ...words: string[]) {
  const { code, text, said } = await called('check', '--json', bundle, ...words);
  const { results } = JSON.parse(text) as { results: readonly ReportJson[] };
  const of = (weights: string) => must(results[0].reproduction.find(one => one.weights === weights));
  return { code, said, result: results[0], of };
}

/** The small bundle with these weights of PyTorch beside, or instead of, its ONNX. */
async function bundle(name: string, scripted: string, onnx = true): Promise<string> {
  const description = smallDescription();
  const files = smallFiles()
    .set('weights.pt', await readFile(join(folder, scripted)))
    .set('state.pt', await readFile(join(folder, 'state.pt')))
    .set('net.py', new TextEncoder().encode(ARCHITECTURE(mark())));
  const version = { pytorch_version: '2.5.1' };
  const architecture = { source: 'net.py', callable: 'Net', kwargs: {} };
  const weights = {
    ...(onnx && description.weights),
    torchscript: { source: 'weights.pt', ...version },
    pytorch_state_dict: { source: 'state.pt', architecture, ...version }
  };
  const path = join(folder, name);
  await writeFile(path, smallZip({ ...description, weights }, files));
  return path;
}

describe('check --python, with weights of PyTorch', () => {
  it('runs them beside the ONNX; code of the bundle only where it is allowed', async () => {
    const path = await bundle('three.zip', 'weights.pt');
    const asked = await checked(path, '--python', TORCH);
    expect(asked).toMatchObject({ code: 0, result: { verdict: 'passed' } });
    expect(asked.of('torchscript')).toMatchObject({ verdict: 'passed', zoo: 'passed', maxAbsolute: 0 });
    expect(asked.of('torchscript').engine).toMatch(/^PyTorch 2\..*, .*\.envs\/new\/bin\/python/);
    expect(asked.of('pytorch_state_dict')).toMatchObject({ verdict: 'not run' });
    expect(asked.of('pytorch_state_dict').reason).toContain('“Net” in the file “net.py”');
    expect(existsSync(mark())).toBe(false);
    expect(asked.result.agreement).toEqual([{ output: 'cut', weights: ['onnx', 'torchscript'], maxAbsolute: 0 }]);
    expect(asked.said).toContain('Starting PyTorch to run the torchscript weights …');

    const allowed = await checked(path, '--python', TORCH, '--allow-code');
    expect(allowed.result.reproduction.map(({ verdict }) => verdict)).toEqual(['passed', 'passed', 'passed']);
    expect(allowed.result.agreement).toHaveLength(3);
    expect(existsSync(mark())).toBe(true);

    const { text } = await called('check', path, '--python', TORCH, '--allow-code');
    const said = text.slice(text.indexOf('The weights beside each other:'));
    for (const [one, other] of [
      ['onnx', 'torchscript'],
      ['onnx', 'pytorch_state_dict'],
      ['torchscript', 'pytorch_state_dict']
    ]) {
      // prettier-ignore
      expect(said).toContain(`“cut”: ${one} and ${other} differ by 0 at most`);
    }
    expect(said).toMatch(/torchscript: run by PyTorch 2\..*; read by .*ilastik/);
    expect(said).toMatch(/pytorch_state_dict: run by PyTorch 2\./);
  });

  it('fails a bundle of which one format does not reproduce, and judges one without ONNX by what ran', async () => {
    const differs = await checked(await bundle('differs.zip', 'other.pt'), '--python', TORCH);
    expect(differs).toMatchObject({ code: 1, result: { verdict: 'failed' } });
    expect(differs.of('onnx').verdict).toBe('passed');
    expect(differs.of('torchscript')).toMatchObject({ verdict: 'failed', maxAbsolute: 1.25 });
    expect(differs.result.agreement).toEqual([{ output: 'cut', weights: ['onnx', 'torchscript'], maxAbsolute: 1.25 }]);

    const without = await bundle('without.zip', 'weights.pt', false);
    expect(await checked(without, '--python', TORCH)).toMatchObject({ code: 0, result: { verdict: 'passed' } });
    const { code, result, of } = await checked(without);
    expect({ code, verdict: result.verdict }).toEqual({ code: 1, verdict: 'not run' });
    expect(of('torchscript').reason).toMatch(/--python EXECUTABLE/);
  });

  it('says what is missing in a Python without it, and which does not start', async () => {
    const path = await bundle('three.zip', 'weights.pt');
    const bare = await checked(path, '--python', BARE);
    expect(bare).toMatchObject({ code: 0, result: { verdict: 'passed' } });
    expect(bare.of('torchscript')).toMatchObject({ verdict: 'not run' });
    expect(bare.of('torchscript').reason).toMatch(/^PyTorch is not installed in .*\.venv.*: pip install torch$/);
    const none = await checked(path, '--python', join(folder, 'none'));
    expect(none.of('torchscript').reason).toContain('could not be started');
  });
});

it('runs the weights of Keras of a bundle that was exported, objects included', { timeout: 600_000 }, async () => {
  const small = join(NETWORKS, 'stardist_2d');
  const path = join(folder, 'stars.zip');
  const input = ['--input', join(small, 'image.tif'), '--output', path, '--python', KERAS];
  await called('export', join(small, 'nuclei_stardist'), ...input);
  const { of, result } = await checked(path, '--python', KERAS);
  expect(of('keras_v3')).toMatchObject({ verdict: 'passed', zoo: 'passed' });
  expect(of('keras_v3').engine).toMatch(/^Keras 3\..* with TensorFlow 2\./);
  expect(result.agreement.map(({ weights }) => weights)).toEqual([['onnx', 'keras_v3']]);
});
