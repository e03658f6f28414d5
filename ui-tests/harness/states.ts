import type { Candidate } from '../../src/kernel/protocol';
import type { Report, Reproduction, StepEvent } from '../../src/preview/report/report';
import type { Finding } from '../../src/spec/finding';
import { editField } from '../../src/export/draft/edit';
import { makeDraft } from '../../src/export/draft/prefill';
import { emptyState, type PanelState, type Phase } from '../../src/widgets/panel/state';
import { noise, nuclei, photons } from './data';

const folder = '/home/ada/nuclei/models/nuclei_unet';

export const candidate: Candidate = {
  id: 'nuclei_unet',
  network: { id: 'unet_2d', name: 'U-Net (2D)', why: 'The notebook says Network = "U-Net (2D)".' },
  recognisedBy: 'notebook',
  alternatives: [],
  modelName: 'nuclei_unet',
  folder,
  takes: { axes: ['y', 'x'], channels: 1 },
  weights: [
    {
      id: 'best',
      label: 'weights_best.keras, 23 Nov 2026 09:12',
      path: `${folder}/weights_best.keras`,
      variable: null,
      kind: 'best',
      modified: '2026-11-23T09:12:00Z',
      why: 'The notebook predicts with weights_best.'
    },
    {
      id: 'last',
      label: 'weights_last.keras, 23 Nov 2026 09:13',
      path: `${folder}/weights_last.keras`,
      variable: null,
      kind: 'last',
      modified: '2026-11-23T09:13:00Z',
      why: 'The state after the last epoch.'
    }
  ],
  facts: {
    average_best_threshold: { value: 118, origin: 'disk', where: 'Quality Control/QC_metrics_nuclei_unet.csv' },
    pixel_size: { value: null, origin: 'disk', where: '' }
  },
  images: [
    {
      path: '/home/ada/nuclei/test/held_out_1.tif',
      name: 'held_out_1.tif',
      folder: 'Source_QC_folder',
      heldOut: true,
      shape: [512, 640],
      dtype: 'uint16'
    }
  ],
  notes: ['The model in the kernel is newer than weights_best.keras; the file is taken, as the notebook itself would.']
};

const draft = makeDraft(candidate, undefined, new Date('2026-11-23T10:00:00Z'));

/** What people really type. */
const faulty = [
  ['name', 'Nuclei: U-Net'],
  ['authors', [{ name: 'Ada Researcher', orcid: 'https://orcid.org/0000-0002-1825-0097' }]],
  ['license', 'CC BY 4.0'],
  ['cite', [{ text: 'The data', doi: 'https://doi.org/10.1234/5' }]],
  ['version', 'first try']
].reduce((before, [name, value]) => editField(before, name as 'name', value as string), draft);

function state(phase: Phase, part: Partial<PanelState> = {}): PanelState {
  return { ...emptyState, notebook: 'unet_2d.ipynb', candidates: [candidate], draft, phase, ...part };
}

export const steps: readonly StepEvent[] = [
  { step: 'open', state: 'done', detail: '9 files, 1.8 MB', seconds: 0.02 },
  { step: 'format', state: 'done', seconds: 0.004 },
  { step: 'network', state: 'done', seconds: 0.01 },
  { step: 'hashes', state: 'done', detail: '8 files', seconds: 0.03 },
  { step: 'load', state: 'done', detail: 'weights.onnx, 1.8 MB', seconds: 0.41 },
  { step: 'preprocess', state: 'done', seconds: 0.006 },
  { step: 'run', state: 'done', seconds: 0.63 },
  { step: 'postprocess', state: 'done', seconds: 0.002 },
  { step: 'compare', state: 'done', seconds: 0.01 },
  { step: 'sizes', state: 'done', seconds: 0.4 }
];

const warnings: readonly Finding[] = [
  { code: 'field-missing', by: 'zoo', severity: 'warning', path: ['authors'] },
  { code: 'field-missing', by: 'zoo', severity: 'warning', path: ['license'] }
];

