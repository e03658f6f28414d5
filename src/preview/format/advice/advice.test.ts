import { describe, expect, it } from 'vitest';
import { FLOAT32, INT64 } from '../../../onnx/model';
import { writeModel } from '../../../onnx/write';
import type { Finding } from '../../../spec/finding';
import { describe as sentence } from '../../../spec/messages';
import { createTensor } from '../../../tensor/create';
import { writeNpy } from '../../../tensor/npy';
import { encodePng } from '../../../tensor/png';
import { check } from '../../check';
import { networkOf, relu, value } from '../../network/testing';
import { smallDescription, smallFiles } from '../../testing/small';
import { folderSource } from '../../../bundle/folder';
import { mendedSource } from '../../overlay';
import { stringify } from 'yaml';
import { pictureSize } from './picture';
import { must } from '../../../tensor/testing/must';

type Description = ReturnType<typeof smallDescription> & { covers?: string[]; config?: unknown };
type Files = Map<string, Uint8Array>;

function sourceOf(change: (description: Description, files: Files) => unknown) {
  const description: Description = smallDescription();
  const files = smallFiles();
  files.set('README.md', new TextEncoder().encode(`# Validation\n${'word '.repeat(60)}`));
  change(description, files);
  files.set('rdf.yaml', new TextEncoder().encode(stringify(description)));
  const listed = [...files].map(([name, bytes]) => ({ name, size: bytes.length, read: () => Promise.resolve(bytes) }));
  return folderSource(listed, 'small');
}

async function findingsOf(source: ReturnType<typeof sourceOf>): Promise<readonly Finding[]> {
  const report = await check(source, { engine: null, formatOnly: true });
  return report.format?.findings ?? [];
}

function picture(width: number, height: number): Uint8Array {
  return encodePng(createTensor('uint8', [height, width], new Uint8Array(width * height)));
}

function cover(name: string, bytes: Uint8Array) {
  return (description: Description, files: Files) => {
    description.covers = [name];
    files.set(name, bytes);
  };
}

const text = (content: string) => new TextEncoder().encode(content);

describe('a bundle’s files:', () => {
  it.each<[string, Parameters<typeof sourceOf>[0], string | null, string]>([
    ['a cover twice as wide as high', cover('c.png', picture(200, 100)), null, ''],
    ['a square cover', cover('c.png', picture(99, 100)), null, ''],
    ['a cover in portrait', cover('c.png', picture(100, 150)), 'cover-shape', '100 × 150'],
    ['an SVG in portrait', cover('c.svg', text('<?xml version="1.0"?>\n<svg viewBox="0 0 10 30"/>')), 'cover-shape', '10 × 30'], // prettier-ignore
    ['an SVG without a size', cover('c.svg', text('<svg xmlns="x"></svg>')), null, ''],
    ['a cover that is no picture', cover('c.png', text('not a picture')), 'cover-unreadable', 'neither PNG'],
    ['a TIFF', cover('c.tif', text('II*\0')), 'cover-unreadable', 'it is a TIFF'],
    ['half a PNG', cover('c.png', picture(200, 100).slice(0, 20)), 'cover-unreadable', 'damaged'],
    ['a cover of 600 kB', cover('c.svg', text(`<svg viewBox="0 0 2 1">${' '.repeat(600_000)}</svg>`)), 'cover-large', '600 kB'], // prettier-ignore
    ['documentation of three words', (_, files) => files.set('README.md', text('# Validation: very good')), 'documentation-short', '3 words'], // prettier-ignore
    ['a test output of one value', (_, files) => files.set('output.npy', writeNpy(createTensor('float32', [1, 1, 6, 8], new Float32Array(48).fill(2)))), 'test-tensor-constant', '“cut” are 2'], // prettier-ignore
    ['a range that holds', d => Object.assign(d.outputs[0].data, { range: [0, 3.375] }), null, ''],
    ['a range that does not hold', d => Object.assign(d.outputs[0].data, { range: [0, 1] }), 'data-range-denied', 'holds 0 to 3.375'], // prettier-ignore
    ['a tolerance as large as the values', d => (d.config = { bioimageio: { test_kwargs: { onnx: { absolute_tolerance: 2, relative_tolerance: 0 } } } }), 'tolerance-loose', '2 absolute'], // prettier-ignore
    ['a tolerance below them', d => (d.config = { bioimageio: { test_kwargs: { onnx: { absolute_tolerance: 0.1 } } } }), null, ''] // prettier-ignore
  ])('%s', async (_, change, code, says) => {
    const usual = ['id-set', 'cover-none', 'field-recommended', 'tolerance-dropped'];
    const found = (await findingsOf(sourceOf(change))).filter(finding => finding.by === 'zooport' && !usual.includes(finding.code)); // prettier-ignore
    expect(found.map(finding => finding.code)).toEqual(code ? [code] : []);
    expect(found.map(sentence).join()).toContain(says);
    expect(found.map(sentence).join()).not.toMatch(/[{}]|undefined/);
  });
});

