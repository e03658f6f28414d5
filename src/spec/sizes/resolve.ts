import type { Axis, DataDependentSize, ModelDescription, ParameterizedSize, TensorDescription } from '../model';
import { SizeError } from './error';
import { isDataDependent, isParameterized, isReference } from './kinds';

/** Something per axis: tensor id, then axis id, in the description's order. */
export type PerAxis<T> = ReadonlyMap<string, ReadonlyMap<string, T>>;

/** Numbers of pixels (of channels, of images ...). */
export type Sizes = PerAxis<number>;

/** An output's size may be known only when the network has run. */
export type OutputSizes = PerAxis<number | DataDependentSize>;

export interface ResolvedSizes {
  readonly inputs: Sizes;
  readonly outputs: OutputSizes;
}

export interface SizeChoice {
  /** The `n` of every `min + n * step`: one for all, or one per axis. */
  readonly n: number | Sizes;
  /** Images at once. Default: the batch of `largest`, else 1. */
  readonly batch?: number;
  /** Where `n` gives more than this, the smallest `n` that holds it is taken instead. */
  readonly largest?: Sizes;
}

/**
 * The sizes of all axes for a choice of `n` and batch, as `ModelDescr.get_axis_sizes` of bioimageio.spec gives them.
 * @throws {SizeError} where `n` does not name an axis that needs one, or a size could not be read or leads nowhere.
 */
export function resolveSizes(description: ModelDescription, { n, batch, largest }: SizeChoice): ResolvedSizes {
  const images = batch ?? firstBatch(largest) ?? 1;
  const own = (tensor: TensorDescription, axis: Axis): number | DataDependentSize | undefined => {
    const { size } = axis;
    if (axis.type === 'batch') {
      return images;
    }
    if (isParameterized(size)) {
      return sizeAt(size, chosen(n, tensor, axis), largest?.get(tensor.id)?.get(axis.id));
    }
    return typeof size === 'number' || isDataDependent(size) ? size : undefined;
  };
  // References lead to axes with a size of their own only (spec 0.5, axes), so these are all that they can meet.
  const independent = [...description.inputs, ...description.outputs].map(
    tensor => [tensor.id, new Map(tensor.axes.map(axis => [axis.id, { axis, size: own(tensor, axis) }]))] as const
  );
  const all = new Map(independent);
  const sizesOf = (tensors: readonly TensorDescription[]) =>
    mapAxes(tensors, (tensor, axis) => own(tensor, axis) ?? referred(axis, tensor, all));
  return { inputs: onlyNumbers(sizesOf(description.inputs)), outputs: sizesOf(description.outputs) };
}

function sizeAt(size: ParameterizedSize, n: number, largest: number | undefined): number {
  const most = largest === undefined ? n : Math.min(n, stepsFor(size, largest));
  return size.min + size.step * most;
}

/** Smallest `n` whose size holds `length` pixels; negative below the smallest size. */
export function stepsFor({ min, step }: ParameterizedSize, length: number): number {
  return Math.ceil((length - min) / step);
}

function chosen(n: SizeChoice['n'], tensor: TensorDescription, axis: Axis): number {
  const one = typeof n === 'number' ? n : n.get(tensor.id)?.get(axis.id);
  if (one === undefined) {
    throw new SizeError(`The size of axis “${axis.id}” of “${tensor.id}” is not chosen.`);
  }
  return one;
}

interface Target {
  readonly axis: Axis;
  readonly size: number | DataDependentSize | undefined;
}

function referred(axis: Axis, tensor: TensorDescription, all: PerAxis<Target>): number {
  const target = isReference(axis.size) ? all.get(axis.size.tensor_id)?.get(axis.size.axis_id) : undefined;
  if (typeof target?.size !== 'number') {
    throw new SizeError(`The size of axis “${axis.id}” of “${tensor.id}” cannot be told from the description.`);
  }
  return followSize(axis, target.axis, target.size);
}

/** Size of an axis that follows another one of `length`: fractions are dropped (spec 0.5, size reference). */
export function followSize(axis: Axis, reference: Axis, length: number): number {
  const offset = isReference(axis.size) ? axis.size.offset : 0;
  return Math.trunc((length * reference.scale) / axis.scale + offset);
}

function firstBatch(sizes: Sizes | undefined): number | undefined {
  return [...(sizes?.values() ?? [])].map(axes => axes.get('batch')).find(size => size !== undefined);
}

/** The same question of every axis of these tensors; axes of which the answer is `undefined` are left out. */
export function mapAxes<T>(
  tensors: readonly TensorDescription[],
  ask: (tensor: TensorDescription, axis: Axis) => T | undefined
): PerAxis<T> {
  const answers = (tensor: TensorDescription) =>
    tensor.axes.flatMap(axis => {
      const answer = ask(tensor, axis);
      return answer === undefined ? [] : [[axis.id, answer] as const];
    });
  return new Map(tensors.map(tensor => [tensor.id, new Map(answers(tensor))]));
}

function onlyNumbers(sizes: OutputSizes): Sizes {
  return new Map(
    [...sizes].map(([tensor, axes]) => [
      tensor,
      new Map([...axes].flatMap(([axis, size]) => (typeof size === 'number' ? [[axis, size] as const] : [])))
    ])
  );
}
