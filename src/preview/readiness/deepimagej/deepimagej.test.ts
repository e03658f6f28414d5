import { deepimagejTexts } from '../../../spec/texts/deepimagej';
import {
  all,
  depth,
  facts,
  limits,
  noHalo,
  not,
  onlyOnnx,
  onlyTorch,
  runs,
  set,
  space,
  stardist,
  tensorflow
} from '../testing/changes';
import { oldParts } from '../testing/old';
import { clearParts } from '../testing/subject';
import type { Parts } from '../testing/subject';
import { testTable } from '../testing/table';
import type { Case } from '../testing/table';
import { operations, sizes } from './testing/cases';

const layout: Case[] = [
  { code: 'dij-file-name', verdict: not, spoil: parts => void (parts.description = 'bioimageio.yaml') },
  { code: 'dij-folder', verdict: not, spoil: parts => void (parts.folder = 'model/') },
  { code: 'dij-version', verdict: not, spoil: set({ format_version: '0.6.0' }), at: 'format_version' },
  {
    code: 'dij-id',
    verdict: not,
    spoil: set({ id: undefined, config: { bioimageio: {} } }),
    fine: set({ id: undefined, config: { bioimageio: { nickname: 'happy-fish' } } })
  },
  { code: 'dij-id-invented', verdict: runs, spoil: set({ id: undefined }) },
  {
    code: 'dij-plain-text',
    verdict: not,
    spoil: set({ format_version: '0.5.12', documentation: { source: 'README.md' } }),
    at: 'documentation'
  },
  { code: 'dij-timestamp', verdict: not, spoil: set({ timestamp: null }), fine: set({ timestamp: '2026-01-01' }) },
  { code: 'dij-channel-names', verdict: not, spoil: set({ 'inputs.0.axes.1.channel_names': undefined }) },
  { code: 'dij-axis-id', verdict: not, spoil: set({ 'inputs.0.axes.2.id': 'Y' }), at: 'inputs.0.axes.2.id' },
  { code: 'dij-axis-nameless', verdict: not, spoil: set({ 'inputs.0.axes.3.id': undefined }) },
  {
    code: 'dij-empty-scale',
    verdict: not,
    base: oldParts,
    spoil: set({
      'outputs.0.shape': { reference_tensor: 'raw', scale: [1, null, 1, 1], offset: [0, 0.5, 0, 0] }
    })
  },
  {
    code: 'dij-halo-reference',
    verdict: not,
    base: clearParts,
    spoil: set({ 'outputs.0.axes.2.size': { tensor_id: 'cells', axis_id: 'x' } })
  },
  {
    code: 'dij-macros',
    verdict: limits,
    spoil: set({ 'config.deepimagej': { allow_tiling: true, prediction: { preprocess: [{ kwargs: 'norm.ijm' }] } } }),
    fine: set({ 'config.deepimagej': { allow_tiling: true, prediction: { preprocess: [{ kwargs: null }] } } })
  }
];

const failed = { output: 'cells', verdict: 'failed', zoo: 'failed', reason: 'All values differ.', maxAbsolute: 1, maxRelative: 1, mismatchedPerMillion: 1e6, nan: 0 } as const; // prettier-ignore

const weights: Case[] = [
  {
    code: 'dij-weights',
    verdict: not,
    spoil: set({ weights: { keras_v3: { source: 'm.keras', keras_version: '3.0', backend: ['tensorflow', '2.16'] } } })
  },
  {
    code: 'dij-state-dict',
    verdict: limits,
    spoil: set({ weights: { pytorch_state_dict: { source: 'w.pt', pytorch_version: '2.0', architecture: {} } } })
  },
  {
    code: 'dij-weights-place',
    verdict: not,
    spoil: all(onlyOnnx, set({ 'weights.onnx.source': 'weights/best.onnx' }))
  },
  { code: 'dij-weights-first', verdict: runs, spoil: () => undefined, fine: onlyOnnx },
  { code: 'dij-onnx-opset', verdict: not, spoil: all(onlyOnnx, facts({ opset: 18 })), fine: onlyOnnx },
  {
    code: 'dij-onnx-opset',
    verdict: not,
    spoil: all(onlyOnnx, set({ 'weights.onnx.opset_version': 20 }), parts => void (parts.facts = null)),
    // TorchScript is opened, and the ONNX file is never looked at.
    fine: all(onlyTorch, facts({ opset: 20 }))
  },
  { code: 'dij-onnx-linux', verdict: runs, spoil: onlyOnnx, fine: onlyTorch },
  { code: 'dij-onnx-ir', verdict: not, spoil: all(onlyOnnx, facts({ irVersion: 10 })), fine: onlyOnnx },
  { code: 'dij-onnx-external', verdict: not, spoil: all(onlyOnnx, facts({ externalData: true })), fine: onlyOnnx },
  {
    code: 'dij-onnx-input',
    verdict: not,
    spoil: all(onlyOnnx, facts({ inputs: [{ name: 'raw', elemType: 2, dtype: 'uint8' }] })),
    fine: onlyOnnx
  },
  { code: 'dij-onnx-outputs', verdict: not, spoil: all(onlyOnnx, facts({ outputs: [] })), fine: onlyOnnx },
  {
    code: 'dij-onnx-rank',
    verdict: not,
    spoil: all(onlyOnnx, facts({ inputs: [{ name: 'raw', elemType: 1, dtype: 'float32', shape: [1, 1, 1, 1, 8, 8] }] })), // prettier-ignore
    fine: onlyOnnx
  },
  {
    code: 'dij-onnx-declared',
    verdict: limits,
    spoil: all(onlyOnnx, set({ 'weights.onnx.opset_version': 11 })),
    fine: all(onlyOnnx, facts({ opset: 13 }))
  },
  {
    code: 'dij-torch-missing',
    verdict: limits,
    spoil: all(onlyTorch, set({ 'weights.torchscript.pytorch_version': undefined })),
    fine: onlyTorch
  },
  {
    code: 'dij-torch-version',
    verdict: limits,
    spoil: all(onlyTorch, set({ 'weights.torchscript.pytorch_version': '2.5.1+cu118' })),
    fine: all(onlyTorch, set({ 'weights.torchscript.pytorch_version': '1.13.1' }))
  },
  {
    code: 'dij-torch-suffix',
    verdict: runs,
    spoil: all(onlyTorch, set({ 'weights.torchscript.source': 'weights.torchscript' }), ({ files }) => files.add('weights.torchscript')), // prettier-ignore
    fine: onlyTorch
  },
  {
    code: 'dij-reproduction',
    verdict: limits,
    spoil: all(onlyOnnx, ({ reproduction }) => void reproduction.push({ weights: 'onnx', ...failed })),
    // Fiji opens TorchScript here.
    fine: ({ reproduction }) => void reproduction.push({ weights: 'onnx', ...failed })
  },
  { code: 'dij-tensorflow-missing', verdict: not, spoil: tensorflow(), fine: tensorflow('2.7.0') },
  { code: 'dij-tensorflow-new', verdict: limits, spoil: tensorflow('2.19.0'), fine: tensorflow('2.7.1') },
  { code: 'dij-tensorflow-mac', verdict: limits, spoil: tensorflow('2.7.0'), fine: onlyTorch }
];

