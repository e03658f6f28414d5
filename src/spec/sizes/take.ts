import type { Axis, AxisSize, AxisType, ModelDescription, TensorDescription } from '../model';
import { isDataDependent, isParameterized, isReference } from './kinds';

/** What sizes an axis may have. */
export type Allowed =
  | { readonly kind: 'any' }
  | { readonly kind: 'fixed'; readonly size: number }
  | { readonly kind: 'steps'; readonly min: number; readonly step: number }
  /** trunc(size of the other axis * factor + offset) */
  | { readonly kind: 'follows'; readonly tensor: string; readonly axis: string; readonly factor: number; readonly offset: number }
  | { readonly kind: 'between'; readonly min: number; readonly max: number | null }
  /** The description could not be read here. */
  | { readonly kind: 'unknown' }; // prettier-ignore

export interface AxisSizes {
  readonly id: string;
  readonly type: AxisType;
  readonly allowed: Allowed;
  /**
   * Of an output: pixels on each side that are wrong for want of surroundings. Of an input: how far inside its own
   * border lie the pixels from which the outputs are free of that.
   */
  readonly halo: number;
}

export interface TensorSizes {
  readonly id: string;
  readonly axes: readonly AxisSizes[];
}

interface DescribedSizes {
  readonly inputs: readonly TensorSizes[];
  readonly outputs: readonly TensorSizes[];
}

/** What the description says of the sizes of every axis. Nothing is computed for a particular image. */
export function sizesOf(description: ModelDescription): DescribedSizes {
  const of = (tensors: readonly TensorDescription[], halo: (tensor: string, axis: Axis) => number): TensorSizes[] =>
    tensors.map(({ id, axes }) => ({
      id,
      axes: axes.map(axis => ({
        id: axis.id,
        type: axis.type,
        allowed: allowedOf(axis, description),
        halo: halo(id, axis)
      }))
    }));
  return {
    inputs: of(description.inputs, (tensor, axis) => inputHalo(description, tensor, axis)),
    outputs: of(description.outputs, (_, axis) => axis.halo)
  };
}

/** What sizes one axis may have. */
export function allowedOf(axis: Axis, description: ModelDescription): Allowed {
  const { size } = axis;
  if (axis.type === 'batch') {
    return size === null ? { kind: 'any' } : { kind: 'fixed', size: 1 };
  }
  if (isParameterized(size)) {
    return { kind: 'steps', min: size.min, step: size.step };
  }
  if (isDataDependent(size)) {
    return { kind: 'between', min: size.min, max: size.max };
  }
  if (isReference(size)) {
    const target = findAxis(description, size.tensor_id, size.axis_id);
    return target
      ? { kind: 'follows', tensor: size.tensor_id, axis: size.axis_id, factor: target.scale / axis.scale, offset: size.offset }
      : { kind: 'unknown' }; // prettier-ignore
  }
  return size === null ? { kind: 'unknown' } : { kind: 'fixed', size };
}

export function findAxis({ inputs, outputs }: ModelDescription, tensor: string, id: string): Axis | undefined {
  return [...inputs, ...outputs].find(one => one.id === tensor)?.axes.find(axis => axis.id === id);
}

/** The largest halo of the output axes that follow this input axis, in pixels of the input. */
export function inputHalo({ outputs }: ModelDescription, tensor: string, axis: Axis): number {
  const leads = (size: AxisSize) => isReference(size) && size.tensor_id === tensor && size.axis_id === axis.id;
  const halos = outputs
    .flatMap(output => output.axes)
    .filter(({ size }) => leads(size))
    .map(({ halo, scale }) => Math.ceil((halo * scale) / axis.scale));
  return Math.max(0, ...halos);
}
