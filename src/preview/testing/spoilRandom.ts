import type { Operation } from '../../spec/model';
import { meanAndStd, valueRange } from '../../tensor/stats';
import type { Tensor } from '../../tensor/tensor';
import { apply } from './arithmetic';
import { exchanged, flipped, mapped, shifted } from './image';
import type { Random } from '../../tensor/testing/random';
import { axesOf, percentiles, toFloat } from './recipes';
import { unexplainable } from './spoilBeyond';
import type { Spoiler, Spoiling } from './spoiling';
import { must } from '../../tensor/testing/must';

const lows = [0, 0.1, 1, 2, 3, 5];
const highs = [100, 99.9, 99, 98, 97, 95];
const means: Operation = { id: 'zero_mean_unit_variance', kwargs: { axes: ['channel', 'y', 'x'] } };

interface Normalisation {
  readonly what: string;
  readonly pre: readonly Operation[];
  readonly causes: readonly string[];
  readonly says?: RegExp;
}

/** A normalisation, as an author may have done it instead of the declared one. */
function otherNormalisation(random: Random, raw: Tensor): Normalisation {
  const at = random.whole(0, lows.length - 1);
  const [low, high] = [lows[at], random.next() < 0.7 ? highs[at] : random.pick(highs)];
  const { mean, std } = meanAndStd(raw);
  const fixed = (gain: number, offset: number): readonly Operation[] => [
    toFloat,
    { id: 'scale_linear', kwargs: { gain, offset } },
    toFloat
  ];
  return random.pick<() => Normalisation>([
    () => ({
      what: `normalised by the percentiles ${low} and ${high}`,
      pre: [toFloat, percentiles(low, high), toFloat],
      causes: ['percentiles'],
      says: new RegExp(`percentiles ${low} and ${high}\\b`)
    }),
    () => ({
      what: `normalised by the percentiles ${low} and ${high}`,
      pre: [toFloat, percentiles(low, high), toFloat],
      causes: ['percentiles'],
      says: new RegExp(`percentiles ${low} and ${high}\\b`)
    }),
    () => ({ what: 'mean 0, deviation 1', pre: [toFloat, means, toFloat], causes: ['mean-and-deviation'] }),
    () => ({ what: 'not normalised', pre: [toFloat], causes: ['normalisation-left-out'] }),
    () => ({ what: 'divided by 255', pre: fixed(1 / 255, 0), causes: ['fixed-scaling'], says: /divided by 255/ }),
    () => ({ what: 'divided by 65535', pre: fixed(1 / 65535, 0), causes: ['fixed-scaling'], says: /by 65535/ }),
    () => ({
      what: 'divided by the variance',
      pre: [toFloat, { id: 'fixed_zero_mean_unit_variance', kwargs: { mean, std: std * std } }, toFloat],
      causes: ['variance-for-deviation']
    })
  ])();
}

/** The test was made with another normalisation than declared. */
const normalisation: Spoiler = async (scene, random) => {
  const { what, pre, causes, says } = otherNormalisation(random, scene.raw);
  const draft = await scene.with({ expected: await scene.compute(scene.raw, { pre }) });
  return { kind: 'normalisation', what: `the test image was ${what}`, draft, causes, ...(says && { says }) };
};

/** The description declares an operation more than the author's test did. */
const extraBefore: Spoiler = async (scene, random) => {
  const { operations } = scene.description.inputs[0];
  const range = must(valueRange(scene.raw));
  const extra = random.pick<Operation>([
    { id: 'clip', kwargs: { min: 0, max: range.max * random.between(0.2, 0.6) } },
    { id: 'scale_linear', kwargs: { gain: random.between(1.3, 4), offset: random.between(-0.5, 0.5) } },
    { id: 'sigmoid', kwargs: {} }
  ]);
  // At the end, where it works on what was normalised.
  const end = operations.at(-1)?.id === 'ensure_dtype' ? operations.length - 1 : operations.length;
  const pre = [...operations.slice(0, end), extra, ...operations.slice(end)];
  const causes = ['preprocessing-left-out', 'normalisation-left-out'];
  const draft = await scene.with({ pre: extra.id === 'clip' ? [toFloat, extra, ...operations] : pre });
  return {
    kind: 'extra-before',
    what: `${extra.id} was added to the preprocessing`,
    draft,
    causes,
    says: new RegExp(extra.id)
  };
};