it('reads the size of JPEG and GIF from their heads', () => {
  const jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff, 0xff, 0xc2, 0, 17, 8, 0x01, 0x02, 0x03, 0x04, 3, 0];
  expect(pictureSize(Uint8Array.from(jpeg))).toEqual({ width: 0x0304, height: 0x0102 });
  const gif = [...text('GIF89a'), 0x34, 0x02, 0x10, 0x01, 0];
  expect(pictureSize(Uint8Array.from(gif))).toEqual({ width: 0x234, height: 0x110 });
  // A segment that claims to have no length must not hold up the search.
  expect(() => pictureSize(Uint8Array.from([0xff, 0xd8, ...new Array<number>(40).fill(0)]))).toThrow('damaged');
});

const network =
  (dims: (number | null)[], type = FLOAT32) =>
  (_: Description, files: Files) =>
    files.set('weights.onnx', writeModel(networkOf({ nodes: [relu], inputs: [value('in', dims, type)] })));

/** StarDist's step for 16 rays behind a network that gives a probability and 4. */
function rays(description: Description, files: Files): void {
  const kwargs = { prob_threshold: 0.5, nms_threshold: 0.4, n_rays: 16, grid: [1, 1], b: 2 };
  Object.assign(description.outputs[0], { postprocessing: [{ id: 'stardist_postprocessing', kwargs }] });
  Object.assign(description, { format_version: '0.5.9' });
  files.set('weights.onnx', writeModel(networkOf({ nodes: [relu], outputs: [value('out', [null, 5, null, null])] })));
}

describe('mends what the files deny:', () => {
  const npy = (shape: number[], values = new Float32Array(shape.reduce((a, b) => a * b, 1)).map((_, index) => index + 1)) => writeNpy(createTensor('float32', shape, values)); // prettier-ignore

  it.each<[string, Parameters<typeof sourceOf>[0], string, string]>([
    ['the type of the test tensor', d => (d.inputs[0].data.type = 'uint8'), 'test-tensor-type', 'Use float32, as in the test tensor'], // prettier-ignore
    ['a size that the test tensor does not have', d => (d.inputs[0].axes[2].size = 8), 'test-tensor-size', 'Use 6, as in the test tensor'], // prettier-ignore
    ['a step that leads elsewhere', d => (d.inputs[0].axes[2].size = { min: 4, step: 4 }), 'test-tensor-step', 'Use 6, as in the test tensor'], // prettier-ignore
    ['another number of channels', d => (d.inputs[0].axes[1].channel_names = ['a', 'b']), 'test-tensor-size', 'Use 1, as in the test tensor'], // prettier-ignore
    ['an output of half the size', (_, files) => files.set('output.npy', npy([1, 1, 3, 8])), 'test-tensor-reference', 'Use 2 for “scale”'], // prettier-ignore
    ['an output without its border', (_, files) => files.set('output.npy', npy([1, 1, 4, 8])), 'test-tensor-reference', 'Use -2 for “offset”'], // prettier-ignore
    ['a range that does not hold', d => Object.assign(d.outputs[0].data, { range: [1, null] }), 'data-range-denied', 'Use 0 to no limit, as in the test tensor'], // prettier-ignore
    ['a tolerance of more than 1 % of the largest value', d => (d.config = { bioimageio: { reproducibility_tolerance: [{ absolute_tolerance: 0.5 }] } }), 'tolerance-large', 'Tolerate 0.033'], // prettier-ignore
    ['a wrong hash', d => Object.assign(d.weights.onnx, { sha256: 'a'.repeat(64) }), 'hash-wrong', 'Take the SHA-256 of the file as it is now (nobody can then see that it was changed)'], // prettier-ignore
    ['a cover that is not there', d => (d.covers = ['gone.png']), 'file-missing', 'Leave “gone.png” out'],
    ['another opset than the file’s', d => (d.weights.onnx.opset_version = 9), 'weights-opset', 'Use 13, as in the file'], // prettier-ignore
    ['a network of one image at a time', network([1, null, null, null]), 'network-batch', 'Use 1, as in the network'],
    ['a network of one size', network([null, 1, 6, null]), 'network-fixed', 'Use 6, as in the network'],
    ['other rays than the network’s', rays, 'network-rays', 'Use 4, as in the network'],
    ['a network of whole numbers', network([null, 1, null, null], INT64), 'network-type', 'End with ensure_dtype int64']
  ])('%s', async (_, change, code, label) => {
    const source = sourceOf(change);
    const before = await findingsOf(source);
    const finding = before.find(({ fix }) => fix?.label === label);
    expect(finding?.code, before.map(({ fix }) => fix?.label).join()).toBe(code);
    const after = await findingsOf(await mendedSource(source, [must(must(finding).fix)]));
    const place = ({ code: name, path }: Finding) => `${name} ${path.join('.')}`;
    expect(after.map(place)).not.toContain(place(must(finding)));
    const errors = (findings: readonly Finding[]) => findings.filter(({ severity }) => severity === 'error').map(place);
    expect(errors(after).filter(error => !errors(before).includes(error))).toEqual([]);
  });
});
