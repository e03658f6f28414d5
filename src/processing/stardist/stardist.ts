import { toNumbers } from '../../tensor/cast';
import { createTensor } from '../../tensor/create';
import { stridesOf } from '../../tensor/strides';
import type { Tensor } from '../../tensor/tensor';
import type { PlainStep } from '../step';
import { stepError } from '../step';
import type { Prediction } from './candidates';
import { findCandidates } from './candidates';
import { drawLabels } from './fill';
import type { Settings } from './settings';
import { readSettings } from './settings';
import { suppress } from './suppress';

/**
 * `stardist_postprocessing {prob_threshold, nms_threshold, grid, b, n_rays}` for planes: probability and distances on the
 * network's grid (axes batch, channel, y, x in any order; channel 0 is the probability) become labels: int32,
 * [batch, y * grid, x * grid, 1], background 0, the most probable object of each image 1. The same numbers as stardist
 * 0.9.2 gives (`non_maximum_suppression`, `polygons_to_label`), as bioimageio.core 0.11.0 calls it. As there, the channels
 * tell how many rays there are, whatever `n_rays` says.
 */
export function stardistPostprocessing(tensor: Tensor, step: PlainStep): Tensor<'int32'> {
  const settings = readSettings(step);
  const { batch, channel, y, x } = positionsOf(step);
  const { shape } = tensor;
  const rays = shape[channel] - 1;
  if (rays < fewest) {
    throw stepError(
      step,
      'bad-tensor',
      `needs the probability and at least ${fewest} distances as channels of the network’s output, which has ` +
        `${shape[channel]}. Take the network whose outputs are joined along the channels.`
    );
  }
  const strides = stridesOf(shape);
  const images = shape[batch];
  const [height, width] = [shape[y] * settings.grid[0], shape[x] * settings.grid[1]];
  const labels = new Int32Array(images * height * width);
  for (let image = 0; image < images; image++) {
    const prediction: Prediction = {
      values: toNumbers(tensor),
      rays,
      height: shape[y],
      width: shape[x],
      offset: image * strides[batch],
      strideY: strides[y],
      strideX: strides[x],
      strideC: strides[channel]
    };
    const size = height * width;
    const canvas = { labels: labels.subarray(image * size, (image + 1) * size), height, width };
    drawObjects(prediction, canvas, settings, step);
  }
  return createTensor('int32', [images, height, width, 1], labels);
}

function drawObjects(
  prediction: Prediction,
  canvas: Parameters<typeof drawLabels>[0],
  settings: Settings,
  step: PlainStep
): void {
  const candidates = findCandidates(prediction, settings);
  const { distances } = candidates;
  for (let i = 0; i < distances.length; i++) {
    if (!(Math.abs(distances[i]) <= furthest)) {
      throw stepError(
        step,
        'bad-tensor',
        `was given ${distances[i]} as the distance of an object’s border from its centre, which stardist cannot draw ` +
          'either. Look at what the network gives for this image.'
      );
    }
  }
  drawLabels(canvas, candidates, suppress(candidates, settings.nmsThreshold));
}

/** A polygon has that many corners. */
const fewest = 3;

/** Products of coordinates stay exact up to here, in pixels. */
const furthest = 2 ** 24;

interface Positions {
  readonly batch: number;
  readonly channel: number;
  readonly y: number;
  readonly x: number;
}

/** Where the four axes are; bioimageio.core takes no other ones, and all of them. */
function positionsOf(step: PlainStep): Positions {
  const { axes } = step;
  const [batch, channel, y, x] = ['batch', 'channel', 'y', 'x'].map(axis => axes.indexOf(axis));
  if (axes.length !== 4 || [batch, channel, y, x].includes(-1)) {
    throw stepError(
      step,
      'bad-axes',
      `needs the axes batch, channel, y and x, in any order, but the output has ${axes.join(', ')}. Describe these four.`
    );
  }
  return { batch, channel, y, x };
}
