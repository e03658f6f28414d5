import { storedAxis } from '../graph';
import type { Value } from '../graph';
import type { LayerCall, LayerType } from '../layer';
import { isNumbers } from '../json';

/** BatchNormalization with the statistics of training. Folded into the convolution before it where that is possible. */
export const batchNormalization: LayerType = {
  weights: config => [
    ...(config.boolean('scale', true) ? ['gamma'] : []),
    ...(config.boolean('center', true) ? ['beta'] : []),
    'moving_mean',
    'moving_variance'
  ],
  apply(call) {
    const axis = axisOf(call);
    const last = axis === call.input.shape.length - 1;
    const value = last ? call.graph.channelsFirst(call.input) : call.input;
    if (storedAxis(value, axis) !== 1) {
      return call.fail('unsupported-option', `normalises along axis ${axis}`);
    }
    const channels = call.weightShape('moving_mean')[0] ?? 0;
    const known = value.shape[axis];
    if (typeof known === 'number' && known !== channels) {
      call.fail('weights-mismatch', `has ${channels} channels where its input has ${known}`);
    }
    const inputs = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map(name => statistic(call, name, channels));
    return normalized(call, value, inputs);
  }
};

function normalized(call: LayerCall, value: Value, inputs: readonly string[]): Value {
  const epsilon = { float: call.config.number('epsilon', 1e-3) };
  return { ...value, name: call.node('BatchNormalization', [value.name, ...inputs], { epsilon }) };
}

/** Without `scale` gamma is 1, without `center` beta is 0. */
function statistic(call: LayerCall, name: string, channels: number): string {
  const absent =
    (name === 'gamma' && !call.config.boolean('scale', true)) ||
    (name === 'beta' && !call.config.boolean('center', true));
  return call.graph.floats(call.name(name), [channels], () =>
    absent ? new Float32Array(channels).fill(name === 'gamma' ? 1 : 0) : call.weight(name, [channels]).data
  );
}

function axisOf(call: LayerCall): number {
  const written = call.config.raw('axis');
  const axis = isNumbers(written) && written.length === 1 ? written[0] : written;
  if (typeof axis !== 'number' && axis !== undefined) {
    return call.fail('unsupported-option', 'normalises along several axes');
  }
  const rank = call.input.shape.length;
  const index = axis ?? -1;
  return index < 0 ? index + rank : index;
}
