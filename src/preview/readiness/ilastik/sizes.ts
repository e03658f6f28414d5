import type { Finding } from '../../../spec/finding';
import type { Axis, TensorDescription } from '../../../spec/model';
import { isParameterized, isReference } from '../../../spec/sizes/kinds';
import { followSize } from '../../../spec/sizes/resolve';
import { axesOf } from '../subject';
import type { PlacedAxis, Rule, Subject } from '../subject';
import { found } from './found';

/** bioimageio_utils.py (InputAxisUtils): the side that a tile shall have. */
const side2d = 512;
const side3d = 64;

/** An axis whose size is its own: what it is, or what it refers to. */
function owner(input: TensorDescription, axis: Axis): Axis {
  const { size } = axis;
  return (isReference(size) && input.axes.find(({ id }) => id === size.axis_id)) || axis;
}

/** Steps that one axis needs to reach the side; an axis of one size needs none and does not count. */
function stepsTo(side: number, input: TensorDescription, axis: Axis): number | undefined {
  const { size } = owner(input, axis);
  return isParameterized(size) ? Math.max(0, Math.ceil((side - size.min) / size.step)) : undefined;
}

/**
 * The tile that ilastik cuts (get_best_tile_shape): the fewest steps with which one axis reaches the side, taken on
 * all axes. Empty where the sizes cannot be read.
 */
export function tileOf(input: TensorDescription): ReadonlyMap<string, number> {
  const side = input.axes.filter(({ type }) => type === 'space').length === 3 ? side3d : side2d;
  const counts = input.axes.flatMap(axis => (axis.type === 'batch' ? [] : (stepsTo(side, input, axis) ?? [])));
  const steps = counts.length > 0 ? Math.min(...counts) : 0;
  const sizes = input.axes.flatMap(axis => {
    const own = owner(input, axis);
    const length = isParameterized(own.size) ? own.size.min + steps * own.size.step : own.size;
    return typeof length === 'number'
      ? [[axis.id, own === axis ? length : followSize(axis, own, length)] as const]
      : [];
  });
  return new Map(sizes);
}

function only(subject: Subject): { input: TensorDescription; outputs: PlacedAxis[] } | undefined {
  const [input, second] = subject.description.inputs;
  const one = input && !second && subject.description.outputs.length === 1;
  return one ? { input, outputs: axesOf(subject, 'outputs').filter(({ axis }) => axis.type === 'space') } : undefined;
}

/** opNNclass.py (setup_inference): what the halo leaves of a tile is the block that is asked for. */
export const haloFits: Rule = subject => {
  const { input, outputs = [] } = only(subject) ?? {};
  const tile = input ? tileOf(input) : new Map<string, number>();
  return outputs.flatMap(({ tensor, axis, path }): Finding[] => {
    const length = tile.get(axis.id);
    const data = {
      tensor: tensor.id,
      axis: axis.id,
      halo: axis.halo,
      tile: length,
      most: Math.ceil((length ?? 0) / 2) - 1
    };
    return length !== undefined && length <= 2 * axis.halo
      ? [found('error', 'ilastik-halo', [...path, 'halo'], data)]
      : [];
  });
};

/** Tiles of networks that look around need a halo; operators.py adds only what is written. */
export const someHalo: Rule = subject => {
  const { input, outputs = [] } = only(subject) ?? {};
  const sides = input ? [...tileOf(input)].filter(([id]) => outputs.some(({ axis }) => axis.id === id)) : [];
  return outputs.length > 0 && outputs.every(({ axis }) => axis.halo === 0)
    ? [found('warning', 'ilastik-no-halo', ['outputs', 0, 'axes'], { tile: sides.map(([, size]) => size).join(' x ') })]
    : [];
};

/** operators.py (execute) writes the result over the place where the input was. */
export const sameSize: Rule = subject => {
  const { input, outputs = [] } = only(subject) ?? {};
  return outputs.flatMap(({ tensor, axis, path }): Finding[] => {
    const from = input?.axes.find(({ id }) => id === axis.id);
    return !input || !from || follows(axis, from, input)
      ? []
      : [found('error', 'ilastik-size', [...path, 'size'], { tensor: tensor.id, axis: axis.id })];
  });
};

function follows(axis: Axis, from: Axis, input: TensorDescription): boolean {
  const { size } = axis;
  if (isReference(size)) {
    const own = owner(input, from);
    const target = input.axes.find(({ id }) => id === size.axis_id);
    return !target || (owner(input, target) === own && followSize(axis, target, 1e6) === 1e6);
  }
  return typeof size !== 'number' || typeof from.size !== 'number' || size === from.size;
}
