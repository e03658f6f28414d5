import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { KerasCase } from '../../../scripts/fixtures/kerasFixtures';
import { readArrays } from '../../../scripts/fixtures/kerasFixtures';
import type { Conversion } from '../conversion';
import { ConvertError } from '../conversion';
import { readModel } from '../../onnx/read';
import { convertKeras } from '../convert';
import { difference, runOnnx } from '../testing/run';
import { must } from '../../tensor/testing/must';

/** Folders that the libraries themselves wrote: scripts/fixtures/rebuild_fixtures.py. */
const FOLDER = fileURLToPath(new URL('fixtures/', import.meta.url));
const names = readdirSync(FOLDER).sort();

type Config = Record<string, unknown>;

function weightsOf(name: string): Uint8Array {
  const file = must(readdirSync(join(FOLDER, name)).find(found => /\.(h5|hdf5)$/.test(found)));
  return new Uint8Array(readFileSync(join(FOLDER, name, file)));
}

function configOf(name: string): Config | undefined {
  const file = readdirSync(join(FOLDER, name)).find(found => found === 'config.json');
  return file ? (JSON.parse(readFileSync(join(FOLDER, name, file), 'utf8')) as Config) : undefined;
}

function rebuilt(name: string): Promise<Conversion> {
  return convertKeras(weightsOf(name), { config: configOf(name) });
}

async function refusal(bytes: Uint8Array, config: unknown): Promise<ConvertError> {
  const error: unknown = await convertKeras(bytes, { config }).then(
    () => undefined,
    (reason: unknown) => reason
  );
  expect(error).toBeInstanceOf(ConvertError);
  return error as ConvertError;
}

describe('a network of which only the weights were saved', () => {
  test.each(names)('gives the library’s numbers: %s', async name => {
    const conversion = await rebuilt(name);
    const { runs } = JSON.parse(readFileSync(join(FOLDER, name, 'case.json'), 'utf8')) as Pick<KerasCase, 'runs'>;
    const values = new Uint8Array(readFileSync(join(FOLDER, name, 'values.bin')));
    expect(runs).toHaveLength(2);
    for (const { inputs, outputs } of runs) {
      const actual = await runOnnx(conversion, readArrays(values, inputs));
      const [expected] = readArrays(values, outputs);
      expect(actual).toHaveLength(1);
      expect(difference(actual[0], expected)).toBeLessThan(1e-5);
    }
  });
});

describe('the rebuilt network', () => {
  test('has the library’s names of layers, and says what it was rebuilt from', async () => {
    const { layers, rebuilt: from, inputs, outputs, onnx } = await rebuilt('stardist-2d-grid-k3');
    expect(from).toBe('config.json');
    expect(inputs).toEqual([{ name: 'input', shape: [null, null, null, 3] }]);
    expect(outputs).toEqual([{ name: 'prob_dist', shape: [null, null, null, 9] }]);
    expect(layers.find(layer => layer.class === 'Conv2D')).toEqual({ class: 'Conv2D', count: 15 });
    const nodes = readModel(onnx).graph.nodes.map(node => node.name);
    expect(nodes).toEqual(expect.arrayContaining(['down_level_0_no_0', 'middle_0', 'up_level_0_no_2', 'dist']));
  });

  test('has the mean of a probabilistic CARE as its only output, without the scale’s layers', async () => {
    const { layers, outputs } = await rebuilt('care-2d-probabilistic-k3');
    expect(outputs.map(output => output.shape)).toEqual([[null, null, null, 2]]);
    expect(layers.find(layer => layer.class === 'Conv2D')?.count).toBe(11);
  });

  test('needs no configuration where only one notebook leaves such weights', async () => {
    const conversion = await rebuilt('unet-3d-k3');
    expect(conversion.rebuilt).toBe('shapes');
    expect(conversion.inputs).toEqual([{ name: 'input', shape: [null, null, null, null, 1] }]);
    expect(conversion.layers.find(layer => layer.class === 'Conv3DTranspose')?.count).toBe(2);
  });

  test('has older n2v’s filters where config.json is of an older n2v', async () => {
    const config = must(configOf('n2v-2d-k2'));
    delete config['blurpool'];
    delete config['skip_skipone'];
    const { message } = await refusal(weightsOf('n2v-2d-k2'), config);
    expect(message).toContain(
      'The layer "channel_0up_level_1_no_0" (Conv2D) has a kernel of shape 3 × 3 × 16 × 4 where 3 × 3 × 16 × 8 is expected'
    );
  });
});

