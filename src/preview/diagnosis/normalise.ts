import type { ModelDescription, Operation } from '../../spec/model';
import { isDiscrete } from '../../tensor/dtype';
import { meanAndStd } from '../../tensor/stats';
import type { Tensor } from '../../tensor/tensor';
import { formatValue } from '../reproduce/sentence';
import type { Cause, Change } from './change';
import { afterTypes, fixOf, insert, operationEdits, without, withOperations } from './recipe';
import { nameOperation } from './wording';

/** Another preprocessing of one input. */
interface Preparation {
  readonly change: Change;
  readonly description: ModelDescription;
}

const normalising = ['scale_range', 'zero_mean_unit_variance', 'fixed_zero_mean_unit_variance', 'scale_linear'];
const lows = [0, 0.1, 1, 2, 3, 5];
const highs = [100, 99.9, 99.8, 99, 98, 97, 95];

interface Variant {
  readonly cause: Cause;
  readonly data?: Change['data'];
  readonly rank?: number;
  /** In place of the declared normalisation. */
  readonly steps: readonly Operation[];
  /** The steps hold numbers of this very image, so that they mend nothing. */
  readonly thisImageOnly?: boolean;
}

/** Other preprocessings of an input, the likeliest first. `raw` is its test tensor. */
export function preparations(description: ModelDescription, input: number, raw: Tensor): Preparation[] {
  const { operations } = description.inputs[input];
  const names = operations.map(nameOperation);
  const make = (change: Omit<Change, 'fix'>, after: readonly Operation[], label: string): Preparation => ({
    change: { ...change, ...fixOf(label, operationEdits(description, 'inputs', input, after)) },
    description: withOperations(description, 'inputs', input, after)
  });
  const single = names.map((operation, at) => {
    const cause = isNormalisation(operations[at]) ? 'normalisation-left-out' : 'preprocessing-left-out';
    const change = { cause, data: { operation }, rank: 2 } as const;
    return make(change, without(operations, at), `Leave out ${operations[at].id}`);
  });
  const pairs = names.flatMap((operation, first) =>
    names.slice(first + 1).map((other, offset) => {
      const change = { cause: 'preprocessing-pair-left-out', data: { operation, other }, rank: 4 } as const;
      return make(change, without(operations, first, first + 1 + offset), 'Leave out both');
    })
  );
  const replaced = replacements(description, input, raw).map(
    ({ cause, data = {}, rank = 2, steps, at, thisImageOnly }) => {
      const rest = at < 0 ? operations : without(operations, at);
      const place = at < 0 ? afterTypes(operations) : at;
      const declared = at < 0 ? 'no normalisation' : names[at];
      const after = endAsNumbers(insert(rest, place, steps), description, input);
      const made = make(
        { cause, data: { declared, ...data }, rank },
        after,
        `Use ${steps.map(nameOperation).join(' and ')}`
      );
      return thisImageOnly ? { ...made, change: { cause, data: made.change.data, rank } } : made;
    }
  );
  return [...single, ...kept(description, input, operations, make), ...replaced, ...pairs];
}

function isNormalisation({ id }: Operation): boolean {
  return normalising.includes(id);
}

type Make = (change: Omit<Change, 'fix'>, after: readonly Operation[], label: string) => Preparation;

/** Normalised values that the description casts back to whole numbers, as the format does where nothing else is said. */
function kept(
  { inputs }: ModelDescription,
  input: number,
  operations: readonly Operation[],
  make: Make
): Preparation[] {
  const type = inputs[input].data[0]?.type ?? 'float32';
  if (!isDiscrete(type) || operations.at(-1)?.id === 'ensure_dtype') {
    return [];
  }
  const after = [...operations, toFloat];
  return [make({ cause: 'cast-back', data: { type }, rank: 2 }, after, 'Add ensure_dtype with float32')];
}

const toFloat: Operation = { id: 'ensure_dtype', kwargs: { dtype: 'float32' } };

/** Without a last word on the type, the format would cast what was normalised back to the image's whole numbers. */
function endAsNumbers(operations: readonly Operation[], { inputs }: ModelDescription, input: number): Operation[] {
  const open = operations.at(-1)?.id !== 'ensure_dtype' && isDiscrete(inputs[input].data[0]?.type ?? 'float32');
  return open ? [...operations, toFloat] : [...operations];
}

/** Variants in place of each declared normalisation, or as the first step where there is none. */
function replacements(description: ModelDescription, input: number, raw: Tensor): (Variant & { at: number })[] {
  const { operations } = description.inputs[input];
  const places = operations.flatMap((operation, at) => (isNormalisation(operation) ? at : []));
  return (places.length > 0 ? places : [-1]).flatMap(at =>
    variants(description, input, raw, operations[at]).map(variant => ({ ...variant, at }))
  );
}

