import type { Tensor } from '../tensor/tensor';
import { transpose } from '../tensor/transpose';
import { stardistPostprocessing } from './stardist/stardist';
import type { PlainStep, Step } from './step';
import { isRecord, lookup } from '../tensor/lookup';

/** Operations that may take seconds. They need nothing but the tensor and the step, so that another thread can do them. */
export const longOperations: Readonly<Record<string, (tensor: Tensor, step: PlainStep) => Tensor>> = {
  stardist_postprocessing: stardistPostprocessing
};

export function isLong(id: string): boolean {
  return Object.hasOwn(longOperations, id);
}

const labelAxes = ['batch', 'y', 'x', 'channel'];

/** What came of a long step, in the order of axes that is described. bioimageio.core keeps the operation's own. */
export function inDescribedOrder(labels: Tensor, { axes, refuse }: Step): Tensor {
  if (axes.every((axis, place) => axis === labelAxes[place])) {
    return labels;
  }
  refuse(`is described with the axes ${axes.join(', ')}: its labels always come as ${labelAxes.join(', ')}`);
  return transpose(
    labels,
    axes.map(axis => labelAxes.indexOf(axis))
  );
}

/** Name of the task by which a worker carries out a long step: one tensor in, one out, the step as its settings. */
export const longTask = 'long-step';

/** The worker's side of it. Throws `ProcessingError`. */
export function carryOutLong([tensor]: readonly Tensor[], settings: unknown): Tensor[] {
  const carryOut = isPlainStep(settings) ? lookup(longOperations, settings.operation) : undefined;
  if (!isPlainStep(settings) || !carryOut) {
    throw new Error('This is no long step.');
  }
  return [carryOut(tensor, settings)];
}

function isPlainStep(value: unknown): value is PlainStep {
  return (
    isRecord(value) &&
    typeof value.operation === 'string' &&
    'kwargs' in value &&
    'tensorId' in value &&
    'axes' in value
  );
}
