import { afterAll, beforeAll, expect, it } from 'vitest';
import { FLOAT32 } from '../../onnx/model';
import { writeModel } from '../../onnx/write';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import { writeNpy } from '../../tensor/npy';
import { check } from '../check';
import { smallDescription, smallFiles, smallInput, smallZip } from '../testing/small';
import { zipSource } from '../../bundle/zip';

let engine: InferenceEngine;
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

/** Two outputs of one input: what is above zero, and all of it with the other sign. */
function twoOutputs(): Uint8Array {
  const value = (name: string) => ({ name, elemType: FLOAT32, dims: [null, null, null, null] });
  const node = (op: string, output: string) => ({
    ...{ name: '', op, domain: '', inputs: ['in'], outputs: [output], attributes: new Map() }
  });
  return writeModel({
    irVersion: 8,
    producer: 'test',
    producerVersion: '',
    opsets: new Map([['', 13]]),
    metadata: new Map(),
    graph: {
      name: 'two',
      nodes: [node('Relu', 'above'), node('Neg', 'turned')],
      initializers: [],
      inputs: [value('in')],
      outputs: [value('above'), value('turned')]
    }
  });
}

function zipWith(step: object): Uint8Array {
  const description = smallDescription();
  const [cut] = description.outputs;
  const turned = { ...cut, id: 'turned', test_tensor: { source: 'turned.npy' }, postprocessing: [step] };
  const files = smallFiles()
    .set('weights.onnx', twoOutputs())
    .set('turned.npy', writeNpy(smallInput))
    .set('finish.py', new TextEncoder().encode('raise SystemExit("never run")'));
  return smallZip({ ...description, format_version: '0.5.10', outputs: [cut, turned] }, files);
}

const stardist = { prob_threshold: 0.5, nms_threshold: 0.4, n_rays: 96, grid: [1, 1, 1], b: 2, anisotropy: [2, 1, 1] };
const cellpose = { cellprob_threshold: 0, flow_threshold: 0.4, do_3D: false };

it.each([
  ['custom', { callable: 'finish', source: 'finish.py' }, 'code of a bundle is never run here'],
  ['stardist_postprocessing', { kwargs: stardist }, 'only its form for planes runs here yet'],
  ['cellpose_flow_dynamics', { kwargs: cellpose }, 'does not run here yet']
])('an output with the step %s is not compared, and says so; the other one is', async (id, fields, reason) => {
  const report = await check(zipSource(zipWith({ id, ...fields })), { engine });
  expect(report.reproduction).toEqual([
    expect.objectContaining({ output: 'cut', verdict: 'passed', zoo: 'passed', maxAbsolute: 0 }),
    expect.objectContaining({ output: 'turned', verdict: 'not run', zoo: 'not run', maxAbsolute: null })
  ]);
  expect(report.reproduction[1].reason).toContain(`the step "${id}" was not carried out`);
  expect(report.reproduction[1].reason).toContain(reason);
  expect(report.verdict).toBe('not run');
  expect(report.reason).toContain('turned');
  // What the network gave before the step would be no picture of the output.
  expect(report.views.map(view => [view.output, view.reproduced !== undefined])).toEqual([['cut', true]]);
});
