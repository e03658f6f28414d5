import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PreparedOwn } from '../../kernel/ownProtocol';
import type { Method } from '../../kernel/protocol';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import { must } from '../../tensor/testing/must';
import type { Bundle } from '../bundle/bundle';
import { applyMetadata } from '../draft/metadata';
import { buildOrder, readOrder } from '../exportRequest';
import type { OwnCase } from '../testing/own';
import { OWN_CASES, ownServices, ownTransport, preparedOwn } from '../testing/own';
import { buildOwnBundle } from './bundle';
import { makeOwnDraft } from './draft';

const now = new Date('2026-11-30T10:00:00Z');

let engine: InferenceEngine;
const bundles = new Map<OwnCase, Bundle>();
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
  for (const name of OWN_CASES) {
    bundles.set(name, await build(preparedOwn(name)));
  }
});
afterAll(() => engine.dispose());

function build(prepared: PreparedOwn, metadata: unknown = {}, signal?: AbortSignal): Promise<Bundle> {
  const draft = applyMetadata(makeOwnDraft({ request: 'r' }, now), metadata);
  return buildOwnBundle(draft, ownServices(ownTransport(prepared), engine), signal ? { signal } : {});
}

const bundleOf = (name: OwnCase) => must(bundles.get(name));
const fileOf = (bundle: Bundle, name: string) => must(bundle.files.find(file => file.name === name)).bytes;
const textOf = (bundle: Bundle, name: string) => new TextDecoder().decode(fileOf(bundle, name));

/** A file as the Python half wrote it. */
function written(name: OwnCase, file: string): Buffer {
  return readFileSync(must(preparedOwn(name).files.find(one => one.name === file)).path);
}

type Axis = Readonly<Record<string, unknown>>;
const axesOf = (bundle: Bundle, side: 'inputs' | 'outputs', index: number) =>
  (bundle.description[side] as { axes: Axis[] }[])[index].axes;

