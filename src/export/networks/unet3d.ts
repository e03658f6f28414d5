import type { NetworkEntry } from './networkEntry';
import { knownNumbers, numberOf } from './parameters';
import type { Parameters } from './parameters';
import { foreground } from './foreground';
import { SOFTWARE, FALK_PAPER, FLOAT, scaleRange, SEEN_ONLY, ZEROCOST } from './shared';

/** The notebook stretches the output to 0..255 and takes what is above T. */
function level(threshold: number): number {
  return threshold / 255;
}

/** Along z, y, x. The notebook's own file has one number, for y and x. */
function downscaling(known: Parameters): readonly number[] | null {
  const factor = known.downscaling;
  return typeof factor === 'number' ? [1, factor, factor] : knownNumbers(known, 'downscaling');
}

/** U-Net (3D): facts from the notebook, version 3.1.2. Its axes are y, x, z. */
export const unet3d: NetworkEntry = {
  id: 'unet_3d',
  name: 'U-Net (3D)',
  citations: [
    ZEROCOST,
    {
      text: 'Çiçek Ö, Abdulkadir A, Lienkamp SS, Brox T, Ronneberger O. 3D U-Net: Learning Dense Volumetric Segmentation from Sparse Annotation. MICCAI (2016).',
      doi: '10.1007/978-3-319-46723-8_49'
    },
    FALK_PAPER
  ],
  tags: ['3d', 'unet', 'semantic-segmentation', ...SOFTWARE],
  description:
    'U-Net (3D) for semantic segmentation: tells for each voxel of a stack whether it belongs to the foreground that it ' +
    'was trained on. Trained in a notebook in the style of ZeroCostDL4Mic.',
  task: 'semantic segmentation',
  input: { id: 'volume', description: 'Stack with one channel, in its own range of values', channel: 'intensity' },
  ...foreground('voxel'),
  stretches: true,
  // The level counts from the smallest to the largest probability of the very volume.
  threshold: { usual: 200, level: () => null },
  preprocessing: (_, axes) => [FLOAT, scaleRange(axes, 0, 100), FLOAT],
  postprocessing(kind, parameters) {
    return kind === 'mask'
      ? // The stretching is in the graph: no version of bioimageio.core up to 0.11 takes scale_range here.
        [FLOAT, { id: 'binarize', kwargs: { threshold: level(numberOf(parameters, 'threshold')) } }, FLOAT]
      : [FLOAT];
  },
  steps(kind, parameters) {
    const steps = [
      'Each volume is scaled so that its smallest value becomes 0 and its largest 1.',
      'The network gives the probability of each voxel to be foreground, 0 to 1.'
    ];
    return kind === 'mask'
      ? [
          ...steps,
          `The probabilities are stretched from the smallest to the largest one of the volume; voxels above ${level(numberOf(parameters, 'threshold')).toFixed(4)} of that become 1, all others 0.`
        ]
      : steps;
  },
  differences(kind, known) {
    const factors = downscaling(known);
    return [
      ...(factors?.some(factor => factor !== 1)
        ? [{ code: 'recipe-downscaling', data: { factors: factors.join(' × ') }, warns: true } as const]
        : []),
      { code: 'recipe-blocks' },
      ...(kind === 'mask' ? [{ code: 'recipe-stretched' } as const] : [])
    ];
  },
  training: () => [{ code: 'training-unet-3d' }],
  limits: kind => [
    'The scaling takes the darkest and the brightest voxel of the volume that is given: one very bright voxel, or a volume cut into blocks that are scaled one by one, changes the result.',
    ...(kind === 'mask'
      ? [
          'The threshold counts from the smallest to the largest probability of the volume: also where there is nothing, something is marked.'
        ]
      : []),
    SEEN_ONLY,
    'Objects that touch are not separated: the result says what is foreground, not which object it is.'
  ]
};
