import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe as group, expect, it } from 'vitest';
import type { NetworkId, OutputKind } from '../kernel/protocol';
import { NETWORK_IDS } from '../kernel/protocol';
import { describe as sentence } from '../spec/messages';
import { readDescription } from '../spec/read';
import { validSizes } from '../spec/sizes/output';
import { networkEntry } from './networks/catalogue';
import { outputsOf } from './networks/networkEntry';
import { describe } from './texts/describe';
import type { Parameters } from './networks/parameters';
import { makeDraft } from './draft/prefill';
import { writeReadme } from './texts/readme';
import { candidate, now } from './testing/prepared';
import { CASES, networkParts } from './testing/networks';
import { writeYaml } from './texts/yaml';
import { must } from '../tensor/testing/must';

const all = NETWORK_IDS.flatMap(id => networkEntry(id).kinds.map(kind => [id, kind] as const));
const files = ['README.md', 'cover.png', 'test_input.npy', 'test_output.npy', 'weights.onnx', 'weights.keras'];
const hashes = new Map(files.map((name, index) => [name, String(index).repeat(64)]));

type Raw = Readonly<Record<string, unknown>>;

function described(id: NetworkId, kind: OutputKind, format?: 'keras_v3' | 'keras_hdf5') {
  const description = describe(networkParts(id, kind, format), hashes);
  const [input] = description.inputs as Raw[];
  const [output] = description.outputs as Raw[];
  return { description, input, output };
}

const steps = (tensor: Raw, key: string) => tensor[key] as { id: string; kwargs: Raw }[];