describe('weights and configuration that do not fit are refused with the reason', () => {
  test.each<[string, string, Config, string]>([
    [
      'other filters',
      'care-2d-k3',
      { unet_n_first: 8 },
      'The layer "down_level_0_no_0" (Conv2D) has a kernel of shape 5 × 5 × 1 × 4 where 5 × 5 × 1 × 8 is expected'
    ],
    [
      'deeper',
      'care-2d-k3',
      { unet_n_depth: 3 },
      'has a layer "down_level_2_no_0" (Conv2D) that the weights file does'
    ],
    ['shallower', 'care-2d-k2', { unet_n_depth: 1 }, 'has a layer "down_level_1_no_0" that the network'],
    ['with a scale', 'care-2d-k2', { probabilistic: true }, 'has a layer "conv2d_1" (Conv2D) that the weights file'],
    ['without its scale', 'care-3d-k2', { probabilistic: false }, 'that the network of this config.json does not have'],
    ['other rays', 'stardist-2d-k3', { n_rays: 32 }, 'The layer "dist" (Conv2D) has a kernel of shape 1 × 1 × 6 × 8'],
    ['not normalised', 'n2v-2d-k2', { batch_norm: false }, 'has a layer "batch_normalization']
  ])('%s', async (_, name, change, sentence) => {
    const error = await refusal(weightsOf(name), { ...configOf(name), ...change });
    expect(error.problem).toBe('weights-mismatch');
    expect(error.message).toContain(sentence);
    expect(error.message).toContain('config.json and the weights are of different trainings');
  });

  test.each<[string, unknown, string, string]>([
    ['another file', { learning_rate: 1 }, 'no-architecture', 'not that of a network that can be rebuilt'],
    ['a list', [1, 2], 'no-architecture', 'not that of a network that can be rebuilt'],
    ['a missing number', { n_rays: 32, n_dim: 2 }, 'no-architecture', 'config.json says nothing for "n_channel_in"'],
    [
      'an odd number',
      { unet_n_first: 'many', unet_n_depth: 2, n_dim: 2, n_channel_in: 1, n_channel_out: 1 },
      'no-architecture',
      'says "many" for "unet_n_first" where a whole number'
    ],
    ['classes', { n_rays: 32, n_classes: 2 }, 'unsupported-option', 'also tells classes of objects (n_classes)'],
    ['a projection', { unet_n_first: 8, unet_n_depth: 2, proj_axis: 'Z' }, 'unsupported-option', 'a ProjectionCARE'],
    ['DenoiSeg', { denoiseg_alpha: 0.5, n2v_perc_pix: 1 }, 'unsupported-option', 'a DenoiSeg network'],
    ['SplineDist', { n_params: 12, n_rays: 32 }, 'unsupported-option', 'a SplineDist network'],
    ['channels first', { unet_n_first: 8, unet_n_depth: 2, axes: 'CYX' }, 'unsupported-option', 'its channels first']
  ])('a configuration of %s', async (_, config, problem, sentence) => {
    const error = await refusal(weightsOf('care-2d-k3'), config);
    expect(error.problem).toBe(problem);
    expect(error.message).toContain(sentence);
  });

  test('no configuration at all', async () => {
    const error = await refusal(weightsOf('care-2d-k3'), undefined);
    expect(error.problem).toBe('no-architecture');
    expect(error.message).toContain('If the training wrote a config.json (CARE, Noise2Void, StarDist)');
  });

  test.each(['care-2d-k3', 'stardist-2d-k3', 'unet-3d-k3'])(
    'a file that was not written to its end: %s',
    async name => {
      const whole = weightsOf(name);
      for (const part of [0.3, 0.6, 0.9]) {
        const { message } = await refusal(whole.slice(0, Math.floor(part * whole.length)), configOf(name));
        expect(message).toContain('The weights file is damaged or was not written to its end');
      }
    }
  );
});
