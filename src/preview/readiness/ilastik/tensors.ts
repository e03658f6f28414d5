import type { TensorDescription } from '../../../spec/model';
import { axesOf, tensorsOf } from '../subject';
import type { Rule } from '../subject';
import { found } from './found';

/** modelStateControl.py (_check_model_compatible). */
export const oneInput: Rule = ({ description: { inputs } }) =>
  inputs.length > 1 ? [found('error', 'ilastik-inputs', ['inputs'], { count: inputs.length })] : [];

/** modelStateControl.py (_check_model_compatible). */
export const oneOutput: Rule = ({ description: { outputs } }) =>
  outputs.length > 1 ? [found('error', 'ilastik-outputs', ['outputs'], { count: outputs.length })] : [];

const hasChannel = ({ axes }: TensorDescription): boolean =>
  axes.some(({ id, type }) => type === 'channel' && id === 'channel');

/** bioimageio_utils.py (get_channel_axis) goes by the id; images always have a channel axis (_nnWorkflowBase.py). */
export const channelAxis: Rule = subject =>
  tensorsOf(subject)
    .filter(({ tensor }) => tensor.axes.length > 0 && !hasChannel(tensor))
    .map(({ tensor, path }) => found('error', 'ilastik-channel', [...path, 'axes'], { tensor: tensor.id }));

/** bioimageio_utils.py (check_single_image_min_shape) sets the image's axes, batch among them, against the input's. */
export const batchAxis: Rule = subject =>
  tensorsOf(subject, 'inputs')
    .filter(({ tensor }) => tensor.axes.length > 0 && tensor.axes.every(({ type }) => type !== 'batch'))
    .map(({ tensor, path }) => found('error', 'ilastik-batch', [...path, 'axes'], { tensor: tensor.id }));

/** bioimageio_utils.py (SPEC_TO_VIGRA). */
const known = ['batch', 'time', 'z', 'y', 'x', 'channel'];

export const knownAxes: Rule = subject =>
  axesOf(subject)
    .filter(({ axis: { id, type } }) => !known.includes(id) && type !== 'channel')
    .map(({ tensor, axis, path }) => found('error', 'ilastik-axis', path, { tensor: tensor.id, axis: axis.id, known }));

/** modelStateControl.py asks two of the output, bioimageio_utils.py (get_best_tile_shape) two or three of the input. */
export const spaceAxes: Rule = subject =>
  tensorsOf(subject).flatMap(({ tensor, path }) => {
    const count = tensor.axes.filter(({ type }) => type === 'space').length;
    return tensor.axes.length > 0 && count < 2
      ? [found('error', 'ilastik-space', [...path, 'axes'], { tensor: tensor.id, count })]
      : [];
  });

/** lazyflow/operators/tiktorch/classifier.py (output_axes) takes the input's axes for those of the output. */
export const sameAxes: Rule = ({ description: { inputs, outputs } }) => {
  const [input, output] = [inputs[0], outputs[0]];
  if (!input || !output || inputs.length + outputs.length > 2) {
    return [];
  }
  const [ours, theirs] = [input, output].map(({ axes }) => axes.map(({ id }) => id));
  return ours.join() === theirs.join()
    ? []
    : [found('error', 'ilastik-axes-order', ['outputs', 0, 'axes'], { input: ours, output: theirs })];
};

/** lazyflow/operators/tiktorch/operators.py (PMaps): every result is shown and saved as float32 from 0 to 1. */
export const probabilities: Rule = subject =>
  tensorsOf(subject, 'outputs').flatMap(({ tensor, path }) => {
    const { type, range, values } = tensor.data[0] ?? {};
    const [least, most] = range ?? [0, 1];
    const whole = values !== undefined || (type !== undefined && !type.startsWith('float'));
    const beyond = (least !== null && least < 0) || (most !== null && most > 1);
    return whole || beyond ? [found('warning', 'ilastik-probability', [...path, 'data'], { tensor: tensor.id })] : [];
  });