function variants(
  description: ModelDescription,
  input: number,
  raw: Tensor,
  declared: Operation | undefined
): Variant[] {
  const { axes } = description.inputs[input];
  const whole = axes.filter(({ type }) => type !== 'batch').map(({ id }) => id);
  const spatial = axes.filter(({ type }) => type === 'space' || type === 'time').map(({ id }) => id);
  const several = axes.some(({ type }, axis) => type === 'channel' && raw.shape[axis] > 1);
  const ways = [
    { over: several ? ', over the whole image' : '', axes: whole },
    ...(several ? [{ over: ', for each channel', axes: spatial }] : [])
  ];
  const common = ways.flatMap(way => percentiles(way, mirrored));
  const rare = ways.flatMap(way => percentiles(way, unequal));
  const means = ways.map(way => ({
    cause: 'mean-and-deviation' as const,
    data: { over: way.over },
    steps: [{ id: 'zero_mean_unit_variance', kwargs: { axes: way.axes } }]
  }));
  const near = declared?.id === 'scale_range' ? [...sameAxes(declared), ...common] : [...means, ...common];
  const [eight, sixteen, ...otherScales] = scalings();
  const [byVariance, ...otherDivisors] = variance(raw);
  const likely = [eight, sixteen, ...near, byVariance, ...fixed(declared), ...means, ...clipped(declared)];
  return [...likely, ...otherScales, ...otherDivisors, ...rare];
}

interface Way {
  readonly over: string;
  readonly axes: unknown;
}

const mirrored = lows.map((low, index) => [low, [100, 99.9, 99, 98, 97, 95][index]] as const);
const unequal = lows
  .flatMap(low => highs.map(high => [low, high] as const))
  .filter(([low, high]) => !mirrored.some(pair => pair[0] === low && pair[1] === high))
  // The pairs that StarDist and CSBDeep use come first.
  .sort(([, one], [, other]) => Number(other === 99.8) - Number(one === 99.8));

function percentiles({ over, axes }: Way, pairs: readonly (readonly [number, number])[]): Variant[] {
  return pairs.map(([low, high]) => ({
    cause: 'percentiles',
    data: { low, high, over },
    steps: [
      { id: 'scale_range', kwargs: { ...(axes !== undefined && { axes }), min_percentile: low, max_percentile: high } }
    ]
  }));
}

/** The declared axes with other percentiles: both, or one of them. */
function sameAxes({ kwargs }: Operation): Variant[] {
  const { min_percentile: min = 0, max_percentile: max = 100 } = kwargs;
  const one = [
    ...(typeof max === 'number' ? lows.filter(low => low !== min).map(low => [low, max] as const) : []),
    ...(typeof min === 'number' ? highs.filter(high => high !== max).map(high => [min, high] as const) : [])
  ];
  return percentiles({ over: '', axes: kwargs.axes }, [...mirrored, ...one]).map(variant => ({
    ...variant,
    steps: variant.steps.map(({ id, kwargs: changed }) => ({ id, kwargs: { ...kwargs, ...changed } }))
  }));
}

/** Whole-number images to 0..1 or -1..1, and back. */
function scalings(): Variant[] {
  const linear = (cause: Cause, words: string, gain: number, offset = 0): Variant => ({
    cause,
    data: { words },
    steps: [{ id: 'scale_linear', kwargs: { gain, offset } }]
  });
  return [
    linear('fixed-scaling', 'divided by 255 (8-bit images)', 1 / 255),
    linear('fixed-scaling', 'divided by 65535 (16-bit images)', 1 / 65535),
    linear('fixed-scaling', 'scaled from 0..255 to -1..1', 1 / 127.5, -1),
    linear('fixed-scaling', 'scaled from 0..1 to -1..1', 2, -1),
    linear('fixed-scaling', 'multiplied by 255', 255)
  ];
}

/** A declared fixed deviation that is really a variance, or the other way round. */
function fixed(declared: Operation | undefined): Variant[] {
  const { mean, std } = declared?.kwargs ?? {};
  const values = Array.isArray(std) ? std : [std];
  if (declared?.id !== 'fixed_zero_mean_unit_variance' || !values.every(value => typeof value === 'number')) {
    return [];
  }
  const changed = (change: (value: number) => number) => (Array.isArray(std) ? values.map(change) : change(values[0]));
  return [
    { words: 'the declared deviation taken as a variance', std: changed(Math.sqrt) },
    { words: 'the square of the declared deviation', std: changed(value => value * value) }
  ].map(({ words, std: other }) => ({
    cause: 'fixed-deviation',
    data: { words },
    steps: [{ id: declared.id, kwargs: { ...declared.kwargs, mean, std: other } }]
  }));
}

/** Divided by the variance, or with another small number added to the deviation: what no operation of the format does. */
function variance(raw: Tensor): Variant[] {
  const { mean, std } = meanAndStd(raw);
  const by = (cause: Cause, divisor: number, data: Change['data']): Variant => ({
    cause,
    data,
    steps: [{ id: 'fixed_zero_mean_unit_variance', kwargs: { mean, std: divisor } }],
    thisImageOnly: true
  });
  const epsilons = [1e-3, 1e-2, 0.1, 1];
  return [
    by('variance-for-deviation', std * std, {}),
    by('mean-only', 1, { mean: formatValue(mean) }),
    // Of the plain deviation and one with a small number added, the plain one is the simpler.
    ...epsilons.map(eps => ({ ...by('other-epsilon', std + eps, { eps: formatValue(eps) }), rank: 3 }))
  ];
}

/** Percentiles with what lies beyond them cut off. */
function clipped(declared: Operation | undefined): Variant[] {
  const clip: Operation = { id: 'clip', kwargs: { min: 0, max: 1 } };
  return declared?.id === 'scale_range' ? [{ cause: 'clipped', rank: 2, steps: [declared, clip] }] : [];
}
