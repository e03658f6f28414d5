import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { OnnxModel } from '../../onnx/model';
import type { Finding } from '../../spec/finding';
import { describe as sentence } from '../../spec/messages';
import { readDescription } from '../../spec/read';
import { openBundle } from '../../bundle/open';
import { folderSource } from '../../bundle/folder';
import type { FolderFile } from '../../bundle/folder';
import type { SmallDescription } from '../testing/small';
import { checkNetwork } from './findings';
import { bundleWith, constant, networkOf, node, relu, value } from './testing';
import { must } from '../../tensor/testing/must';

const models = fileURLToPath(new URL('../../runtime/testing/models/', import.meta.url));
const real = fileURLToPath(new URL('../../../tests/bundle', import.meta.url));

async function findings(
  network: OnnxModel | Uint8Array,
  change?: (description: SmallDescription) => void
): Promise<readonly Finding[]> {
  const { bundle, description } = await bundleWith(network, change);
  return (await checkNetwork(description, bundle)).findings;
}

async function told(...given: Parameters<typeof findings>): Promise<string[]> {
  return (await findings(...given)).map(finding => `${finding.severity} ${finding.code}: ${sentence(finding)}`);
}

function filesOf(folder: string): FolderFile[] {
  return readdirSync(folder).map(name => ({
    name,
    size: statSync(`${folder}/${name}`).size,
    read: () => Promise.resolve(new Uint8Array(readFileSync(`${folder}/${name}`)))
  }));
}

function stored(name: string): Uint8Array {
  return new Uint8Array(readFileSync(`${models}${name}.onnx`));
}

/** Sets parts of the small description whose types are narrower than the format's. */
function set(described: object, part: object): void {
  Object.assign(described, part);
}

const free = networkOf({ nodes: [relu] });

describe('a network that is as it is described', () => {
  it('gives no finding, and its facts', async () => {
    const { bundle, description } = await bundleWith(free);
    const { findings: found, facts } = await checkNetwork(description, bundle);
    expect(found).toEqual([]);
    expect(facts).toMatchObject({ opset: 13, irVersion: 8, externalData: false });
  });

  it('may fix what the description fixes, and name its tensors as it likes', async () => {
    const fixed = networkOf({ nodes: [relu], inputs: [value('in', ['N', 1, 'h', 'w'])], outputs: [value('out', [-1, 1, null, null])] }); // prettier-ignore
    expect(await findings(fixed)).toEqual([]);
  });

  it('that is in a real bundle gives none either', async () => {
    const { description } = readDescription(readFileSync(`${real}/rdf.yaml`, 'utf-8'));
    const bundle = await openBundle(folderSource(filesOf(real), 'nuclei'));
    expect((await checkNetwork(must(description), bundle)).findings).toEqual([]);
  });
});

describe('the ONNX file', () => {
  it('that is none is told', async () => {
    expect(await told(new TextEncoder().encode('PK no network'))).toEqual([
      expect.stringContaining(
        'error network-unreadable: The file “weights.onnx” (the source of the ONNX weights) is not an ONNX'
      )
    ]);
  });

  it('of another opset than declared is told, with the number for the mend', async () => {
    const [found] = await findings(networkOf({ nodes: [relu], opset: 17 }));
    expect(found).toMatchObject({ code: 'weights-opset', severity: 'warning', data: { declared: 13, actual: 17 } });
  });

  it('that is newer than the runtime is told', async () => {
    const [found] = await told(networkOf({ nodes: [relu], opset: 99, irVersion: 99 }), raw => {
      raw.weights.onnx.opset_version = 99;
    });
    expect(found).toContain('error network-opset-new');
    expect(await told(networkOf({ nodes: [relu], irVersion: 14 }))).toEqual([
      expect.stringContaining('error network-version-new: The network “weights.onnx” is written in version 14')
    ]);
  });

  it('whose weights lie elsewhere is told', async () => {
    const found = await findings(stored('external'));
    expect(found).toContainEqual(
      expect.objectContaining({
        code: 'network-external-missing',
        data: { file: 'weights.onnx', second: 'weights.bin' }
      })
    );
    const named = await findings(stored('external'), raw => {
      set(raw.weights.onnx, { external_data: { source: 'data/weights.bin' } });
    });
    expect(named).toContainEqual(expect.objectContaining({ code: 'network-external', severity: 'warning' }));
  });

  it('with operations outside the standard is told', async () => {
    const found = await told(stored('foreign-operator'));
    expect(found).toContainEqual(expect.stringMatching(/^warning network-foreign: .*: \S+\.\S+\. Not every/));
  });
});

