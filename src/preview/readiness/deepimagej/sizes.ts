import type { Finding } from '../../../spec/finding';
import type { AxisSize } from '../../../spec/model';
import { isParameterized, isReference } from '../../../spec/sizes/kinds';
import { findAxis } from '../../../spec/sizes/take';
import { axesOf, channelsOf, isOld, rawAt, rawFields, tensorsOf } from '../subject';
import type { PlacedAxis, Rule, Subject } from '../subject';
import { found } from './found';
import { smallestLength, tiledAxes } from './tiles';

const isSpace = ({ axis }: PlacedAxis): boolean => axis.type === 'space';
const isFree = (placed: PlacedAxis): boolean => isSpace(placed) && isParameterized(placed.axis.size);

function freeAxes(subject: Subject): PlacedAxis[] {
  return axesOf(subject, 'inputs').filter(isFree);
}

/** TileMaker.java (validateStepMin): tiles are whole steps. */
export const wholeSteps: Rule = subject =>
  freeAxes(subject).flatMap(({ tensor, axis: { id, size }, path }) =>
    isParameterized(size) && size.min % size.step !== 0
      ? [
          found('error', 'dij-step', [...path, 'size'], {
            tensor: tensor.id,
            axis: id,
            min: size.min,
            step: size.step,
            better: Math.ceil(size.min / size.step) * size.step
          })
        ]
      : []
  );

/** DeepImageJExecutionConfig.java: a block without `allow_tiling` says that tiling is not allowed. */
export const tiling: Rule = subject => {
  const config = rawAt(subject, 'config', 'deepimagej');
  const { allow_tiling: allowed } = rawFields(subject, 'config', 'deepimagej');
  if (config === undefined || config === null || allowed === true) {
    return [];
  }
  const path = ['config', 'deepimagej'];
  return freeAxes(subject).length > 0 || allowed === null
    ? [found('error', 'dij-tiling', path)]
    : [found('warning', 'dij-tiling-cut', path)];
};

/** TileMaker.java: an output of one size for inputs of many. */
export const fixedOutput: Rule = subject => {
  const free = new Set(freeAxes(subject).map(({ axis }) => axis.id));
  return axesOf(subject, 'outputs')
    .filter(({ axis }) => axis.type === 'space' && typeof axis.size === 'number' && free.has(axis.id))
    .map(({ tensor, axis, path }) =>
      found('error', 'dij-fixed-output', [...path, 'size'], { tensor: tensor.id, axis: axis.id, size: axis.size })
    );
};

/**
 * TileMaker.java: out = in * scale + 2 * offset, which is not what format 0.5 means by its axis scales. Both agree where
 * the input's scale is the square of the output's.
 */
export const outputScale: Rule = subject =>
  (isOld(subject) ? [] : axesOf(subject, 'outputs').filter(isSpace)).flatMap(({ tensor, axis, path }): Finding[] => {
    const data = { tensor: tensor.id, axis: axis.id, scale: axis.scale };
    if (axis.scale !== 1 && factorOf(subject, axis.size, axis.scale) !== axis.scale) {
      return [found('error', 'dij-output-scale', [...path, 'scale'], data)];
    }
    const offset = isReference(axis.size) ? axis.size.offset : 0;
    return offset === 0 ? [] : [found('error', 'dij-output-offset', [...path, 'size'], { ...data, offset })];
  });

/** Output pixels for each input pixel, as the format has it. */
function factorOf({ description }: Subject, size: AxisSize, scale: number): number | undefined {
  const target = isReference(size) ? findAxis(description, size.tensor_id, size.axis_id) : undefined;
  return target && target.scale / scale;
}

/** ModelDescriptorV05.java: the halo goes to the input axis that the output's refers to. */
export const haloReference: Rule = subject => {
  const inputs = new Set(subject.description.inputs.map(({ id }) => id));
  return axesOf(subject, 'outputs').flatMap(({ tensor, axis: { id, size, halo }, path }) =>
    halo > 0 && isReference(size) && !inputs.has(size.tensor_id)
      ? [found('error', 'dij-halo-reference', [...path, 'size'], { tensor: tensor.id, axis: id })]
      : []
  );
};

/** ModelDescriptorV04.java and V05: where the size is a number, only the first axis gets its halo. */
export const fixedHalo: Rule = subject =>
  tensorsOf(subject, 'outputs').flatMap(({ tensor, path }) => {
    const fixed = isOld(subject)
      ? Array.isArray(rawAt(subject, ...path, 'shape')) && hasHalo(rawAt(subject, ...path, 'halo'))
      : tensor.axes.some(({ size, halo }) => typeof size === 'number' && halo > 0);
    return fixed ? [found('warning', 'dij-fixed-halo', [...path, isOld(subject) ? 'halo' : 'axes'], { tensor: tensor.id })] : []; // prettier-ignore
  });

function hasHalo(halo: unknown): boolean {
  return Array.isArray(halo) && halo.some(pixels => typeof pixels === 'number' && pixels > 0);
}

/** AxesV04.java reads the scale of every axis as a number; format 0.4 writes a new axis as an empty one. */
export const emptyScale: Rule = subject =>
  (isOld(subject) ? tensorsOf(subject, 'outputs') : []).flatMap(({ tensor, path }) => {
    const scale = rawAt(subject, ...path, 'shape', 'scale');
    return Array.isArray(scale) && scale.includes(null)
      ? [found('error', 'dij-empty-scale', [...path, 'shape'], { tensor: tensor.id })]
      : [];
  });

/** TileCalculator.java: values of one tile of the input, and bytes of one output. */
const mostInput = 4096 * 4096 * 3;
const mostOutput = 2 ** 31 / 4;

/** TileCalculator.java: sizes that are free are not cut into tiles; the search for a smaller tile never ends. */
export const wholeImage: Rule = subject => {
  const [first] = freeAxes(subject);
  if (!first) {
    return [];
  }
  const outputs = subject.description.outputs.map(output => mostOutput / channelsOf(output));
  const pixels = Math.min(mostInput / channelsOf(first.tensor), ...outputs);
  const most = Number((pixels / 1e6).toPrecision(2));
  const deep = first.tensor.axes.some(({ type, id }) => type === 'space' && id === 'z');
  return [found('warning', deep ? 'dij-whole-stack' : 'dij-whole-image', [...first.path, 'size'], { most })];
};

/** TileMaker.java refuses images for which their tile, the halo with it, is too large (`tiles.ts`). */
export const smallestImage: Rule = subject => {
  const sides = tiledAxes(subject).flatMap(({ axis: { id }, tiling }) => {
    const least = smallestLength(tiling);
    return least !== undefined && least > 1 ? [{ id, least }] : [];
  });
  const path = ['inputs', 0, 'axes'];
  const data = { sides: sides.map(({ id, least }) => `${least} along ${id}`) };
  // Stacks are often thinner than what networks ask for.
  const thin = sides.some(({ id }) => id === 'z');
  return sides.length === 0 ? [] : [found(thin ? 'warning' : 'info', 'dij-smallest', path, data)];
};
