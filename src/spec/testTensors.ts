import { toNumbers } from '../tensor/cast';
import { valueRange } from '../tensor/stats';
import type { DType, Tensor } from '../tensor/tensor';
import { isFields } from './cursor';
import type { Finding } from './finding';
import type { Axis, ModelDescription, SizeReference, TensorDescription } from './model';
import { axesOf, found, isOld, reportedAt, tensorsOf } from './rules/places';
import type { AxisPlace, TensorPlace } from './rules/places';
import { isDiscrete } from './rules/tolerances';
import { isParameterized, isReference } from './sizes/kinds';

/** Test tensors that could be read, by the id of their tensor. */
type TestTensors = ReadonlyMap<string, Tensor>;

/** Below this the zoo takes all values for nothing. */
const tooSmall = 1e-4;

/** Test tensors against the axes, sizes and types that the description gives (spec 0.5, test tensors). */
export function testTensorFindings(description: ModelDescription, tensors: TestTensors): Finding[] {
  const fits = tensorsOf(description).flatMap(place => {
    const tensor = tensors.get(place.tensor.id);
    return tensor ? tensorFindings(place, tensor, description, tensors) : [];
  });
  return [...fits, ...toleranceFindings(description, tensors)].map(finding => judged(finding, description));
}

/** The zoo's library reports them of the whole description, and looks at no test tensor of a 0.4 description. */
function judged(finding: Finding, description: ModelDescription): Finding {
  return isOld(description) ? { ...finding, by: 'zooport' } : reportedAt([], finding);
}

/** The most that a stated absolute tolerance may be, as a share of the largest expected value. */
const mostOfMaximum = 0.01;

/**
 * Only entries of the list itself are held to it, not the older ones per weights format; for each output the first
 * that names it counts.
 */
function toleranceFindings({ tolerances, outputs, raw }: ModelDescription, tensors: TestTensors): Finding[] {
  const seen = new Set<string>();
  return tolerances.slice(0, listedTolerances(raw)).flatMap(({ absolute, outputs: named }, index) => {
    const meant = outputs.filter(output => !seen.has(output.id) && isNamed(output, named));
    meant.forEach(({ id }) => seen.add(id));
    return meant.flatMap(({ id }) => {
      const tensor = tensors.get(id);
      const most = tensor && valueRange(tensor)?.max;
      const path = ['config', 'bioimageio', 'reproducibility_tolerance', index, 'absolute_tolerance'];
      return most !== undefined && absolute > mostOfMaximum * most
        ? [found('tolerance-large', path, { absolute, tensor: id, most })]
        : [];
    });
  });
}

/** No name at all means every output; a kind of outputs may stand in place of the list. */
function isNamed(output: TensorDescription, named: readonly string[]): boolean {
  const kind = isDiscrete(output) ? 'any_discrete_output' : 'any_continuous_output';
  return named.length === 0 || named.includes(output.id) || named.includes(kind);
}

function listedTolerances({ config }: ModelDescription['raw']): number {
  const bioimageio = isFields(config) ? config.bioimageio : undefined;
  const listed = isFields(bioimageio) ? bioimageio.reproducibility_tolerance : undefined;
  return Array.isArray(listed) ? listed.length : 0;
}

function tensorFindings(
  place: TensorPlace,
  tensor: Tensor,
  description: ModelDescription,
  tensors: TestTensors
): Finding[] {
  const path = [...place.path, 'test_tensor'];
  const facts = { file: place.tensor.testTensor?.source ?? '', tensor: place.tensor.id };
  const { axes } = place.tensor;
  if (tensor.shape.length !== axes.length) {
    const shape = tensor.shape.join(' × ') || 'a single number';
    const data = {
      ...facts,
      found: tensor.shape.length,
      shape,
      expected: axes.length,
      axes: axes.map(axis => axis.id)
    };
    return [found('test-tensor-dimensions', path, data)];
  }
  const expected = place.tensor.data[0]?.type ?? 'float32';
  const type = typeFits(expected, tensor.dtype)
    ? []
    : [found('test-tensor-type', path, { ...facts, found: tensor.dtype, expected })];
  const sizes = axesOf(place).flatMap((axis, index) =>
    sizeFindings(axis, tensor.shape[index], facts, { description, tensors })
  );
  return [...type, ...valueFindings(tensor, facts, path), ...sizes];
}

