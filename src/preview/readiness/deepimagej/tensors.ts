import { isFields } from '../../../spec/cursor';
import type { Finding } from '../../../spec/finding';
import { axesOf, isOld, rawAt, tensorsOf } from '../subject';
import type { Rule } from '../subject';
import { found } from './found';

/** DeepImageJ_Run.java of the plugin (loadDescriptor): more inputs are refused. */
export const oneInput: Rule = ({ description: { inputs } }) =>
  inputs.length > 1 ? [found('error', 'dij-inputs', ['inputs'], { count: inputs.length })] : [];

/** The zoo's own check compares all outputs with one file (collection, check_compatibility_deepimagej.py). */
export const oneOutput: Rule = ({ description: { outputs } }) =>
  outputs.length > 1 ? [found('info', 'dij-outputs', ['outputs'], { count: outputs.length })] : [];

/** TileMaker.java looks for the channel axis of every tensor. */
export const channelAxis: Rule = subject =>
  tensorsOf(subject)
    .filter(({ tensor }) => tensor.axes.length > 0 && tensor.axes.every(({ type }) => type !== 'channel'))
    .map(({ tensor, path }) => found('error', 'dij-channel', [...path, 'axes'], { tensor: tensor.id }));

/** ImageJGui.java of the plugin knows batch, channel, z, y and x only. */
export const knownAxes: Rule = subject =>
  axesOf(subject).flatMap(({ tensor, axis, path }) =>
    axis.type === 'time' || axis.type === 'index'
      ? [found('error', 'dij-axis-type', path, { axis: axis.id, tensor: tensor.id, type: axis.type })]
      : []
  );

/** AxisV05.java: a spatial axis is taken by its id, as it is written. */
export const axisIds: Rule = subject =>
  axesOf(subject).flatMap(({ tensor, axis, path }): Finding[] => {
    const written = isOld(subject) || axis.type !== 'space' ? axis.id : rawAt(subject, ...path, 'id');
    const fits = axis.type !== 'space' || written === 'x' || written === 'y' || written === 'z';
    const data = { tensor: tensor.id, id: axis.id, ...(typeof written === 'string' && { written }) };
    if (fits) {
      return [];
    }
    return [found('error', typeof written === 'string' ? 'dij-axis-id' : 'dij-axis-nameless', [...path, 'id'], data)];
  });

/** AxisV05.java counts the names of the channels. */
export const channelNames: Rule = subject =>
  axesOf(subject).flatMap(({ tensor, axis, path }) =>
    axis.type === 'channel' && !isOld(subject) && !Array.isArray(rawAt(subject, ...path, 'channel_names'))
      ? [found('error', 'dij-channel-names', [...path, 'channel_names'], { tensor: tensor.id })]
      : []
  );

/** Tensor.java refuses what the network gives where it is not of the type declared; DecodeNumpy reads no truth values. */
export const outputTypes: Rule = subject =>
  tensorsOf(subject, 'outputs').flatMap(({ tensor, path }, index): Finding[] => {
    const at = [...path, 'data'];
    const [first] = tensor.data;
    // A list of descriptions, one per channel, is not looked at: float32 is expected.
    const type = Array.isArray(rawAt(subject, ...at)) ? 'float32' : first?.type;
    const given = subject.facts?.outputs[index]?.dtype;
    const data = { tensor: tensor.id, type, given };
    if (type === undefined) {
      return [];
    }
    if (type === 'bool' || (!isOld(subject) && first.values !== undefined && isFields(rawAt(subject, ...at)))) {
      return [found('error', 'dij-output-kind', at, data)];
    }
    if (given === undefined) {
      return type === 'float32' ? [] : [found('warning', 'dij-output-likely', at, data)];
    }
    return given === type ? [] : [found('error', 'dij-output-type', at, data)];
  });