describe('inputs and outputs', () => {
  const pair = (names: readonly [string, string]) =>
    networkOf({ nodes: [node('Add', [...names], ['out'])], inputs: names.map(name => value(name)) });

  function twoInputs(raw: SmallDescription): void {
    const [first] = raw.inputs;
    raw.inputs = [first, { ...first, id: 'mask' }];
  }

  it('of another number are told', async () => {
    expect(await told(pair(['a', 'b']))).toEqual([
      'error network-count: The network has 2 inputs (“a”, “b”), but the description lists 1 (“raw”). Describe the same ones, in the same order.'
    ]);
    const two = networkOf({ nodes: [relu, node('Abs', ['in'], ['more'])], outputs: [value('out'), value('more')] });
    expect(await told(two)).toEqual([expect.stringContaining('error network-count: The network has 2 outputs')]);
  });

  it('in another order are told, but not other names', async () => {
    expect(await told(pair(['mask', 'raw']), twoInputs)).toEqual([
      expect.stringContaining('error network-order: The network’s inputs are “mask”, “raw”, in this order')
    ]);
    expect(await findings(pair(['raw', 'mask']), twoInputs)).toEqual([]);
    expect(await findings(pair(['input_1', 'raw']), twoInputs)).toEqual([]);
  });

  it('with other dimensions than axes are told', async () => {
    const flat = networkOf({ nodes: [relu], inputs: [value('in', [1, null, 512])], outputs: [value('out')] });
    expect(await told(flat)).toEqual([
      'error network-dimensions: The network’s input “in” has 3 dimensions (1 x any x 512), but “raw” has 4 axes (batch, channel, y, x). Describe one axis for each dimension, in the network’s order.'
    ]);
  });

  it('of another type than preprocessing gives are told', async () => {
    const bytes = networkOf({ nodes: [relu], inputs: [value('in', undefined, 2)] });
    expect(await told(bytes)).toEqual([
      expect.stringContaining(
        'error network-type: The network takes uint8 numbers as “raw”, but its preprocessing ends with float32'
      )
    ]);
    const declared = await findings(bytes, raw => {
      raw.inputs[0].data.type = 'uint8';
      raw.inputs[0].preprocessing = [];
    });
    expect(declared).toEqual([]);
  });

  it('of half precision are told, outputs too', async () => {
    const half = networkOf({
      nodes: [relu],
      inputs: [value('in', undefined, 10)],
      outputs: [value('out', undefined, 10)]
    });
    expect(await told(half)).toEqual([
      expect.stringContaining('error network-type-unknown: The network’s input “in” holds float16'),
      expect.stringContaining('error network-type-unknown: The network’s output “out” holds float16')
    ]);
  });
});

describe('sizes that the file fixes', () => {
  const taking = (...dims: (number | null)[]) => networkOf({ nodes: [relu], inputs: [value('in', dims)] });

  it('while the description allows others are told', async () => {
    expect(await told(taking(null, 1, 6, null))).toEqual([
      'error network-fixed: The network takes exactly 6 along “y” of “raw”, but the description also allows other sizes (4, 6, 8 …). Write the size 6, or export the network with free sizes.'
    ]);
  });

  it('in the number of images, which the zoo tries, are told', async () => {
    const [found] = await findings(taking(1, null, null, null));
    expect(found).toMatchObject({ code: 'network-batch', severity: 'error', path: ['inputs', 0, 'axes', 0, 'size'] });
    const one = await findings(taking(1, null, null, null), raw => set(raw.inputs[0].axes[0], { size: 1 }));
    expect(one).toEqual([]);
  });

  it('of the channels are told', async () => {
    expect(await told(taking(null, 3, null, null))).toEqual([
      expect.stringContaining(
        'error network-channels: The network takes 3 channels as “raw”, but the description names 1 (intensity)'
      )
    ]);
  });

  it('at another number than the description are told', async () => {
    const found = await told(taking(null, null, 512, null), raw => set(raw.inputs[0].axes[2], { size: 256 }));
    expect(found).toEqual([expect.stringContaining('error network-size: The network takes exactly 512 along “y”')]);
  });

  it('of an output are a warning, since the run tells what comes out', async () => {
    const result = networkOf({ nodes: [relu], outputs: [value('out', [null, 2, null, null])] });
    expect(await told(result)).toEqual([
      expect.stringContaining('warning network-result: By its own file the network gives 2 along “channel” of “cut”')
    ]);
  });

  it('of the rays of StarDist are a warning with a mend, since Python takes what the network gives', async () => {
    const result = networkOf({ nodes: [relu], outputs: [value('out', [null, 33, null, null])] });
    const labels = (rays: number) => (raw: SmallDescription) =>
      set(raw.outputs[0], {
        postprocessing: [
          {
            id: 'stardist_postprocessing',
            kwargs: { prob_threshold: 0.5, nms_threshold: 0.4, n_rays: rays, grid: [1, 1], b: 2 }
          }
        ]
      });
    const found = (await findings(result, labels(16))).filter(({ code }) => code === 'network-rays');
    expect(found).toMatchObject([
      {
        severity: 'warning',
        path: ['outputs', 0, 'postprocessing', 0, 'kwargs', 'n_rays'],
        data: { rays: 16, size: 32 }
      }
    ]);
    const codes = (await findings(result, labels(32))).map(({ code }) => code);
    expect(codes).not.toContain('network-rays');
  });

  it('of a constant that old files list among the inputs say nothing', async () => {
    const scaled = networkOf({
      nodes: [node('Mul', ['in', 'factor'], ['out'])],
      inputs: [value('in'), value('factor', [1])],
      initializers: [constant('factor', [1], [2])]
    });
    expect(await findings(scaled)).toEqual([]);
  });
});
