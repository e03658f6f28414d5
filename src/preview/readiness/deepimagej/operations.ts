import type { Finding } from '../../../spec/finding';
import { channelsOf, operationsOf } from '../subject';
import type { PlacedOperation, Rule } from '../subject';
import { found } from './found';

/** The settings that each class of `transformations/` has a setter for; ensure_dtype is left out when reading. */
const settings: Readonly<Record<string, readonly string[]>> = {
  binarize: ['threshold', 'eps', 'mode'],
  clip: ['min', 'max', 'eps', 'mode'],
  fixed_zero_mean_unit_variance: ['mean', 'std', 'axes', 'axis', 'eps', 'mode'],
  scale_linear: ['gain', 'offset', 'axes', 'axis', 'eps', 'mode'],
  scale_range: ['min_percentile', 'max_percentile', 'axes', 'axis', 'eps', 'mode', 'reference_tensor', 'tensor_name'],
  sigmoid: ['mode'],
  zero_mean_unit_variance: ['axes', 'axis', 'mean', 'std', 'eps', 'mode']
};

type Look = (placed: PlacedOperation) => readonly Finding[];

/** A rule that looks at each step by itself; `ids` are the operations that it is about. */
function eachStep(look: Look, ...ids: readonly string[]): Rule {
  return subject =>
    operationsOf(subject)
      .filter(({ operation: { id } }) => id !== 'ensure_dtype' && (ids.length === 0 || ids.includes(id)))
      .flatMap(look);
}

/** TransformationInstance.java turns names_like_this into class names, without end where a digit follows the line. */
export const endlessNames = eachStep(({ operation, path }) =>
  [operation.id, ...Object.keys(operation.kwargs)]
    .filter(name => /_(?![a-z])/.test(name))
    .map(name => found('error', 'dij-step-endless', path, { name }))
);

/** TransformationInstance.java: classes that exist. */
export const knownSteps = eachStep(({ operation: { id }, path }) =>
  Object.hasOwn(settings, id)
    ? []
    : [found('error', 'dij-step-unknown', [...path, 'id'], { id, known: Object.keys(settings) })]
);

/** TransformationInstance.java: setters that exist. */
export const knownSettings = eachStep(({ operation: { id, kwargs }, path }) =>
  Object.keys(kwargs)
    .filter(name => Object.hasOwn(settings, id) && !settings[id].includes(name))
    .map(name => found('error', 'dij-step-setting', [...path, 'kwargs', name], { id, name }))
);

/** ClipTransformation.java needs both limits. */
export const clipLimits = eachStep(
  ({ operation: { kwargs }, path }) =>
    typeof kwargs.min === 'number' && typeof kwargs.max === 'number'
      ? []
      : [found('error', 'dij-clip', [...path, 'kwargs'])],
  'clip'
);

/** BinarizeTransformation.java: one number; it takes ">=" where Python takes ">". */
export const threshold = eachStep(
  ({ operation: { kwargs }, path }) =>
    typeof kwargs.threshold === 'number'
      ? [found('info', 'dij-threshold', [...path, 'kwargs', 'threshold'], { threshold: kwargs.threshold })]
      : [found('error', 'dij-threshold-list', [...path, 'kwargs', 'threshold'])],
  'binarize'
);

/** FixedZeroMeanUnitVarianceTransformation.java fails with an axis, even for one channel (five models of CAREamics). */
export const fixedMean = eachStep(
  ({ operation: { kwargs }, path }) =>
    typeof kwargs.mean === 'number' &&
    typeof kwargs.std === 'number' &&
    kwargs.axis === undefined &&
    kwargs.axes === undefined
      ? []
      : [found('error', 'dij-mean-list', [...path, 'kwargs'])],
  'fixed_zero_mean_unit_variance'
);

/** ZeroMeanUnitVarianceTransformation.java: mean and deviation given with axes must be lists (format 0.4). */
export const oldMean = eachStep(
  ({ operation: { kwargs }, path }) =>
    typeof kwargs.mean === 'number' && kwargs.axes !== undefined && kwargs.axes !== null
      ? [found('error', 'dij-mean-axes', [...path, 'kwargs', 'axes'])]
      : [],
  'zero_mean_unit_variance'
);

/** ScaleLinearTransformation.java: the first number is used for all channels. */
export const linearLists = eachStep(
  ({ operation: { kwargs }, path }) =>
    ['gain', 'offset'].some(name => isLong(kwargs[name])) ? [found('warning', 'dij-linear', [...path, 'kwargs'])] : [],
  'scale_linear'
);

/** The same (axesScale): a list is carried out pixel by pixel, each by a loop of its own. */
export const linearPixels = eachStep(
  ({ operation: { kwargs }, path }) =>
    ['gain', 'offset'].some(name => Array.isArray(kwargs[name]))
      ? [found('info', 'dij-linear-slow', [...path, 'kwargs'])]
      : [],
  'scale_linear'
);

function isLong(value: unknown): boolean {
  return Array.isArray(value) && value.some(entry => entry !== value[0]);
}

/** ZeroMeanUnitVarianceTransformation.java takes the whole tensor once per channel instead of each channel by itself. */
export const varianceAxes = eachStep(
  ({ tensor, operation: { kwargs }, path }) =>
    channelsOf(tensor) > 1 && Array.isArray(kwargs.axes) && !namesChannel(kwargs.axes)
      ? [found('warning', 'dij-variance', [...path, 'kwargs', 'axes'], { channels: channelsOf(tensor) })]
      : [],
  'zero_mean_unit_variance'
);

function namesChannel(axes: readonly unknown[]): boolean {
  return axes.includes('channel') || axes.includes('c');
}

/** ScaleRangeTransformation.java and others split “batch” into letters, so that c counts as named. */
export const batchAxes = eachStep(
  ({ tensor, operation: { kwargs }, path }) =>
    channelsOf(tensor) > 1 && Array.isArray(kwargs.axes) && kwargs.axes.includes('batch') && !namesChannel(kwargs.axes)
      ? [found('warning', 'dij-batch', [...path, 'kwargs', 'axes'], { channels: channelsOf(tensor) })]
      : [],
  'scale_range'
);

/** ScaleRangeTransformation.java takes the pixel at or below a percentile instead of the value between two pixels. */
export const percentiles = eachStep(({ operation: { kwargs }, path }) => {
  const { min_percentile: least = 0, max_percentile: most = 100 } = kwargs;
  return least === 0 && most === 100 ? [] : [found('warning', 'dij-percentile', [...path, 'kwargs'], { least, most })];
}, 'scale_range');

/** ScaleRangeTransformation.java takes its percentiles from the tensor itself, whatever is written. */
export const referenceTensor = eachStep(
  ({ tensor, operation: { kwargs }, path }) =>
    typeof kwargs.reference_tensor === 'string' && kwargs.reference_tensor !== tensor.id
      ? [found('warning', 'dij-reference', [...path, 'kwargs', 'reference_tensor'])]
      : [],
  'scale_range'
);