const extraBehind: Spoiler = async (scene, random) => {
  const { operations } = scene.description.outputs[0];
  const extra = random.pick<Operation>([
    { id: 'sigmoid', kwargs: {} },
    { id: 'scale_linear', kwargs: { gain: random.between(1.5, 4), offset: random.between(-1, 1) } },
    { id: 'clip', kwargs: { min: 0.2, max: 0.4 } }
  ]);
  const draft = await scene.with({ post: [...operations, extra, toFloat] });
  const what = `${extra.id} was added to the postprocessing`;
  return { kind: 'extra-behind', what, draft, causes: ['postprocessing-left-out'], says: new RegExp(extra.id) };
};

/** The sigmoid of the author's test is not declared, or the declared one was not part of the test. */
const activation: Spoiler = async (scene, random) => {
  const { operations } = scene.description.outputs[0];
  const declared = operations.filter(({ id }) => id === 'sigmoid').length > 0;
  const others = operations.filter(({ id }) => id !== 'sigmoid');
  const undeclared = random.next() < 0.5;
  if (!declared) {
    const expected = await scene.compute(scene.raw, { post: [{ id: 'sigmoid', kwargs: {} }, ...operations] });
    const draft = await scene.with({ expected });
    return { kind: 'activation', what: 'the test had a sigmoid more', draft, causes: ['activation-missing'] };
  }
  if (undeclared) {
    const draft = await scene.with({ post: others });
    return { kind: 'activation', what: 'the sigmoid is not declared', draft, causes: ['activation-missing'] };
  }
  const draft = await scene.with({ expected: await scene.compute(scene.raw, { post: others }) });
  return { kind: 'activation', what: 'the test had no sigmoid', draft, causes: ['postprocessing-left-out'] };
};

/** Two things at once: another normalisation, and a sigmoid more or less. */
const twice: Spoiler = async (scene, random) => {
  const before = apply(scene.raw, scene.description.inputs[0].operations).data;
  // The same normalisation may be written in another way.
  const same = (image: Float32Array) => image.every((value, at) => Math.abs(value - before[at]) < 1e-4);
  let { what, pre, says } = otherNormalisation(random, scene.raw);
  while (same(apply(scene.raw, pre).data)) {
    ({ what, pre, says } = otherNormalisation(random, scene.raw));
  }
  const { operations } = scene.description.outputs[0];
  const declared = operations.some(({ id }) => id === 'sigmoid');
  const others = operations.filter(({ id }) => id !== 'sigmoid');
  const post = declared ? others : [{ id: 'sigmoid', kwargs: {} }, ...operations];
  const draft = await scene.with({ expected: await scene.compute(scene.raw, { pre, post }) });
  const whole = `the test image was ${what}, and a sigmoid was ${declared ? 'left out' : 'added'}`;
  return { kind: 'twice', what: whole, draft, causes: ['both-sides'], ...(says && { says }) };
};