const second = { id: 'second', test_tensor: { source: 'input.npy' } };
const tensors: Case[] = [
  { code: 'dij-inputs', verdict: not, spoil: set({ 'inputs.1': { ...second, axes: [{ type: 'channel', channel_names: ['a'] }] } }) }, // prettier-ignore
  { code: 'dij-outputs', verdict: runs, spoil: all(onlyTorch, set({ 'outputs.1': { ...second, axes: [{ type: 'channel', channel_names: ['a'] }] } })) }, // prettier-ignore
  { code: 'dij-channel', verdict: not, spoil: set({ 'inputs.0.axes.1': { type: 'batch' } }), at: 'inputs.0.axes' },
  { code: 'dij-axis-type', verdict: not, spoil: set({ 'inputs.0.axes.0': { type: 'time', size: 1 } }) },
  {
    code: 'dij-output-kind',
    verdict: not,
    spoil: set({ 'outputs.0.data': { type: 'float32', values: [0, 1] } })
  },
  { code: 'dij-output-kind', verdict: not, base: oldParts, spoil: set({ 'outputs.0.data_type': 'bool' }) },
  {
    code: 'dij-output-type',
    verdict: not,
    spoil: set({ 'outputs.0.data': { type: 'uint8' } }),
    fine: all(
      set({ 'outputs.0.data': { type: 'int32' } }),
      facts({ outputs: [{ name: 'cells', elemType: 6, dtype: 'int32' }] })
    )
  },
  {
    code: 'dij-output-likely',
    verdict: limits,
    spoil: all(onlyTorch, set({ 'outputs.0.data': { type: 'uint8' } }), parts => void (parts.facts = null)),
    fine: all(onlyTorch, parts => void (parts.facts = null))
  },
  { code: 'dij-sample', verdict: runs, spoil: set({ 'inputs.0.sample_tensor': { source: 'input.npy' } }) }
];

const ofStardist: Case[] = [
  {
    code: 'dij-stardist-name',
    verdict: limits,
    spoil: all(stardist, set({ name: 'Nuclei of mice' })),
    fine: stardist
  },
  { code: 'dij-stardist-weights', verdict: not, spoil: all(stardist, set({ attachments: [] })), fine: stardist },
  {
    code: 'dij-stardist-config',
    verdict: not,
    spoil: all(stardist, set({ 'config.stardist.thresholds': undefined })),
    fine: stardist,
    at: 'config.stardist.thresholds'
  },
  {
    code: 'dij-stardist-axes',
    verdict: not,
    spoil: all(stardist, set({ 'inputs.0.axes': [{ type: 'batch' }, space('y', 64), space('x', 64)] })),
    fine: stardist
  },
  { code: 'dij-stardist-3d', verdict: limits, spoil: all(depth, stardist), fine: stardist },
  // What stops another network does not stop this one: Python runs it.
  { code: 'dij-stardist-python', verdict: limits, spoil: all(stardist, onlyOnnx, facts({ opset: 20 })) }
];

const cases = [...layout, ...weights, ...tensors, ...sizes, ...operations, ...ofStardist];

/** A halo alone gives other numbers near the border. */
function withoutHalo(): Parts {
  const parts = clearParts();
  noHalo(parts);
  return parts;
}

testTable(
  'deepimagej',
  cases.map(one => ({ base: withoutHalo, ...one })),
  deepimagejTexts
);
