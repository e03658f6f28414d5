import type { Finding } from '../finding';
import type { Path } from '../path';
import type { ModelDescription, Operation, TensorDescription } from '../model';
import { isOld, tensorsOf } from '../rules/places';
import { say } from './say';

/** Steps that are valid and do not do what they seem to. 0.4 says all of it in other words. */
export function stepAdvice(description: ModelDescription): Finding[] {
  if (isOld(description)) {
    return [];
  }
  return tensorsOf(description).flatMap(({ tensor, side, path }) =>
    tensor.operations.flatMap((operation, index) => {
      const step = [...path, side === 'inputs' ? 'preprocessing' : 'postprocessing', index];
      return [
        ...lowPercentile(operation, step),
        ...allImages(operation, step),
        ...channelName(tensor, operation, step)
      ];
    })
  );
}

/** No image is normalised to its darker half on purpose. */
const leastSensible = 50;

function lowPercentile({ kwargs }: Operation, step: Path): Finding[] {
  const found = kwargs.max_percentile;
  return typeof found === 'number' && found > 1 && found < leastSensible
    ? [say('percentiles-low', 'warning', [...step, 'kwargs', 'max_percentile'], { found, share: 100 - found })]
    : [];
}

/** bioimageio.core counts these over the whole dataset where no axes are named, or the batch is among them. */
const measured = ['scale_range', 'zero_mean_unit_variance'];

function allImages({ id, kwargs }: Operation, step: Path): Finding[] {
  const { axes } = kwargs;
  const batch = Array.isArray(axes) && axes.some(axis => axis === 'batch' || axis === 'b');
  const percentiles = id === 'clip' && ('min_percentile' in kwargs || 'max_percentile' in kwargs);
  const absent = axes === undefined || axes === null;
  const why = batch ? 'counts the batch among its axes' : 'names no axes';
  return (measured.includes(id) || percentiles) && (absent || batch)
    ? [say('operation-all-images', 'info', [...step, 'kwargs', 'axes'], { id, why })]
    : [];
}

function channelName(tensor: TensorDescription, { kwargs }: Operation, step: Path): Finding[] {
  const channel = tensor.axes.find(axis => axis.type === 'channel')?.id;
  const named = (value: unknown) => typeof value === 'string' && value.toLowerCase() === channel;
  return (['axes', 'axis'] as const).flatMap(key => {
    const value = kwargs[key];
    const found = Array.isArray(value) ? value.some(named) : named(value);
    return found && channel !== 'channel'
      ? [say('operation-channel-name', 'error', [...step, 'kwargs', key], { axis: channel })]
      : [];
  });
}