const readiness: Report['readiness'] = [
  { consumer: 'python', verdict: 'runs', reason: 'It was run here and reproduces.' },
  {
    consumer: 'deepimagej',
    verdict: 'runs with limits',
    reason: 'Images larger than 7094 x 7094 pixels are not tiled. Fix the input size for larger ones.'
  },
  {
    consumer: 'ilastik',
    verdict: 'will not run',
    reason: 'It needs opset 17 or lower; the network has 20. Export it anew.'
  },
  {
    consumer: 'qupath',
    verdict: 'runs with limits',
    reason: 'Of the weights here QuPath runs ONNX alone, and its finished program has no engine for that.'
  }
];

export const passing: Reproduction = {
  weights: 'onnx',
  output: 'probability',
  verdict: 'passed',
  zoo: 'passed',
  reason: 'Reproduces: largest difference 0.0000012 in a range of 0 to 1.',
  maxAbsolute: 1.2e-6,
  maxRelative: 3.4e-5,
  mismatchedPerMillion: 0,
  nan: 0,
  worst: [0, 40, 90, 0]
};

function report(part: Partial<Report>, reproduction: Reproduction, reproduced = nuclei()): Report {
  return {
    source: 'nuclei-unet.bioimageio.zip',
    title: 'nuclei_unet',
    verdict: reproduction.verdict,
    format: { verdict: 'valid', version: '0.5.10', findings: warnings, complete: false },
    reproduction: [reproduction],
    views: [{ weights: 'onnx', output: 'probability', input: photons(), expected: nuclei(), reproduced }],
    agreement: [],
    readiness,
    diagnosis: [],
    engine: 'onnxruntime-web 1.30.0, 2 threads',
    seconds: Object.fromEntries(steps.map(({ step, seconds }) => [step, seconds])),
    ...part
  };
}

const rounding = nuclei((value, y, x) => value + 1.2e-6 * (noise(y, x) - 0.5));
const shifted = nuclei((value, y, x) => Math.min(1, Math.max(0, value + (x > 70 ? 0.3 * (noise(y, x) - 0.2) : 0))));
const holes = nuclei((value, y, x) => (Math.hypot(y - 47, x - 94) < 6 ? NaN : value));

export const reports = {
  passed: report({}, passing, rounding),
  failed: report(
    {
      format: {
        verdict: 'invalid',
        version: '0.5.10',
        complete: false,
        findings: [
          { code: 'field-missing', by: 'zoo', severity: 'error', path: ['outputs', 0, 'axes'] },
          {
            code: 'id-invalid',
            by: 'zoo',
            severity: 'error',
            path: ['inputs', 0, 'id'],
            data: { id: 'Raw image', most: 32 },
            fix: { label: 'Call it “raw_image”', edits: [{ op: 'set', path: ['inputs', 0, 'id'], value: 'raw_image' }] }
          },
          {
            code: 'name-characters',
            by: 'zoo',
            severity: 'error',
            path: ['name'],
            data: { name: 'Nuclei: U-Net', characters: ':' },
            fix: { label: 'Call it “Nuclei U-Net”', edits: [{ op: 'set', path: ['name'], value: 'Nuclei U-Net' }] }
          },
          ...warnings
        ]
      },
      diagnosis: [
        {
          weights: 'onnx',
          output: 'probability',
          state: 'explained',
          sentence:
            'It reproduces when the image is not normalised: the bundle declares scale_range, the author’s test did without.',
          cause: 'left-out',
          fix: {
            label: 'Remove the step scale_range',
            edits: [{ op: 'remove', path: ['inputs', 0, 'preprocessing', 1] }]
          },
          tried: 14
        }
      ]
    },
    {
      ...passing,
      verdict: 'failed',
      zoo: 'failed',
      reason: 'Differs at 38 % of the values, most at y 40, x 90: expected 0.93, got 0.69.',
      maxAbsolute: 0.24,
      maxRelative: 18.2,
      mismatchedPerMillion: 381_204,
      table: [
        { at: { batch: 0, y: 40, x: 90, channel: 0 }, expected: 0.93, got: 0.69, difference: -0.24 },
        { at: { batch: 0, y: 41, x: 97, channel: 0 }, expected: 0, got: 0.2396, difference: 0.2396 },
        { at: { batch: 0, y: 7, x: 120, channel: 0 }, expected: 0, got: null, difference: null }
      ]
    },
    shifted
  ),
  nan: report(
    {},
    {
      ...passing,
      verdict: 'failed',
      reason: 'The output holds 113 values that are not numbers where the expected one has numbers.',
      mismatchedPerMillion: 0,
      nan: 113,
      worst: [0, 47, 94, 0]
    },
    holes
  )
};

