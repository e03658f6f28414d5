import { radiusOf } from '../../../onnx/receptive/extent';
import { isReference } from '../../../spec/sizes/kinds';
import { allowedOf } from '../../../spec/sizes/take';
import { axesOf, tensorsOf } from '../subject';
import type { PlacedAxis, Rule, Subject } from '../subject';
import { found } from './found';
import { tiledAxes } from './tiles';
import type { TiledAxis } from './tiles';

/**
 * TileMaker.java mirrors the image outward by the halo; the network then sees that where it would fill up by itself. What
 * depends on pixels outside the image differs, all else is equal (measured, `testing/measured.json`).
 */
export const mirroredBorder: Rule = subject => {
  const inputs = tiledAxes(subject);
  return tensorsOf(subject, 'outputs').flatMap(({ tensor, path }) => {
    const border = axesOf(subject, 'outputs')
      .filter(({ tensor: { id }, axis: { halo } }) => id === tensor.id && halo > 0)
      .map(output => `${widthOf(subject, output, inputs)} along ${output.axis.id}`);
    return border.length === 0
      ? []
      : [found('warning', 'dij-border', [...path, 'axes'], { tensor: tensor.id, border })];
  });
};

/** How far inward pixels of the output depend on what lies outside the image; the halo where that is not known. */
function widthOf(subject: Subject, { axis }: PlacedAxis, inputs: readonly TiledAxis[]): number {
  const { size, halo } = axis;
  const source = isReference(size) && inputs.find(input => input.tensor.id === size.tensor_id && input.axis.id === size.axis_id); // prettier-ignore
  const allowed = allowedOf(axis, subject.description);
  if (!source || allowed.kind !== 'follows') {
    return halo;
  }
  const reach = reachAlong(subject, source, allowed);
  return reach === undefined || !Number.isFinite(reach) ? halo : Math.ceil(reach * allowed.factor);
}

/** The network's reach in pixels of its input; `undefined` where it is not known. */
function reachAlong(
  { outline, description }: Subject,
  { tensor, axis, tiling: { min, step } }: TiledAxis,
  { factor, offset }: { readonly factor: number; readonly offset: number }
): number | undefined {
  const only = description.inputs.length === 1 && description.outputs.length === 1;
  if (!outline || !only) {
    return undefined;
  }
  try {
    // What takes one size only takes its multiples, where it is made of convolutions.
    const grid = { min, step: step || min, scale: factor, offset };
    return radiusOf(outline, tensor.axes.indexOf(axis), grid);
  } catch {
    // An operator whose reach is not known, or a damaged graph, of which the network's own rules tell.
    return undefined;
  }
}
