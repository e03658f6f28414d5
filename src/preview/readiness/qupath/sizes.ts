import { isParameterized, isReference } from '../../../spec/sizes/kinds';
import { axesOf, isOld, rawAt } from '../subject';
import type { Rule } from '../subject';
import { found } from './found';

/** Axes.java makes axes without a halo, whatever is written; OutputTensor.java knows that of format 0.4. */
export const halo: Rule = subject => {
  const [first] = isOld(subject) ? [] : axesOf(subject, 'outputs').filter(({ axis }) => axis.halo > 0);
  return first ? [found('warning', 'qupath-halo', [...first.path, 'halo'])] : [];
};

/** Size.java takes 1 for a missing offset. */
export const offset: Rule = subject =>
  (isOld(subject) ? [] : axesOf(subject, 'outputs'))
    .filter(({ axis, path }) => isReference(axis.size) && rawAt(subject, ...path, 'size', 'offset') === undefined)
    .map(({ tensor, path }) => found('info', 'qupath-offset', [...path, 'size'], { tensor: tensor.id }));

/** BioimageIoTools.java wishes for tiles of this side. */
const wished = 512;

/** BioimageIoTools.java (buildPatchClassifierParams) adds smallest sizes where it should add steps. */
export const tile: Rule = subject =>
  axesOf(subject, 'inputs').flatMap(({ axis, path }) => {
    const { size } = axis;
    if (axis.type !== 'space' || !isParameterized(size) || size.min <= 0) {
      return [];
    }
    const { min, step } = size;
    const side = wished <= min ? min : Math.floor(wished / min) * min;
    return (side - min) % step === 0
      ? []
      : [
          found('warning', 'qupath-tile', [...path, 'size'], { axis: axis.id, tile: side, min, next: min + step, step })
        ];
  });
