import type { NetworkEntry } from './networkEntry';
import { knownNumbers, numberOf, numbersOf } from './parameters';
import type { Parameters } from './parameters';
import { firstThen, numbered } from './channels';
import { FLOAT, percentileRange, percentileStep, SEEN_ONLY, SOFTWARE, WHOLE_IMAGE, ZEROCOST } from './shared';

/** Border of the network's grid in which StarDist's own prediction finds no objects: the default of its function. */
const BORDER = 2;

/** StarDist 2D: facts from the notebook, version 1.20.5, and from stardist 0.9.2. */
export const stardist2d: NetworkEntry = {
  id: 'stardist_2d',
  name: 'StarDist 2D',
  citations: [
    ZEROCOST,
    {
      text: 'Schmidt U, Weigert M, Broaddus C, Myers G. Cell Detection with Star-Convex Polygons. MICCAI (2018).',
      doi: '10.1007/978-3-030-00934-2_30'
    },
    {
      text: 'Weigert M, Schmidt U, Haase R, Sugawara K, Myers G. Star-convex Polyhedra for 3D Object Detection and Segmentation in Microscopy. WACV (2020).',
      doi: '10.1109/WACV45572.2020.9093435'
    }
  ],
  tags: ['2d', 'stardist', 'unet', 'instance-segmentation', 'object-detection', ...SOFTWARE], // prettier-ignore
  description:
    'StarDist (2D) for instance segmentation: finds roundish objects, such as nuclei, in a two-dimensional image and ' +
    'gives each its own number, also where they touch. Trained in a notebook in the style of ZeroCostDL4Mic.',
  task: 'instance segmentation',
  input: { id: 'image', description: 'Two-dimensional image, in its own range of values', channel: 'intensity' },
  kinds: ['labels', 'raw'],
  outputs: {
    labels: {
      id: 'labels',
      title: 'Objects, each with its own number',
      description: 'Number of the object that each pixel belongs to, counted from 1; 0 is the background',
      channels: numbered('label'),
      range: () => [0, null],
      dtype: 'int32',
      look: 'labels'
    },
    raw: {
      id: 'raw',
      title: 'Probability and distances, for programs older than format 0.5.9',
      description: 'Probability to be an object (0 to 1), then the distance to its border along each ray, in pixels',
      channels: firstThen('probability', 'distance'),
      range: () => null,
      dtype: 'float32',
      look: 'grey',
      perPixel: (parameters, axis) => 1 / gridOf(parameters, axis)
    }
  },
  nameHolds: 'StarDist',
  preprocessing: (parameters, axes) => [FLOAT, percentileRange(axes, parameters), FLOAT],
  postprocessing(kind, parameters) {
    if (kind === 'raw') {
      return [FLOAT];
    }
    const kwargs = {
      prob_threshold: numberOf(parameters, 'prob_threshold'),
      nms_threshold: numberOf(parameters, 'nms_threshold'),
      n_rays: numberOf(parameters, 'n_rays'),
      grid: [...numbersOf(parameters, 'grid')],
      b: BORDER
    };
    return [FLOAT, { id: 'stardist_postprocessing', kwargs }, { id: 'ensure_dtype', kwargs: { dtype: 'int32' } }];
  },
  steps(kind, parameters) {
    const grid = numbersOf(parameters, 'grid');
    const steps = [
      percentileStep(parameters, 'image'),
      `The network gives, for ${grid.every(size => size === 1) ? 'each pixel' : `one pixel in ${grid.join(' × ')}`}, the probability to be part of an object ` +
        `and the distance to the object’s border along ${numberOf(parameters, 'n_rays')} rays.`
    ];
    return kind === 'labels'
      ? [
          ...steps,
          `Of the outlines whose probability is above ${short(parameters.prob_threshold)}, those stay that no more probable one overlaps by more than ${short(parameters.nms_threshold)} ` +
            '(these thresholds were optimised after the training). Each is filled with its own number.'
        ]
      : steps;
  },
  differences: kind => [
    { code: 'recipe-padding' },
    { code: 'recipe-stardist-stacks' },
    ...(kind === 'raw' ? [{ code: 'recipe-stardist-raw' } as const] : [])
  ],
  training: known =>
    typeof known.channels === 'number' && known.channels > 1
      ? [{ code: 'training-stardist-colour', data: { channels: known.channels } }]
      : [],
  limits: kind => [
    WHOLE_IMAGE,
    SEEN_ONLY,
    'Outlines are star-convex: every point of the border can be seen from the middle. Long, bent or branched objects are cut off.',
    ...(kind === 'labels'
      ? [
          'An object at the border of a tile needs its whole surroundings: let the program cut the image, it puts objects together after all tiles are done.'
        ]
      : [])
  ]
};

/** Input pixels for each pixel of the network's output, along y or x. */
function gridOf(parameters: Parameters, axis: string): number {
  const [y, x = y] = knownNumbers(parameters, 'grid') ?? [1];
  return axis === 'y' ? y : axis === 'x' ? x : 1;
}

function short(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : '?';
}