group.each(all)('%s as %s', (id, kind) => {
  it('is a description that the format takes, without an error or a warning of what we write', () => {
    const { findings } = readDescription(writeYaml(described(id, kind).description));
    const asked = ['authors', 'license', 'maintainers', 'tags'];
    const ours = findings.filter(({ path, severity }) => severity !== 'info' && !asked.includes(String(path[0])));
    expect(ours.map(sentence)).toEqual([]);
  });

  it('says of sizes what the tensors have', () => {
    const { description } = readDescription(writeYaml(described(id, kind).description));
    const { axes, input, outputs } = CASES[id];
    const given = new Map(axes.map((axis, index) => [axis, input[index]]));
    const sizes = validSizes(must(description), new Map([[networkEntry(id).input.id, given]]));
    const [output] = [...sizes.outputs.values()];
    expect(axes.map(axis => output.get(axis))).toEqual(outputs[kind]);
  });

  it('begins and ends its steps with the types that the network takes and the output has', () => {
    const { input, output } = described(id, kind);
    const before = steps(input, 'preprocessing');
    expect([before.at(0), before.at(-1)]).toEqual([
      { id: 'ensure_dtype', kwargs: { dtype: 'float32' } },
      { id: 'ensure_dtype', kwargs: { dtype: 'float32' } }
    ]);
    const { type } = output.data as { type: string };
    expect(steps(output, 'postprocessing').at(-1)).toEqual({ id: 'ensure_dtype', kwargs: { dtype: type } });
  });

  it('explains itself in a README without a hole', () => {
    const readme = writeReadme(networkParts(id, kind));
    expect(readme).not.toMatch(/undefined|NaN|\[object|\{\w+\}|null/);
    expect(readme).toMatch(/^## Validation$/m);
    for (const [, { title }] of outputsOf(networkEntry(id))) {
      expect(title.length).toBeGreaterThan(5);
    }
  });
});

it('are those that have a recipe in Python, under the same names', () => {
  const recipes = join(import.meta.dirname, '../../zooport/kernel/recipes');
  const texts = readdirSync(recipes).filter(name => name.endsWith('.py')).map(name => readFileSync(join(recipes, name), 'utf8')); // prettier-ignore
  const named = texts.flatMap(text => [...text.matchAll(/^ {4}id = "(.+)"\n {4}name = "(.+)"$/gm)]);
  const ours = NETWORK_IDS.map(id => [id, networkEntry(id).name] as const);
  expect(new Map(named.map(([, id, name]) => [id, name]))).toEqual(new Map(ours));
});

it('takes the lowest format version that has all that is used', () => {
  const version = (id: NetworkId, kind: OutputKind, format?: 'keras_hdf5') => described(id, kind, format).description.format_version; // prettier-ignore
  expect(version('stardist_2d', 'labels', 'keras_hdf5')).toBe('0.5.9');
  expect(version('stardist_2d', 'raw', 'keras_hdf5')).toBe('0.5.5');
  expect(version('stardist_2d', 'raw')).toBe('0.5.8');
  expect(version('care_3d', 'restored', 'keras_hdf5')).toBe('0.5.5');
});

it('states StarDist’s own last step with the thresholds that were found, and labels of the input’s size', () => {
  const { output, input } = described('stardist_2d', 'labels');
  expect(steps(output, 'postprocessing')[1]).toEqual({
    id: 'stardist_postprocessing',
    kwargs: { prob_threshold: 0.48, nms_threshold: 0.3, n_rays: 32, grid: [2, 2], b: 2 }
  });
  expect((output.axes as Raw[]).every(axis => axis.scale === undefined)).toBe(true);
  expect(steps(input, 'preprocessing')[1].kwargs).toMatchObject({ axes: ['channel', 'y', 'x'], min_percentile: 1, max_percentile: 99.8 }); // prettier-ignore
});

it('states sizes on StarDist’s grid and on Deep-STORM’s fine pixels so that the format and deepImageJ agree', () => {
  for (const [id, kind, factor] of [
    ['stardist_2d', 'raw', 0.5],
    ['deep_storm', 'density', 8]
  ] as const) {
    const { description } = readDescription(writeYaml(described(id, kind).description));
    const [from, to] = [must(description).inputs[0].axes[1], must(description).outputs[0].axes[1]];
    // The format: scale of the input over scale of the output. JDLL (TileMaker.java): scale of the output.
    expect(from.scale / to.scale).toBe(factor);
    expect(to.scale).toBe(factor);
    // Both take the halo in pixels of the output; in pixels of the input it must be whole.
    expect(Number.isInteger(to.halo / factor)).toBe(true);
    expect(to.halo).toBeGreaterThan(0);
  }
});

it('gives the image its values back by a list of one number, which QuPath and Fiji both read', () => {
  expect(steps(described('n2v_2d', 'denoised').output, 'postprocessing')[1]).toEqual({
    id: 'scale_linear',
    kwargs: { axis: 'channel', gain: [{ value: 31 }], offset: [{ value: 112.5 }] }
  });
});

it('writes mean and deviation as single numbers for one channel, which deepImageJ needs, and as lists for several', () => {
  expect(steps(described('n2v_2d', 'denoised').input, 'preprocessing')[1].kwargs).toEqual({ mean: { value: 112.5 }, std: { value: 31 } }); // prettier-ignore
  expect(steps(described('n2v_3d', 'denoised').output, 'postprocessing')[1]).toEqual({
    id: 'scale_linear',
    kwargs: { axis: 'channel', gain: [{ value: 31 }, { value: 2 }], offset: [{ value: 112.5 }, { value: 4 }] }
  });
});

it('takes the statistics of U-Net (3D) over all of its axes, and cuts the mask out of the stretched probabilities', () => {
  const { input, output } = described('unet_3d', 'mask');
  const axes = ['channel', 'y', 'x', 'z'];
  expect(steps(input, 'preprocessing')[1].kwargs).toMatchObject({ axes, min_percentile: 0, max_percentile: 100 });
  // bioimageio.core 0.10.4 and 0.11.0 fail on statistics of an output: the stretching is in the graph.
  expect(steps(output, 'postprocessing').map(({ id }) => id)).toEqual(['ensure_dtype', 'binarize', 'ensure_dtype']);
  expect(steps(output, 'postprocessing')[1].kwargs).toEqual({ threshold: 200 / 255 });
});

group('what the notebook does otherwise stands in the README', () => {
  it.each([
    ['unet_3d', 'probability', /1 × 2 × 2 times smaller[\s\S]*each plane of a volume by its own/],
    ['stardist_2d', 'labels', /each of the 3 channels by its own percentiles/],
    ['stardist_2d', 'raw', /not objects yet/],
    ['deep_storm', 'density', /adds up the maps of all frames[\s\S]*table of their places/],
    ['care_2d', 'restored', /percentiles 2 and 99.8[\s\S]*gives its own uncertainty|its own uncertainty/],
    ['unet_2d_multilabel', 'probabilities', /scales patches twice/]
  ] as const)('%s as %s', (id, kind, words) => {
    const readme = writeReadme(networkParts(id, kind));
    expect(readme.slice(readme.indexOf('## What the notebook does otherwise'))).toMatch(words);
  });
});

it('tells what csbdeep and n2v do with several channels', () => {
  const codes = (id: NetworkId, kind: OutputKind, known: Parameters) =>
    networkEntry(id)
      .differences(kind, known)
      .map(({ code }) => code);
  expect(codes('care_2d', 'restored', { n_channel_in: 3, n_channel_out: 3 })).toContain('recipe-care-values');
  expect(codes('care_2d', 'restored', { n_channel_in: 3, n_channel_out: 2 })).toEqual(['recipe-care-channels', 'recipe-padding']); // prettier-ignore
  const colours = { means: [1, 2, 3], single_net_per_channel: true };
  expect(codes('n2v_2d', 'denoised', colours)).toEqual(['recipe-n2v-channels', 'recipe-padding']);
  // Before the recipe ran, only the configuration's own facts are known.
  expect(codes('n2v_2d', 'denoised', { n_channel_in: 3, single_net_per_channel: true })).toContain(
    'recipe-n2v-channels'
  );
  expect(codes('n2v_2d', 'denoised', { ...colours, single_net_per_channel: false })).toEqual(['recipe-padding']);
  expect(codes('n2v_2d', 'denoised', { means: [1], single_net_per_channel: true })).toEqual(['recipe-padding']);
});

it('offers the network’s own outputs, its default first, and a threshold only where there is one', () => {
  const draft = (id: NetworkId) => makeDraft({ ...candidate, network: { id, name: '', why: '' } }, undefined, now);
  expect(draft('stardist_2d')).toMatchObject({ output: 'labels', threshold: null });
  expect(draft('unet_3d').output).toBe('probability');
  expect(draft('unet_3d').threshold).not.toBeNull();
  expect(draft('n2v_3d')).toMatchObject({ output: 'denoised', threshold: null });
});

it('has the word in StarDist’s name by which deepImageJ knows it', () => {
  const name = (modelName: string) =>
    makeDraft({ ...candidate, modelName, network: { id: 'stardist_2d', name: '', why: '' } }, undefined, now).fields.name.value; // prettier-ignore
  expect(name('nuclei')).toBe('nuclei StarDist');
  expect(name('my_stardist_2')).toBe('my_stardist_2');
  expect(name('x'.repeat(80))).toMatch(/^x{55} StarDist$/);
});
