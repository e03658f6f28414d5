import type { OwnFollowedSize, PreparedOwn } from '../../kernel/ownProtocol';
import { ExportError } from '../errors';
import { seriesOf, testLength } from './follow';
import type { Fraction } from './fraction';
import { fractionOf, isExact, leastCommon } from './fraction';
import type { OwnRadius } from './reach';
import type { Tie, Trials } from './trials';

/** A size by reference, under the description's own names. */
export interface SizeReference {
  readonly tensor_id: string;
  readonly axis_id: string;
  readonly offset: number;
}

/** One axis of an input as the description states it. */
export interface InputAxisPlan {
  readonly size: number | { readonly min: number; readonly step: number } | SizeReference;
  /** Only the ratio of an input's to an output's means anything. */
  readonly scale: number;
}

/** One axis of an output as the description states it. */
export interface OutputAxisPlan {
  readonly size: number | SizeReference;
  readonly scale: number;
  /** Pixels at each border that a tile's neighbours would change. */
  readonly halo: number;
  /** Pixels for each pixel of the input. */
  readonly perPixel: number;
}

/** Of each tensor's axes of time and space, in the order of the tensors. */
export interface OwnPlan {
  readonly inputs: readonly ReadonlyMap<string, InputAxisPlan>[];
  readonly outputs: readonly ReadonlyMap<string, OutputAxisPlan>[];
  /** Whether it takes several images at once. */
  readonly batches: boolean;
}

/** An output's axis with what it follows, once inputs that go together are one. */
interface Followed extends OwnRadius {
  readonly ratio: Fraction;
}

interface Step extends Followed {
  /** In pixels of the input, whole steps. */
  readonly halo: number;
}

export function isMeasured(axis: string): boolean {
  return axis !== 'batch' && axis !== 'channel';
}

/**
 * Sizes, halos and scales of all axes. As for the networks of the catalogue (`planAxis`), the smallest size leaves one
 * step that no border touches, and both it and the halo shrink in whole steps where the test image is smaller.
 */
export function planOwn(prepared: PreparedOwn, radii: readonly OwnRadius[], { ties, batches }: Trials): OwnPlan {
  const through = radii.map(radius => stepOf(prepared, throughTies(prepared, radius, ties)));
  const steps = through.map(step => ({ ...step, halo: haloIn(prepared, alongside(step, through)) }));
  const scaleOf = (input: number, axis: string) => inputScale(steps.filter(step => followsAxis(step, input, axis)));
  const inputs = prepared.inputs.map(({ axes }, input) => {
    const measured = axes.filter(isMeasured);
    return new Map(
      measured.map(axis => {
        const tie = ties.find(one => one.input === input && one.axis === axis);
        return [axis, tie ? tied(prepared, tie, scaleOf(tie.to, axis)) : plainInput(prepared, input, axis, steps, scaleOf)] as const; // prettier-ignore
      })
    );
  });
  const outputs = prepared.outputs.map(({ axes, shape }, output) => {
    const measured = axes.filter(isMeasured);
    return new Map(
      measured.map(axis => {
        const step = steps.find(one => one.output === output && one.axis === axis);
        return [axis, step ? followed(step, scaleOf) : { size: shape[axes.indexOf(axis)], scale: 1, halo: 0, perPixel: 1 }] as const; // prettier-ignore
      })
    );
  });
  return { inputs, outputs, batches };
}

type ScaleOf = (input: number, axis: string) => number;

function followsAxis({ input, size }: Followed, wanted: number, axis: string): boolean {
  return input === wanted && size.axis === axis;
}

/** An output that follows an input which itself goes with another follows that one: references have no chains. */
function throughTies({ inputs }: PreparedOwn, radius: OwnRadius, ties: readonly Tie[]): OwnRadius {
  const { size } = radius;
  const tie = ties.find(({ input, axis }) => input === radius.input && axis === size.axis);
  if (!tie) {
    return radius;
  }
  const { ratio, offset } = relationOf(inputs[tie.to], inputs[tie.input], tie.axis);
  const through: OwnFollowedSize = {
    input: inputs[tie.to].id,
    axis: size.axis,
    scale: size.scale * ratio,
    offset: size.offset + size.scale * offset
  };
  return { ...radius, input: tie.to, size: through, radius: radius.radius / ratio };
}

/** `length = ratio * other + offset` over the series of both. */
function relationOf(to: PreparedOwn['inputs'][number], from: PreparedOwn['inputs'][number], axis: string) {
  const ratio = seriesOf(from, axis).step / seriesOf(to, axis).step;
  return { ratio, offset: (testLength(from, axis) ?? 1) - ratio * (testLength(to, axis) ?? 1) };
}

