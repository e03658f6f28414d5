import type { NetworkEntry } from './networkEntry';
import { numbered } from './channels';
import { SOFTWARE, FLOAT, percentileStep, SEEN_ONLY, unetPreprocessing, UNET_PAPER, WHOLE_IMAGE, ZEROCOST } from './shared'; // prettier-ignore

/** U-Net (2D) multilabel: facts from the notebook, version 2.2.0. */
export const unet2dMultilabel: NetworkEntry = {
  id: 'unet_2d_multilabel',
  name: 'U-Net (2D) multilabel',
  citations: [ZEROCOST, UNET_PAPER],
  tags: ['2d', 'unet', 'semantic-segmentation', 'multilabel', ...SOFTWARE],
  description:
    'U-Net (2D) for semantic segmentation into several classes: tells for each pixel of a two-dimensional image which ' +
    'of the classes that it was trained on it belongs to. Trained in a notebook in the style of ZeroCostDL4Mic.',
  task: 'semantic segmentation',
  input: {
    id: 'image',
    description: 'Two-dimensional image with one channel, in its own range of values',
    channel: 'intensity'
  },
  kinds: ['probabilities', 'classes'],
  outputs: {
    probabilities: {
      id: 'probabilities',
      title: 'Probability of each class, one channel a class',
      description: 'Probability of each class, one channel a class; they add up to 1. Class 0 is the background',
      channels: numbered('class'),
      range: () => [0, 1],
      dtype: 'float32',
      look: 'grey'
    },
    classes: {
      id: 'classes',
      title: 'Number of the most probable class',
      description: 'Number of the most probable class of each pixel; 0 is the background',
      channels: numbered('class'),
      range: ({ labels }) => [0, typeof labels === 'number' ? labels - 1 : 255],
      dtype: 'uint8',
      look: 'labels'
    }
  },
  preprocessing: unetPreprocessing,
  // The class itself is found in the graph: the format has no operation for it.
  postprocessing: kind => (kind === 'classes' ? [{ id: 'ensure_dtype', kwargs: { dtype: 'uint8' } }] : [FLOAT]),
  steps: (kind, parameters) => [
    percentileStep(parameters, 'image'),
    'The network gives the probability of each class for each pixel.',
    ...(kind === 'classes' ? ['Its last step keeps the number of the most probable class, counted from 0.'] : [])
  ],
  differences: kind => [{ code: 'recipe-tiles' }, ...(kind === 'classes' ? [] : [{ code: 'recipe-classes' } as const])],
  training: () => [{ code: 'training-unet-multilabel' }],
  limits: () => [
    WHOLE_IMAGE,
    SEEN_ONLY,
    'Objects of one class that touch are not separated: the result says which class a pixel is of, not which object.'
  ]
};