const output: Spoiler = async (scene, random) => {
  const { expected } = scene;
  const range = must(valueRange(expected));
  const [y, x] = axesOf(scene, 'outputs');
  const gain = random.pick([255, 65535, random.between(0.2, 0.7), random.between(1.5, 20), -random.between(0.5, 3)]);
  const span = range.max - range.min;
  const offset = random.pick([-1, 1]) * random.between(0.1, 2) * span;
  const threshold = range.min + random.between(0.2, 0.8) * span;
  const flips = random.pick([[y], [x], [y, x]]);
  const by = expected.shape.map((_, axis) => (axis === y || axis === x ? random.whole(-3, 3) : 0));
  by[x] ||= by[y] === 0 ? 1 : 0;
  const border = random.pick(['zero', 'edge', 'wrap'] as const);
  return random.pick<() => Promise<Spoiling>>([
    async () => ({
      kind: 'output-flipped',
      what: `the output was flipped along ${flips.map(axis => (axis === y ? 'y' : 'x')).join(' and ')}`,
      draft: await scene.with({ expected: flipped(expected, flips) }),
      causes: ['output-flipped'],
      says: new RegExp(`flipped along ${flips.map(axis => (axis === y ? 'y' : 'x')).join(' and ')}:`)
    }),
    async () => ({
      kind: 'output-exchanged',
      what: 'y and x of the output were exchanged',
      draft: await scene.with({ expected: exchanged(expected) }),
      causes: ['output-reordered']
    }),
    async () => ({
      kind: 'output-shifted',
      what: `the output was shifted by ${by.join()} (${border})`,
      draft: await scene.with({ expected: shifted(expected, by, border) }),
      causes: ['output-shifted'],
      says: new RegExp([['y', by[y]] as const, ['x', by[x]] as const].filter(([, step]) => step !== 0).map(([name, step]) => `${Math.abs(step)} pixels? ${step < 0 ? 'back' : 'on'} along ${name}`).join(' and ')) // prettier-ignore
    }),
    async () => ({
      kind: 'output-scaled',
      what: `the output was multiplied by ${gain}`,
      draft: await scene.with({ expected: mapped(expected, value => value * gain) }),
      causes: ['output-scaled']
    }),
    async () => ({
      kind: 'output-offset',
      what: `${offset} was added to the output`,
      draft: await scene.with({ expected: mapped(expected, value => value + offset) }),
      causes: ['output-offset']
    }),
    async () => ({
      kind: 'output-scaled-and-offset',
      what: `the output was multiplied by ${gain}, and ${offset} added`,
      draft: await scene.with({ expected: mapped(expected, value => value * gain + offset) }),
      causes: ['output-scaled-and-offset']
    }),
    async () => ({
      kind: 'thresholded',
      what: `the output was thresholded at ${threshold}`,
      draft: await scene.with({ expected: mapped(expected, value => (value > threshold ? 1 : 0)) }),
      causes: ['thresholded']
    })
  ])();
};

/** The network saw the image in another order than it is stored in. */
const image: Spoiler = async (scene, random) => {
  const [y, x] = axesOf(scene, 'inputs');
  const flips = random.pick([[y], [x], [y, x]]);
  const step = random.pick([-3, -2, -1, 1, 2, 3]);
  const axis = random.pick([y, x]);
  const by = scene.raw.shape.map((_, at) => (at === axis ? step : 0));
  const border = random.pick(['edge', 'wrap'] as const);
  const [what, causes, before] = random.pick<[string, string[], (tensor: Tensor) => Tensor]>([
    ['flipped', ['image-flipped'], tensor => flipped(tensor, flips)],
    ['exchanged', ['image-reordered'], tensor => exchanged(tensor)],
    ['shifted', ['image-shifted'], tensor => shifted(tensor, by, border)]
  ]);
  const expected = await scene.compute(scene.raw, { before });
  return { kind: `image-${what}`, what: `the image was ${what}`, draft: await scene.with({ expected }), causes };
};

const spoilers: readonly Spoiler[] = [
  normalisation,
  normalisation,
  normalisation,
  extraBefore,
  extraBehind,
  activation,
  output,
  output,
  output,
  image,
  image,
  twice,
  unexplainable,
  unexplainable
];

/** Spoils the bundle in one way, drawn at random. It may be too little to be noticed. */
export const spoilAtRandom: Spoiler = (scene, random) => random.pick(spoilers)(scene, random);
