import { axesOf, rawAt, tensorsOf } from '../subject';
import type { Rule } from '../subject';
import { found } from './found';

/** BioimageIoCommand.java of the extension (promptForModel). */
export const oneInput: Rule = ({ description: { inputs } }) =>
  inputs.length > 1 ? [found('error', 'qupath-inputs', ['inputs'], { count: inputs.length })] : [];

/** BioimageIoCommand.java of the extension (promptForModel). */
export const oneOutput: Rule = ({ description: { outputs } }) =>
  outputs.length > 1 ? [found('error', 'qupath-outputs', ['outputs'], { count: outputs.length })] : [];

/** BioimageIoCommand.java of the extension counts the axes in space of the first input. */
export const twoDimensions: Rule = ({ description: { inputs } }) => {
  const space = inputs[0]?.axes.filter(({ type }) => type === 'space') ?? [];
  return space.length > 2 ? [found('error', 'qupath-3d', ['inputs', 0, 'axes'])] : [];
};

/** BioimageIoTools.java (buildPatchClassifierParams) takes the places of these in the input for the output, too. */
export const neededAxes: Rule = subject =>
  tensorsOf(subject).flatMap(({ tensor, path }) => {
    const ids = tensor.axes.map(({ id, type }) => (type === 'channel' ? 'channel' : id));
    const missing = ['channel', 'y', 'x'].filter(id => !ids.includes(id));
    return tensor.axes.length > 0 && missing.length > 0
      ? [found('error', 'qupath-axes', [...path, 'axes'], { tensor: tensor.id, missing })]
      : [];
  });

/** Axes.java reads them without asking whether they are there; format 0.4 has none. */
export const channelNames: Rule = subject =>
  axesOf(subject)
    .filter(
      ({ axis: { type }, path }) => type === 'channel' && !Array.isArray(rawAt(subject, ...path, 'channel_names'))
    )
    .filter(({ path }) => rawAt(subject, ...path) !== undefined)
    .map(({ tensor, path }) => found('error', 'qupath-channel-names', path, { tensor: tensor.id }));

/** SpaceAxes.java (getType): one of the letters of AxisType.java. */
export const knownAxes: Rule = subject =>
  axesOf(subject)
    .filter(({ axis: { type, id } }) => type === 'space' && !/^[xyzbict]$/i.test(id))
    .map(({ tensor, axis, path }) => found('error', 'qupath-axis', path, { tensor: tensor.id, axis: axis.id }));
