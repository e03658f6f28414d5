import type { NetworkEntry } from './networkEntry';
import { numberOf } from './parameters';
import { Float } from '../texts/yaml';
import { numbered } from './channels';
import { SOFTWARE, FLOAT, scaleRange, SEEN_ONLY, ZEROCOST } from './shared';

/** deepImageJ's clip needs both limits; no density comes near this one. */
const NO_LIMIT = 1e30;

/** Deep-STORM: facts from the notebook, version 1.14.2. */
export const deepStorm: NetworkEntry = {
  id: 'deep_storm',
  name: 'Deep-STORM',
  citations: [
    ZEROCOST,
    {
      text: 'Nehme E, Weiss LE, Michaeli T, Shechtman Y. Deep-STORM: super-resolution single-molecule microscopy by deep learning. Optica 5, 458-464 (2018).',
      doi: '10.1364/OPTICA.5.000458'
    }
  ],
  tags: ['2d', 'deep-storm', 'unet', 'super-resolution', 'image-reconstruction', 'super-resolution-microscopy', ...SOFTWARE], // prettier-ignore
  description:
    'Deep-STORM for single-molecule localisation microscopy: turns one frame of blinking molecules into a map of their ' +
    'density on finer pixels. Trained in a notebook in the style of ZeroCostDL4Mic.',
  task: 'super-resolution',
  input: { id: 'frame', description: 'One frame of blinking molecules, in its own range of values', channel: 'intensity' }, // prettier-ignore
  kinds: ['density'],
  outputs: {
    density: {
      id: 'density',
      title: 'Density of molecules, on finer pixels',
      description: 'Density of molecules of this frame on finer pixels, in arbitrary units; not below 0',
      channels: numbered('density'),
      range: () => [0, null],
      dtype: 'float32',
      look: 'own-contrast',
      perPixel: parameters => numberOf(parameters, 'upsampling')
    }
  },
  preprocessing: (parameters, axes) => [
    FLOAT,
    scaleRange(axes, 0, 100),
    {
      id: 'fixed_zero_mean_unit_variance',
      kwargs: { mean: new Float(numberOf(parameters, 'mean')), std: new Float(numberOf(parameters, 'std')) }
    },
    FLOAT
  ],
  postprocessing: () => [FLOAT, { id: 'clip', kwargs: { min: new Float(0), max: new Float(NO_LIMIT) } }, FLOAT],
  steps: (_, parameters) => [
    'Each frame is scaled so that its smallest value becomes 0 and its largest 1; then the mean of the training images is subtracted and the result divided by their standard deviation.',
    `The network repeats each pixel ${numberOf(parameters, 'upsampling')} times along y and x and gives the density of molecules on these finer pixels. Values below 0 become 0.`
  ],
  differences: () => [{ code: 'recipe-storm-frames' }, { code: 'recipe-storm-molecules' }],
  training: () => [],
  limits: () => [
    'A frame in which all pixels are equal has nothing to scale: its result means nothing.',
    'The pixel size, the density of molecules and their brightness must be like those of the training.',
    SEEN_ONLY
  ]
};
