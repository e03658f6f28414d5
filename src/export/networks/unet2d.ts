import type { NetworkEntry } from './networkEntry';
import { numberOf } from './parameters';
import { foreground } from './foreground';
import { SOFTWARE, FALK_PAPER, FLOAT, percentileStep, SEEN_ONLY, unetPreprocessing, UNET_PAPER, WHOLE_IMAGE, ZEROCOST } from './shared'; // prettier-ignore

/**
 * The quality control's threshold T acts on rounded bytes: `round(255 p) > T` is p > (T + 0.5) / 255.
 * The average over images need not be whole: above 84.7 is above 84.
 */
function level(threshold: number): number {
  return (Math.floor(threshold) + 0.5) / 255;
}

/** U-Net (2D): facts from the notebook, version 2.2.1, and from the papers that it names. */
export const unet2d: NetworkEntry = {
  id: 'unet_2d',
  name: 'U-Net (2D)',
  citations: [ZEROCOST, UNET_PAPER, FALK_PAPER],
  tags: ['2d', 'unet', 'semantic-segmentation', ...SOFTWARE],
  description:
    'U-Net (2D) for semantic segmentation: tells for each pixel of a two-dimensional image whether it belongs to the ' +
    'foreground that it was trained on. Trained in a notebook in the style of ZeroCostDL4Mic.',
  task: 'semantic segmentation',
  input: {
    id: 'image',
    description: 'Two-dimensional image with one channel, in its own range of values',
    channel: 'intensity'
  },
  ...foreground('pixel'),
  threshold: { usual: 120, level },
  preprocessing: unetPreprocessing,
  postprocessing(kind, parameters) {
    return kind === 'mask'
      ? [{ id: 'binarize', kwargs: { threshold: level(numberOf(parameters, 'threshold')) } }, FLOAT]
      : [FLOAT];
  },
  steps(kind, parameters) {
    const steps = [
      percentileStep(parameters, 'image'),
      'The network gives the probability of each pixel to be foreground, 0 to 1.'
    ];
    return kind === 'mask'
      ? [...steps, `Pixels above ${level(numberOf(parameters, 'threshold')).toFixed(4)} become 1, all others 0.`]
      : steps;
  },
  differences: () => [{ code: 'recipe-tiles' }],
  training: () => [{ code: 'training-unet-2d' }],
  limits: () => [
    WHOLE_IMAGE,
    SEEN_ONLY,
    'Objects that touch are not separated: the result says what is foreground, not which object it is.'
  ]
};
