import type { Operation } from '../../spec/model';
import type { NetworkEntry } from './networkEntry';
import type { Remark } from './networkEntry';
import { knownNumbers, numbersOf } from './parameters';
import type { Parameters } from './parameters';
import { Float } from '../texts/yaml';
import { numbered } from './channels';
import { SOFTWARE, FLOAT, SEEN_ONLY, ZEROCOST } from './shared';

/** Noise2Void (2D) and (3D): facts from the notebooks, version 1.16.2. Both take mean and deviation from config.json. */
function noise2void(dimensions: 2 | 3): NetworkEntry {
  const what = dimensions === 2 ? 'two-dimensional images' : 'stacks';
  return {
    id: dimensions === 2 ? 'n2v_2d' : 'n2v_3d',
    name: `Noise2Void (${dimensions}D)`,
    citations: [
      ZEROCOST,
      {
        text: 'Krull A, Buchholz T-O, Jug F. Noise2Void - Learning Denoising from Single Noisy Images. CVPR, 2124-2132 (2019).',
        doi: '10.1109/CVPR.2019.00223'
      }
    ],
    tags: [`${dimensions}d`, 'noise2void', 'n2v', 'unet', 'denoising', ...SOFTWARE],
    description:
      `Noise2Void (${dimensions}D): removes noise from ${what}, trained on the noisy images alone. ` +
      'Trained in a notebook in the style of ZeroCostDL4Mic.',
    task: 'denoising',
    input: {
      id: 'noisy',
      description: `Noisy ${dimensions === 2 ? 'two-dimensional image' : 'stack'}, in its own range of values`,
      channel: 'intensity'
    },
    kinds: ['denoised'],
    outputs: {
      denoised: {
        id: 'denoised',
        title: 'Image without its noise, in its own range of values',
        description: 'The image without its noise, in the range of values of the input',
        channels: numbered('intensity'),
        range: () => null,
        dtype: 'float32',
        look: 'own-contrast'
      }
    },
    preprocessing: parameters => [FLOAT, { id: 'fixed_zero_mean_unit_variance', kwargs: moments(parameters) }, FLOAT],
    postprocessing: (_, parameters) => [FLOAT, restore(parameters, dimensions), FLOAT],
    steps: (_, parameters) => [
      `The mean of the training images (${listed(parameters, 'means')}) is subtracted, and the result divided by their standard deviation (${listed(parameters, 'stds')}).`,
      'The network predicts each pixel from its surroundings.',
      'Its result is multiplied by the same deviation, and the same mean added: it has the values of the input again.'
    ],
    differences: (_, known) => [...lastChannelOnly(known), { code: 'recipe-padding' }],
    training: () => [],
    limits: () => [
      'Mean and deviation are those of the training images: images of another brightness or bit depth are not scaled to them, and the result is worse.',
      'It removes noise that differs from pixel to pixel independently. Stripes and other patterns stay, or are made clearer.',
      'What it draws in the noise is its guess: measure intensities with care.',
      SEEN_ONLY
    ]
  };
}

export const n2v2d = noise2void(2);
export const n2v3d = noise2void(3);

/** n2v 0.3 gives every one of its networks for single channels the last channel of the image. */
function lastChannelOnly(known: Parameters): Remark[] {
  const channels = knownNumbers(known, 'means')?.length ?? known.n_channel_in;
  return known.single_net_per_channel === true && typeof channels === 'number' && channels > 1
    ? [{ code: 'recipe-n2v-channels', data: { channels } }]
    : [];
}

/** One number for one channel: deepImageJ fails with lists and axes, even of one entry. */
function moments(parameters: Parameters): Operation['kwargs'] {
  const [means, stds] = [numbersOf(parameters, 'means'), numbersOf(parameters, 'stds')];
  return means.length === 1
    ? { mean: new Float(means[0]), std: new Float(stds[0]) }
    : { axis: 'channel', mean: floats(means), std: floats(stds) };
}

/**
 * Lists of one number in 2D: QuPath reads nothing else, and Fiji reads them right, if slowly (pixel by pixel). Single
 * numbers in 3D, which QuPath does not run and where Fiji would take minutes.
 */
function restore(parameters: Parameters, dimensions: 2 | 3): Operation {
  const [means, stds] = [numbersOf(parameters, 'means'), numbersOf(parameters, 'stds')];
  const kwargs =
    means.length === 1 && dimensions === 3
      ? { gain: new Float(stds[0]), offset: new Float(means[0]) }
      : { axis: 'channel', gain: floats(stds), offset: floats(means) };
  return { id: 'scale_linear', kwargs };
}

function floats(values: readonly number[]): Float[] {
  return values.map(value => new Float(value));
}

function listed(parameters: Parameters, name: string): string {
  return numbersOf(parameters, name)
    .map(value => Number(value.toPrecision(6)))
    .join(', ');
}