/** A float description also takes whole numbers, but neither bool nor half precision. */
function typeFits(expected: DType, actual: DType): boolean {
  return expected.startsWith('float') ? actual !== 'bool' : actual === expected;
}

function valueFindings(tensor: Tensor, facts: Finding['data'], path: Finding['path']): Finding[] {
  const values = toNumbers(tensor);
  let least = Infinity;
  let most = -Infinity;
  let undefinedValues = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value !== value) {
      undefinedValues += 1;
    }
    // NaN fails both comparisons.
    least = value < least ? value : least;
    most = value > most ? value : most;
  }
  const small = least > -tooSmall && most < tooSmall;
  // numpy's minimum of an array that holds NaN is NaN, and no comparison with it is true: the zoo says nothing.
  const by = undefinedValues > 0 ? 'zooport' : 'zoo';
  return [
    ...(small ? [found('test-tensor-small', path, facts, 'error', by)] : []),
    ...(undefinedValues > 0
      ? [found('test-tensor-nan', path, { ...facts, count: undefinedValues }, 'error', 'zooport')]
      : [])
  ];
}

interface Known {
  readonly description: ModelDescription;
  readonly tensors: TestTensors;
}

function sizeFindings(
  { axis, path, side, tensor }: AxisPlace,
  actual: number,
  about: Finding['data'],
  known: Known
): Finding[] {
  const { size } = axis;
  const facts = { ...about, axis: axis.id, found: actual };
  // Since spec 0.5.12 a test tensor may be given with the halo cropped (output) or not yet padded (input).
  const halo = side === 'inputs' ? inputHalo(tensor.id, axis, known.description) : -axis.halo;
  const candidates = [actual, Math.max(0, actual + 2 * halo)];
  if (isReference(size)) {
    return referenceFindings(axis, size, candidates, { facts, path, known });
  }
  if (isParameterized(size)) {
    const fits = candidates.some(value => value >= size.min && (value - size.min) % size.step === 0);
    const next = { min: size.min, next: size.min + size.step, afterNext: size.min + 2 * size.step };
    return fits ? [] : [found('test-tensor-step', path, { ...facts, ...next })];
  }
  if (typeof size === 'number') {
    return candidates.includes(size) ? [] : [found('test-tensor-size', path, { ...facts, expected: size })];
  }
  const outside = size !== null && (actual < size.min || (size.max !== null && actual > size.max));
  return outside
    ? [found('test-tensor-range', path, { ...facts, min: size.min, max: size.max ?? 'any larger number' })]
    : [];
}

interface Context {
  readonly facts: Finding['data'];
  readonly path: Finding['path'];
  readonly known: Known;
}

/** Compared without rounding, as the zoo does. A reference that leads nowhere is reported by the size rules. */
function referenceFindings(
  axis: Axis,
  size: SizeReference,
  candidates: readonly number[],
  context: Context
): Finding[] {
  const { facts, path, known } = context;
  const target = tensorsOf(known.description).find(({ tensor }) => tensor.id === size.tensor_id)?.tensor;
  const index = target?.axes.findIndex(({ id }) => id === size.axis_id) ?? -1;
  if (!target || index < 0) {
    return [];
  }
  const reference = `${size.tensor_id}.${size.axis_id}`;
  const referenceSize = known.tensors.get(size.tensor_id)?.shape[index];
  if (referenceSize === undefined) {
    return target.testTensor ? [] : [found('test-tensor-alone', path, { ...facts, reference })];
  }
  const expected = (referenceSize * target.axes[index].scale) / axis.scale + size.offset;
  return candidates.includes(expected) ? [] : [found('test-tensor-reference', path, { ...facts, expected, reference })];
}

/** The halo of the output axis that refers to this input axis, in pixels of the input. */
function inputHalo(tensorId: string, axis: Axis, { outputs }: ModelDescription): number {
  const referring = outputs
    .flatMap(output => output.axes)
    .find(({ size, halo }) => halo > 0 && isReference(size) && size.tensor_id === tensorId && size.axis_id === axis.id);
  return referring ? Math.trunc((referring.halo / referring.scale) * axis.scale) : 0;
}