const saved = { path: 'nuclei/nuclei-unet.bioimageio.zip', size: 4_182_113 };
const done = {
  name: 'done',
  others: 'no',
  notebook: 'unet_2d.ipynb',
  saved,
  notes: [],
  check: steps,
  running: false,
  failure: null
} as const;

const busySentence = 'The kernel is busy with a cell of the notebook. Wait until it has finished, or interrupt it.';

/** Every state of the panel that a researcher may meet. */
export function panelStates(png: string): Readonly<Record<string, PanelState>> {
  const image = candidate.images[0];
  const picture = {
    path: image.path,
    png,
    shape: image.shape,
    axes: ['y', 'x'],
    plane: null,
    suggested: { y: 128, x: 192, height: 256, width: 256 },
    grid: { first: [0, 0], step: [16, 16] },
    failure: null
  };
  return {
    'no-notebook': emptyState,
    looking: state({ name: 'looking', message: 'Reading models/nuclei_unet' }, { draft: null }),
    nothing: state(
      {
        name: 'nothing',
        looked: [
          'The kernel holds no Keras or PyTorch network.',
          'The notebook names the folder /home/ada/nuclei/models, but there is no weights_best file in it.'
        ]
      },
      { draft: null }
    ),
    ask: state({
      name: 'ask',
      candidate: {
        ...candidate,
        network: null,
        alternatives: [
          { id: 'unet_2d', name: 'U-Net (2D)', why: 'One input channel, one sigmoid output, weights_best.keras.' }
        ]
      }
    }),
    found: state({ name: 'found' }, { picture }),
    busy: state(
      { name: 'failed', during: 'looking', failure: { sentence: busySentence, busy: true } },
      { draft: null }
    ),
    'busy-image': state(
      { name: 'found' },
      {
        picture: { ...picture, png: null, failure: busySentence, busy: true },
        draft: { ...draft, image: '/home/ada/nuclei/2026-11-23 control, second dish/embryo_with_a_long_name_12.tif' }
      }
    ),
    'found-crop': state(
      { name: 'found' },
      { picture, draft: { ...draft, crop: { y: 103, x: 75, height: 310, width: 407 } } }
    ),
    'found-mask': state({ name: 'found' }, { picture, draft: { ...draft, output: 'mask' } }),
    'found-faults': state({ name: 'found' }, { picture, draft: faulty }),
    taken: state(
      {
        name: 'taken',
        fileName: 'nuclei-unet.bioimageio.zip',
        suggestion: 'nuclei-unet-2.bioimageio.zip'
      },
      { picture }
    ),
    making: state({
      name: 'making',
      steps: [
        { text: 'Connecting to the kernel', state: 'done', seconds: 0.3 },
        { text: 'Loading TensorFlow in the kernel', state: 'done', seconds: 6.2 },
        { text: 'Running the network in TensorFlow', state: 'running', fraction: 0.6 }
      ],
      check: []
    }),
    failed: state(
      {
        name: 'failed',
        during: 'making',
        failure: {
          sentence:
            'The kernel has no TensorFlow, so the network cannot be loaded. Install it there (pip install tensorflow), restart the kernel and try again.',
          details: "Traceback (most recent call last):\n  ModuleNotFoundError: No module named 'tensorflow'"
        }
      },
      { picture }
    ),
    'done-passed': state({ ...done, report: reports.passed }),
    'done-failed': state({ ...done, report: reports.failed }),
    'done-nan': state({ ...done, report: reports.nan })
  };
}
