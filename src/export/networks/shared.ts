import type { Citation } from '../draft/draft';
import type { Operation } from '../../spec/model';
import type { Parameters } from './parameters';
import { numberOf } from './parameters';
import { Float } from '../texts/yaml';

/** The first and the last operation of every list: whatever the numbers were, the network computes with these. */
export const FLOAT: Operation = { id: 'ensure_dtype', kwargs: { dtype: 'float32' } };

/** The notebooks' 1e-20 cannot be told apart from this one, and every consumer computes with 1e-6. */
const EPS = 1e-6;

/** The paper that every notebook asks to cite. */
export const ZEROCOST: Citation = {
  text:
    'von Chamier L, Laine RF, Jukkala J, et al. Democratising deep learning for microscopy with ZeroCostDL4Mic. ' +
    'Nature Communications 12, 2276 (2021).',
  doi: '10.1038/s41467-021-22518-0'
};

export const UNET_PAPER: Citation = {
  text: 'Ronneberger O, Fischer P, Brox T. U-Net: Convolutional Networks for Biomedical Image Segmentation. MICCAI (2015).',
  doi: '10.1007/978-3-319-24574-4_28'
};

export const FALK_PAPER: Citation = {
  text: 'Falk T, et al. U-Net: deep learning for cell counting, detection, and morphometry. Nature Methods 16, 67-70 (2019).',
  doi: '10.1038/s41592-018-0261-2'
};

/** Where the network comes from and what runs it. ilastik takes networks of PyTorch only. */
export const SOFTWARE = ['tensorflow', 'deepimagej', 'fiji', 'zerocostdl4mic'] as const;

/**
 * Scaling by percentiles of the whole image: `axes` are all but the batch. The axes are always written, since without
 * them bioimageio.core takes the statistics of a whole dataset.
 */
export function scaleRange(axes: readonly string[], low: number, high: number): Operation {
  return { id: 'scale_range', kwargs: { axes: [...axes], min_percentile: low, max_percentile: high, eps: EPS } };
}

/** The same by the recipe's own percentiles. */
export function percentileRange(axes: readonly string[], parameters: Parameters): Operation {
  return scaleRange(axes, numberOf(parameters, 'pmin'), numberOf(parameters, 'pmax'));
}

/** The percentile normalisation of the U-Nets' notebooks; some versions of their function cut at 0 and 1. */
export function unetPreprocessing(parameters: Parameters, axes: readonly string[]): readonly Operation[] {
  const cut = { id: 'clip', kwargs: { min: new Float(0), max: new Float(1) } };
  return [FLOAT, percentileRange(axes, parameters), ...(parameters.clip === true ? [cut] : []), FLOAT];
}

/** What the percentile normalisation does, for the README. */
export function percentileStep(parameters: Parameters, whole: string): string {
  return (
    `Each ${whole} is scaled so that its percentile ${numberOf(parameters, 'pmin')} becomes 0 and its percentile ` +
    `${numberOf(parameters, 'pmax')} becomes 1. The percentiles are those of the whole ${whole}.`
  );
}

/** True of every network that was trained on some images. */
export const SEEN_ONLY =
  'It was only seen to work on images like those that it was trained and tested on. Look at the result before you count on it, above all with another microscope, magnification or stain.';

/** Of networks whose preprocessing takes statistics of the image. */
export const WHOLE_IMAGE =
  'The percentiles are taken over the image that is given: an image cut into tiles that are scaled one by one gives other values.';
