import type { NetworkEntry } from '../catalogue';
import { numberOf } from '../catalogue';
import { Float } from '../yaml';

const FLOAT = { id: 'ensure_dtype', kwargs: { dtype: 'float32' } };

/**
 * The quality control's threshold T acts on rounded bytes: `round(255 p) > T` is p > (T + 0.5) / 255.
 * The average over images need not be whole: above 84.7 is above 84.
 */
function threshold(level: number): number {
  return (Math.floor(level) + 0.5) / 255;
}

/** U-Net (2D): facts from the notebook, version 2.2.1, and from the papers that it names. */
export const unet2d: NetworkEntry = {
  id: 'unet_2d',
  name: 'U-Net (2D)',
  citations: [
    {
      text:
        'von Chamier L, Laine RF, Jukkala J, et al. Democratising deep learning for microscopy with ZeroCostDL4Mic. ' +
        'Nature Communications 12, 2276 (2021).',
      doi: '10.1038/s41467-021-22518-0'
    },
    {
      text: 'Ronneberger O, Fischer P, Brox T. U-Net: Convolutional Networks for Biomedical Image Segmentation. MICCAI (2015).',
      doi: '10.1007/978-3-319-24574-4_28'
    },
    {
      text: 'Falk T, et al. U-Net: deep learning for cell counting, detection, and morphometry. Nature Methods 16, 67-70 (2019).',
      doi: '10.1038/s41592-018-0261-2'
    }
  ],
  tags: ['2d', 'unet', 'semantic-segmentation', 'tensorflow', 'deepimagej', 'ilastik', 'fiji', 'zerocostdl4mic'],
  description:
    'U-Net (2D) for semantic segmentation: tells for each pixel of a two-dimensional image whether it belongs to the ' +
    'foreground that it was trained on. Trained in a notebook in the style of ZeroCostDL4Mic.',
  task: 'semantic segmentation',
  threshold: 120,
  input: {
    id: 'image',
    description: 'Two-dimensional image with one channel, in its own range of values',
    channel: 'intensity'
  },
  outputs: {
    probability: {
      id: 'probability',
      description: 'Probability of each pixel to be foreground, 0 to 1',
      channel: 'probability',
      range: [0, 1]
    },
    mask: { id: 'mask', description: 'Foreground 1, background 0', channel: 'mask', range: [0, 1] }
  },
  preprocessing(parameters) {
    return [
      FLOAT,
      {
        id: 'scale_range',
        kwargs: {
          // All axes but the batch: the notebook takes its percentiles over the whole image.
          axes: ['channel', 'y', 'x'],
          min_percentile: numberOf(parameters, 'pmin'),
          max_percentile: numberOf(parameters, 'pmax'),
          // The notebook's 1e-20 cannot be told apart from this one, and every consumer computes with 1e-6.
          eps: 1e-6
        }
      },
      // Some versions of the notebook's function cut at 0 and 1.
      ...(parameters.clip === true ? [{ id: 'clip', kwargs: { min: new Float(0), max: new Float(1) } }] : []),
      FLOAT
    ];
  },
  postprocessing(kind, parameters) {
    return kind === 'mask'
      ? [{ id: 'binarize', kwargs: { threshold: threshold(numberOf(parameters, 'threshold')) } }, FLOAT]
      : [FLOAT];
  },
  steps(kind, parameters) {
    const steps = [
      `Each image is scaled so that its percentile ${numberOf(parameters, 'pmin')} becomes 0 and its percentile ` +
        `${numberOf(parameters, 'pmax')} becomes 1. The percentiles are those of the whole image.`,
      'The network gives the probability of each pixel to be foreground, 0 to 1.'
    ];
    return kind === 'mask'
      ? [...steps, `Pixels above ${threshold(numberOf(parameters, 'threshold')).toFixed(4)} become 1, all others 0.`]
      : steps;
  },
  limits: [
    'The percentiles are taken over the image that is given: an image cut into tiles that are scaled one by one gives other values.',
    'It was only seen to work on images like those that it was trained and tested on. Look at the result before you count on it, above all with another microscope, magnification or stain.',
    'Objects that touch are not separated: the result says what is foreground, not which object it is.'
  ]
};