function tied({ inputs }: PreparedOwn, { input, axis, to }: Tie, scale: number): InputAxisPlan {
  const { ratio, offset } = relationOf(inputs[to], inputs[input], axis);
  return { size: { tensor_id: inputs[to].id, axis_id: axis, offset }, scale: scale / ratio };
}

function stepOf(prepared: PreparedOwn, radius: OwnRadius): Followed {
  const ratio = fractionOf(radius.size.scale);
  if (!ratio || !Number.isInteger(radius.size.offset)) {
    throw new ExportError(
      'shape',
      `The output “${prepared.outputs[radius.output].id}” has ${radius.size.scale} pixels for each of the input along ` +
        `${radius.axis}, which no description can say. Give the network images of one size only.`
    );
  }
  return { ...radius, ratio };
}

/** All that follow the same axis. */
function alongside({ input, size }: Followed, steps: readonly Followed[]): Followed[] {
  return steps.filter(step => followsAxis(step, input, size.axis));
}

/**
 * In pixels of the input: what a tile's neighbours would change, without what the network cuts off by itself. One for all
 * outputs that follow the axis, and none where there are several inputs: bioimageio.core (0.10 and 0.11) widens the one
 * input that outputs follow by one of their halos, and cuts each output by its own.
 */
function haloIn(prepared: PreparedOwn, steps: readonly Followed[]): number {
  const [{ input, size }] = steps;
  // A halo on an axis of another name breaks the tiling of bioimageio.core.
  if (prepared.inputs.length > 1 || steps.some(({ axis }) => axis !== size.axis)) {
    return 0;
  }
  const { min, step } = seriesOf(prepared.inputs[input], size.axis);
  const free = Object.hasOwn(prepared.inputs[input].sizes, size.axis);
  const unit = steps.reduce((all, { ratio }) => leastCommon(all, ratio.q), free ? step : 1);
  const length = testLength(prepared.inputs[input], size.axis) ?? min;
  const [wanted, room] = steps.reduce(
    ([most, least], { radius, size: { scale, offset } }) => [
      Math.max(most, radius + offset / 2 / scale),
      Math.min(least, (scale * length + offset - 1) / 2 / scale)
    ],
    [0, (length - unit) / 2]
  );
  return Math.max(0, Math.min(Math.ceil(wanted / unit), Math.floor(room / unit)) * unit);
}

function plainInput(
  prepared: PreparedOwn,
  input: number,
  axis: string,
  steps: readonly Step[],
  scaleOf: ScaleOf
): InputAxisPlan {
  const own = prepared.inputs[input];
  const scale = scaleOf(input, axis);
  if (!Object.hasOwn(own.sizes, axis)) {
    return { size: testLength(own, axis) ?? 1, scale };
  }
  const { min, step } = own.sizes[axis];
  const least = steps.filter(one => followsAxis(one, input, axis)).map(one => leastSize(one, step));
  const raised = Math.max(min, ...least);
  return { size: { min: min + Math.ceil((raised - min) / step) * step, step }, scale };
}

/** One step that no border touches, and one pixel of the output at least. */
function leastSize({ halo, size: { scale, offset } }: Step, step: number): number {
  return halo === 0 ? 1 : Math.max(2 * halo + step, Math.ceil((2 * halo * scale + 1 - offset) / scale));
}

/**
 * The scale of an input's axis from which each output's follows. One ratio k for all outputs: k² and k, which the format
 * and deepImageJ read alike (see `pixelScale`), where k is a number without rounding; else whole numbers.
 */
function inputScale(steps: readonly Step[]): number {
  const [first, ...others] = steps.map(({ ratio }) => ratio);
  if (!first) {
    return 1;
  }
  const one = others.every(({ p, q }) => p === first.p && q === first.q);
  return one && isExact(first) ? (first.p / first.q) ** 2 : steps.reduce((all, { ratio }) => leastCommon(all, ratio.p), 1); // prettier-ignore
}

function followed({ input, size, ratio, halo }: Step, scaleOf: ScaleOf): OutputAxisPlan {
  const perPixel = ratio.p / ratio.q;
  return {
    size: { tensor_id: size.input, axis_id: size.axis, offset: size.offset },
    scale: (scaleOf(input, size.axis) * ratio.q) / ratio.p,
    halo: Math.round(halo * perPixel),
    perPixel
  };
}
