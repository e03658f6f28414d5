import { put } from './subject';
import type { Parts } from './subject';

export const runs = 'runs';
export const limits = 'runs with limits';
export const not = 'will not run';

/** Puts values at places of the description, written with dots. */
export function set(changes: Readonly<Record<string, unknown>>) {
  return ({ raw }: Parts): void =>
    Object.entries(changes).forEach(([path, value]) =>
      put(
        raw,
        path.split('.').map(part => (/^\d+$/.test(part) ? Number(part) : part)),
        value
      )
    );
}

/** Changes what the ONNX file says of itself. */
export function facts(changes: Partial<NonNullable<Parts['facts']>>) {
  return (parts: Parts): void => void Object.assign(parts.facts ?? {}, changes);
}

export const all =
  (...changes: ((parts: Parts) => void)[]) =>
  (parts: Parts): void =>
    changes.forEach(change => change(parts));

export const step = (id: string, kwargs: object) => set({ 'inputs.0.preprocessing.0': { id, kwargs } });
export const noHalo = set({ 'outputs.0.axes.2.halo': 0, 'outputs.0.axes.3.halo': 0 });
export const three = set({
  'inputs.0.axes.1.channel_names': ['r', 'g', 'b'],
  'outputs.0.axes.1.channel_names': ['one', 'two', 'three']
});
export const free = set({
  'inputs.0.axes.2.size': { min: 64, step: 16 },
  'inputs.0.axes.3.size': { min: 64, step: 16 }
});
export const onlyTorch = set({ 'weights.onnx': undefined });
export const onlyOnnx = set({ 'weights.torchscript': undefined, 'weights.onnx.parent': undefined });
export const tensorflow = (version?: string) =>
  all(
    ({ files }) => files.add('tf.zip'),
    set({ weights: { tensorflow_saved_model_bundle: { source: 'tf.zip', tensorflow_version: version } } })
  );
export const stardist = all(
  set({
    name: 'Nuclei StarDist',
    'config.stardist': { config: { n_rays: 32 }, thresholds: { prob: 0.5 } },
    attachments: [{ source: 'stardist_weights.h5' }]
  }),
  ({ files }) => files.add('stardist_weights.h5')
);
export const depth = (parts: Parts) =>
  set({
    'inputs.0.axes': [{ type: 'batch' }, { type: 'channel', channel_names: ['a'] }, space('z', 16), space('y', 64), space('x', 64)], // prettier-ignore
    'outputs.0.axes': [{ type: 'batch' }, { type: 'channel', channel_names: ['a'] }, from('z'), from('y'), from('x')]
  })(parts);
export const space = (id: string, size: unknown) => ({ type: 'space', id, size });
const from = (axis_id: string) => ({ type: 'space', id: axis_id, size: { tensor_id: 'raw', axis_id }, halo: 8 });