describe('a network of PyTorch with one input and one output', () => {
  it('has the researcher’s test tensors untouched, and every form of its weights', () => {
    const bundle = bundleOf('one');
    expect(bundle.fileName).toBe('smallunet.bioimageio.zip');
    expect(fileOf(bundle, 'test_input.npy')).toEqual(new Uint8Array(written('one', 'test_input_0.npy')));
    expect(fileOf(bundle, 'test_output.npy')).toEqual(new Uint8Array(written('one', 'test_output_0.npy')));
    expect(fileOf(bundle, 'weights_torchscript.pt')).toEqual(new Uint8Array(written('one', 'script.pt')));
    expect(fileOf(bundle, 'weights.onnx')).toEqual(new Uint8Array(written('one', 'network.onnx')));
  });

  it('states its own weights first, with the code that makes the network, and what was made from them', () => {
    const weights = bundleOf('one').description.weights as Readonly<Record<string, Axis>>;
    expect(Object.keys(weights)).toEqual(['pytorch_state_dict', 'torchscript', 'onnx']);
    expect(weights.pytorch_state_dict).toMatchObject({
      source: 'weights.pt',
      architecture: { source: 'architecture.py', callable: 'SmallUNet', kwargs: {}, sha256: expect.any(String) },
      pytorch_version: expect.stringMatching(/^\d+\.\d+/)
    });
    expect(weights.pytorch_state_dict.parent).toBeUndefined();
    expect(weights.torchscript).toMatchObject({ parent: 'pytorch_state_dict' });
    expect(weights.onnx).toMatchObject({ opset_version: 17, parent: 'pytorch_state_dict' });
    expect(bundleOf('one').description.attachments).toBeUndefined();
  });

  it('states sizes, a halo from its graph, and that it takes one image at once', () => {
    const bundle = bundleOf('one');
    const size = { min: 20, step: 4 };
    expect(axesOf(bundle, 'inputs', 0)).toEqual([
      { type: 'batch', size: 1 },
      { type: 'channel', channel_names: ['channel'] },
      { type: 'space', id: 'y', size },
      { type: 'space', id: 'x', size }
    ]);
    const reference = (axis_id: string) => ({ tensor_id: 'image', axis_id, offset: 0 });
    expect(axesOf(bundle, 'outputs', 0).slice(2)).toEqual([
      { type: 'space', id: 'y', size: reference('y'), halo: 8 },
      { type: 'space', id: 'x', size: reference('x'), halo: 8 }
    ]);
  });

  it('states the operations that were found, and says them in words in its README', () => {
    const bundle = bundleOf('one');
    const [input] = bundle.description.inputs as Axis[];
    const [output] = bundle.description.outputs as Axis[];
    expect(input).toMatchObject({ data: { type: 'uint16' } });
    expect((input.preprocessing as Axis[]).map(({ id }) => id)).toEqual(['ensure_dtype', 'scale_range', 'ensure_dtype']); // prettier-ignore
    expect((output.postprocessing as Axis[])[0]).toEqual({ id: 'sigmoid' });
    const readme = textOf(bundle, 'README.md');
    expect(readme).toContain('percentile 1 becomes 0 and its percentile 99.8 becomes 1');
    expect(readme).toContain('held against the function segment on 2 images or parts of one');
    expect(readme).toMatch(/^## Validation$/m);
    expect(readme).not.toMatch(/undefined|NaN|\[object|null/);
  });

  it('keeps how it came about, and no path of the machine', () => {
    const { config } = bundleOf('one').description as { config: { zooport: Axis; bioimageio: Axis } };
    expect(config.zooport).toMatchObject({
      network: 'SmallUNet',
      framework: 'PyTorch',
      predict: 'segment',
      before: { image: { steps: [expect.stringContaining('percentile')], images: 2 } },
      conversion: { by: 'PyTorch', opset: 17, proof: [{ shapes: [[1, 1, 32, 40]] }, { shapes: [[1, 1, 44, 36]] }] }
    });
    expect(config.bioimageio).toMatchObject({ architecture_type: 'SmallUNet', model_parameter_count: 265 });
    expect(textOf(bundleOf('one'), 'rdf.yaml')).not.toContain('tests/own');
  });
});

describe('a network of two inputs and two outputs', () => {
  it('lets the second input go with the first, since the network takes no others', () => {
    const [first, second] = [axesOf(bundleOf('two'), 'inputs', 0), axesOf(bundleOf('two'), 'inputs', 1)];
    expect(first[2]).toMatchObject({ id: 'y', size: { min: 6, step: 1 } });
    expect(second[2]).toMatchObject({ id: 'y', size: { tensor_id: 'cells', axis_id: 'y', offset: 0 } });
    expect(first[0]).toEqual({ type: 'batch' });
  });

  it('states that one output is twice as large and the other cut at its borders', () => {
    const input = axesOf(bundleOf('two'), 'inputs', 0)[2].scale as number;
    const [fine, inner] = [axesOf(bundleOf('two'), 'outputs', 0)[2], axesOf(bundleOf('two'), 'outputs', 1)[2]];
    expect(input / ((fine.scale as number | undefined) ?? 1)).toBe(2);
    expect(input / ((inner.scale as number | undefined) ?? 1)).toBe(1);
    // Both follow the first input: the second one's own size is a reference, and the format has no chains of them.
    expect([fine.size, inner.size]).toMatchObject([{ tensor_id: 'cells', offset: 0 }, { tensor_id: 'cells', offset: -4 }]); // prettier-ignore
    // bioimageio.core widens one input alone, so that the two would not fit each other any more.
    expect([fine.halo, inner.halo]).toEqual([undefined, undefined]);
  });

  it('has the files of each tensor under its id, all shown and all in the README', () => {
    const bundle = bundleOf('two');
    const names = bundle.files.map(({ name }) => name);
    for (const tensor of ['input_cells', 'input_stains', 'output_fine', 'output_inner']) {
      expect(names).toEqual(expect.arrayContaining([`test_${tensor}.npy`, `sample_${tensor}.tif`]));
      expect(textOf(bundle, 'README.md')).toContain(`test_${tensor}.npy`);
    }
    expect(textOf(bundle, 'README.md')).toContain('y 2 times that of cells');
    expect(textOf(bundle, 'README.md')).toContain('x that of cells less 4');
  });

  it('is refused where one of its outputs is not what the network gave, which is named', async () => {
    const prepared = preparedOwn('two');
    const files = prepared.files.map(file => {
      const other = prepared.files.find(({ name }) => name === 'proof_output_0_1.npy');
      return file.name === 'proof_output_1_1.npy' ? { ...must(other), name: file.name } : file;
    });
    await expect(build({ ...prepared, files })).rejects.toThrow(/its output “inner” is 1 x 1 x 27 x 26 where/);
  });
});

describe('a network of Keras', () => {
  it('is converted to ONNX, and both stand in the description', () => {
    const { weights, config } = bundleOf('keras').description as { weights: Axis; config: { zooport: Axis } };
    expect(weights).toMatchObject({
      keras_v3: { source: 'weights.keras', keras_version: expect.any(String), backend: ['tensorflow', expect.any(String)] }, // prettier-ignore
      onnx: { source: 'weights.onnx', parent: 'keras_v3' }
    });
    expect(config.zooport).toMatchObject({ conversion: { by: 'zooport', layers: [{ class: 'Conv2D', count: 2 }] } });
    expect(bundleOf('keras').description.format_version).toBe('0.5.8');
  });

  it('keeps the axes of the network, and states a mask of truth values as the format can', () => {
    expect(axesOf(bundleOf('keras'), 'inputs', 0).map(({ type, id }) => id ?? type)).toEqual(['batch', 'y', 'x', 'channel']); // prettier-ignore
    const [output] = bundleOf('keras').description.outputs as Axis[];
    expect(output.data).toEqual({ type: 'bool', values: [false, true] });
  });
});

describe('what the researcher says', () => {
  it('wins over what the network tells, and names the file', async () => {
    const bundle = await build(preparedOwn('one'), {
      name: 'Nuclei of HeLa',
      description: 'Finds nuclei.',
      license: 'MIT',
      authors: [{ name: 'Ada Lovelace', github_user: 'ada' }],
      tags: ['nuclei']
    });
    expect(bundle.fileName).toBe('nuclei-of-hela.bioimageio.zip');
    expect(bundle.description).toMatchObject({
      id: 'nuclei-of-hela',
      name: 'Nuclei of HeLa',
      description: 'Finds nuclei.',
      license: 'MIT',
      maintainers: [{ name: 'Ada Lovelace', github_user: 'ada' }],
      tags: ['nuclei']
    });
  });

  it('cannot choose among outputs as of a notebook’s network', () => {
    expect(() => applyMetadata(makeOwnDraft({}, now), { zooport: { output: 'mask' } })).toThrow(/only for the networks of/); // prettier-ignore
  });
});

describe('an order of Python', () => {
  it('of a network of one’s own becomes its bundle, under the name and with the words that it gives', async () => {
    const own = { request: 'r', images: ['a.tif'], axes: ['yx'] };
    const order = readOrder(JSON.parse(JSON.stringify({ own, fileName: 'mine.zip', metadata: { name: 'My nuclei' } })));
    const asked: unknown[] = [];
    const transport = ownTransport(preparedOwn('one'), (_, params) => asked.push(params));
    const services = { ...ownServices(transport, engine), examine: () => Promise.reject(new Error('not of the catalogue')) }; // prettier-ignore
    const bundle = await buildOrder(order, services, {}, now);
    expect(bundle.fileName).toBe('mine.bioimageio.zip');
    expect(bundle.description).toMatchObject({ name: 'My nuclei', id: 'my-nuclei' });
    expect(asked[0]).toEqual(own);
  });

  it('that this version does not understand is refused', () => {
    expect(() => readOrder({ own: { images: 'a.tif' } })).toThrow(/different versions/);
  });
});

describe('the Python half', () => {
  it('is asked as the order says, and its folder is removed also where the bundle is given up', async () => {
    const asked: (readonly [Method, unknown])[] = [];
    const abort = new AbortController();
    const transport = ownTransport(preparedOwn('one'), (method, params) => {
      asked.push([method, params]);
      abort.abort(new Error('given up'));
    });
    const draft = makeOwnDraft({ variable: 'net', images: ['image'], axes: ['yx'] }, now);
    const building = buildOwnBundle(draft, ownServices(transport, engine), { signal: abort.signal });
    await expect(building).rejects.toThrow('given up');
    expect(asked).toEqual([
      ['prepareOwn', { variable: 'net', images: ['image'], axes: ['yx'] }],
      ['release', { directory: 'own' }]
    ]);
  });

  it('that gives neither ONNX nor Keras weights is answered with a sentence', async () => {
    const prepared = preparedOwn('one');
    const weights = prepared.weights.filter(({ format }) => format !== 'onnx');
    await expect(build({ ...prepared, weights })).rejects.toThrow(/no ONNX form, and PyTorch could make none/);
  });
});
