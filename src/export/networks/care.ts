import type { NetworkEntry } from './networkEntry';
import { isSpatial } from '../bundle/axes';
import { numberOf } from './parameters';
import type { Parameters } from './parameters';
import { FILES } from '../bundle/files';
import { numbered } from './channels';
import { SOFTWARE, FLOAT, percentileRange, percentileStep, SEEN_ONLY, WHOLE_IMAGE, ZEROCOST } from './shared';

/** CARE (2D) and (3D): facts from the notebooks, version 1.15.3, and from csbdeep 0.8. */
function care(dimensions: 2 | 3): NetworkEntry {
  const whole = dimensions === 2 ? 'image' : 'stack';
  return {
    id: dimensions === 2 ? 'care_2d' : 'care_3d',
    name: `CARE (${dimensions}D)`,
    citations: [
      ZEROCOST,
      {
        text: 'Weigert M, Schmidt U, Boothe T, et al. Content-aware image restoration: pushing the limits of fluorescence microscopy. Nature Methods 15, 1090-1097 (2018).',
        doi: '10.1038/s41592-018-0216-7'
      }
    ],
    tags: [`${dimensions}d`, 'care', 'unet', 'image-restoration', 'denoising', ...SOFTWARE],
    description:
      `CARE (${dimensions}D), content-aware image restoration: turns noisy ${dimensions === 2 ? 'images' : 'stacks'}, taken quickly or in little light, into what a better ` +
      'recording would show, as it was trained on pairs of both. Trained in a notebook in the style of ZeroCostDL4Mic.',
    task: 'image restoration',
    input: {
      id: 'low',
      description: `Noisy ${dimensions === 2 ? 'two-dimensional image' : 'stack'}, in its own range of values`,
      channel: 'intensity'
    },
    kinds: ['restored'],
    outputs: {
      restored: {
        id: 'restored',
        title: 'Restored image, in scaled values',
        description: 'Restored image in scaled values: 0 and 1 are about the two percentiles of the input',
        channels: numbered('intensity'),
        range: () => null,
        dtype: 'float32',
        look: 'own-contrast'
      }
    },
    // csbdeep takes the percentiles of each channel by itself.
    preprocessing: (parameters, axes) => [FLOAT, percentileRange(axes.filter(isSpatial), parameters), FLOAT],
    postprocessing: () => [FLOAT],
    steps: (_, parameters) => [percentileStep(parameters, whole), 'The network gives the restored image in the same scaled values.'], // prettier-ignore
    differences: (_, known) => [
      ...(hasWayBack(known)
        ? [{ code: 'recipe-care-values', data: { low: known.pmin ?? 2, high: known.pmax ?? 99.8 } } as const]
        : [{ code: 'recipe-care-channels' } as const]),
      ...(known.probabilistic === true ? [{ code: 'recipe-care-probabilistic' } as const] : []),
      { code: 'recipe-padding' }
    ],
    training: known => [{ code: 'training-care', data: { low: known.pmin ?? 2, high: known.pmax ?? 99.8 } }],
    limits: () => [
      WHOLE_IMAGE,
      'What it adds is what the training images made likely: structures that were not in them can be drawn wrongly, or appear where nothing is.',
      SEEN_ONLY
    ],
    readme: (_, parameters) => (hasWayBack(parameters) ? wayBack(parameters, whole) : [])
  };
}

export const care2d = care(2);
export const care3d = care(3);

/** csbdeep goes back to the range of the input only where each channel of the output has one of the input. */
function hasWayBack(known: Parameters): boolean {
  return known.n_channel_in === known.n_channel_out;
}

/** The inverse of the normalisation as Python that runs in the unpacked bundle. */
function wayBack(parameters: Parameters, whole: string): string[] {
  const [low, high] = [numberOf(parameters, 'pmin'), numberOf(parameters, 'pmax')];
  return [
    '## Back to the range of the input',
    `The notebook saves the restored ${whole} in the range of its input, by the two percentiles of that very input. The format has no operation for this; in Python it is:`,
    [
      '```python',
      'import numpy as np',
      '',
      `image = np.load("${FILES.testInput}")  # the ${whole} that the network was given, as it was`,
      `restored = np.load("${FILES.testOutput}")  # what the network gave for it`,
      '# of each channel, the last axis, by itself',
      `low, high = np.percentile(image, [${low}, ${high}], axis=tuple(range(image.ndim - 1)), keepdims=True)`,
      'in_the_range_of_the_input = restored * (high - low) + low',
      'print(in_the_range_of_the_input.min(), in_the_range_of_the_input.max())',
      '```'
    ].join('\n'),
    `In Fiji: Process › Math › Multiply… by (high − low), then Add… low, where low and high are the percentiles ${low} and ${high} of the input.`
  ];
}
