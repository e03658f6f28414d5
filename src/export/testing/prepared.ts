import type { Candidate, OutputKind, Prepared } from '../../kernel/protocol';
import { createTensor } from '../../tensor/create';
import type { ConversionFacts } from '../bundle/conversionFacts';
import { networkEntry } from '../networks/catalogue';
import type { Draft } from '../draft/draft';
import type { Parts } from '../bundle/parts';
import { makeDraft } from '../draft/prefill';

/** What the Python half says of a U-Net (2D) that was trained on nuclei; for tests. */
export const candidate: Candidate = {
  id: 'c1',
  network: { id: 'unet_2d', name: 'U-Net (2D)', why: 'the kernel says so' },
  recognisedBy: 'kernel',
  alternatives: [],
  modelName: 'nuclei_unet',
  folder: '/home/ada lovelace/models/nuclei_unet',
  takes: { axes: ['y', 'x'], channels: 1 },
  weights: [
    {
      id: 'w1',
      label: 'weights_best.keras',
      path: '/home/ada lovelace/models/nuclei_unet/weights_best.keras',
      variable: null,
      kind: 'best',
      modified: null,
      why: 'the notebook predicts with weights_best'
    }
  ],
  facts: {
    number_of_epochs: { value: 25, origin: 'kernel', where: 'number_of_epochs' },
    batch_size: { value: 4, origin: 'notebook', where: 'form field batch_size' },
    Training_source: { value: '/home/ada lovelace/data/fluo/images', origin: 'kernel', where: 'Training_source' },
    average_best_threshold: { value: 119.5, origin: 'disk', where: '/home/ada lovelace/models/QC_metrics.csv' },
    qc_iou: { value: 0.8123, origin: 'disk', where: '/home/ada lovelace/models/QC_metrics.csv' },
    losses: {
      value: { columns: ['loss', 'val_loss', 'learning rate'], rows: [[0.5, 0.6, 1e-3], [0.3, 0.4, 1e-3], [0.2, 0.45, 1e-3]] }, // prettier-ignore
      origin: 'disk',
      where: 'training_evaluation.csv'
    }
  },
  images: [],
  notes: []
};

export const now = new Date('2026-11-23T09:30:20.123Z');

/** The candidate with other facts or names. */
export function draftOf(changes: Partial<Candidate> = {}): Draft {
  return makeDraft({ ...candidate, ...changes }, undefined, now);
}

const prepared: Prepared = {
  directory: '/home/ada lovelace/.cache/prepared',
  files: [],
  input: {
    axes: ['batch', 'y', 'x', 'channel'],
    shape: [1, 8, 12, 1],
    dtype: 'uint16',
    image: '/home/ada lovelace/data/held out/im1.tif',
    crop: { y: 4, x: 0, height: 8, width: 12 },
    imageShape: [64, 64]
  },
  output: { axes: ['batch', 'y', 'x', 'channel'], shape: [1, 8, 12, 1], dtype: 'float32', kind: 'probability' },
  recipe: {
    id: 'unet_2d',
    parameters: {
      pmin: { value: 1, origin: 'catalogue', where: 'U-Net (2D)' },
      pmax: { value: 99.8, origin: 'catalogue', where: 'U-Net (2D)' },
      eps: { value: 1e-20, origin: 'catalogue', where: 'U-Net (2D)' },
      threshold: { value: 119, origin: 'disk', where: '/home/ada lovelace/models/QC_metrics.csv' },
      tile: { value: [64, 64], origin: 'disk', where: '/home/ada lovelace/models/nuclei_unet/weights_best.keras' }
    },
    agreement: null
  },
  steps: { y: 4, x: 4 },
  precision: null,
  config: {},
  native: {
    format: 'keras_v3',
    kerasVersion: '3.15.1',
    tensorflowVersion: '2.21.0',
    backend: 'tensorflow',
    freeSizes: true,
    foreign: []
  },
  notes: []
};

const conversion: ConversionFacts = {
  by: 'zooport',
  opset: 17,
  layers: [{ class: 'Conv2D', count: 9 }],
  proof: [{ shape: [1, 68, 64, 1], maxAbsolute: 9e-7, ofRange: 9e-7 }],
  engine: 'onnxruntime-web 1.30.0, 1 thread'
};

type Changes = Partial<Parts> & { readonly kind?: OutputKind };

/** What the texts of a bundle are made from, with an input ramp and its mirror image as output. */
export function partsOf(changes: Changes = {}): Parts {
  const { kind = 'probability', ...others } = changes;
  const ramp = Uint16Array.from({ length: 96 }, (_, index) => index * 10);
  return {
    draft: draftOf(),
    entry: networkEntry('unet_2d'),
    prepared: { ...prepared, output: { ...prepared.output, kind } },
    conversion,
    plan: new Map([
      ['y', { size: { min: 4, step: 4 }, halo: 0, perPixel: 1 }],
      ['x', { size: { min: 12, step: 4 }, halo: 4, perPixel: 1 }]
    ]),
    input: createTensor('uint16', [1, 8, 12, 1], ramp),
    output: createTensor(
      'float32',
      [1, 8, 12, 1],
      Float32Array.from(ramp, value => 1 - value / 950)
    ),
    native: { format: 'keras_v3', file: { name: 'weights.keras', bytes: new Uint8Array([1, 2, 3]) } },
    ...others
  };
}
