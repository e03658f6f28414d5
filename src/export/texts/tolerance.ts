import { defaultTolerance } from '../../spec/tolerances';
import { isFloat } from '../../tensor/dtype';
import type { Closeness } from '../../tensor/closeness';
import { valueRange } from '../../tensor/stats';
import { toNumbers } from '../../tensor/cast';
import { stepAt } from '../proof/bound';
import { outputEntry } from '../networks/networkEntry';
import type { Parts } from '../bundle/parts';
import type { Proof } from '../bundle/conversionFacts';
import type { Precision } from '../../kernel/protocol';
import type { Tensor } from '../../tensor/tensor';
import { MOST_ABSOLUTE, MOST_RELATIVE, rounded, tellingCloseness } from './telling';
import { Float } from './yaml';

type Raw = Readonly<Record<string, unknown>>;

/** Mismatched values per million that a description may say at most. */
const MOST_MISMATCHED = 1000;
/** onnxruntime is not Keras: as much again. */
const ROOM = 2;
/** So many steps of float32 may lie between two computations of the same. */
const STEPS = 16;

/** One output as the ONNX form gives it, and what is known of how it rounds. */
export interface Judged {
  readonly id: string;
  /** What is expected of it. */
  readonly output: Tensor;
  readonly precision: Precision | null;
  readonly proof: readonly Pick<Proof, 'ofRange'>[];
  /** Whole numbers that were cut off: rounding makes some of them one lower. */
  readonly cut?: boolean;
  /** A later step may have made its numbers large, and with them the rounding that the proof has seen. */
  readonly scaled?: boolean;
}

/** Of a network of the catalogue, which has one output. */
export function tolerance(parts: Parts): Raw {
  return tolerances([judged(parts)], parts.native ? [parts.native.format] : []);
}

function judged({ entry, prepared, output, conversion }: Parts): Judged {
  const { id } = outputEntry(entry, prepared.output.kind);
  return { id, output, precision: prepared.precision, proof: conversion.proof };
}

/**
 * `reproducibility_tolerance` (or its older form): one of the ONNX form where the network computes in another number type than ONNX and its own
 * rounding is more than the zoo tolerates; one of all forms where a constant image would pass under the zoo's own, since
 * the values of the test output lie close together or few of them differ. Nothing for all others.
 */
export function tolerances(outputs: readonly Judged[], natives: readonly string[]): Raw {
  const [first] = outputs;
  if (outputs.length === 1 && isBelow(first)) {
    const { onnx, all } = closenesses(first);
    return olderForm(onnx ?? all, all, natives);
  }
  // The older form is of all outputs alike: one below 0 beside others keeps the zoo's own.
  const entries = outputs.filter(one => !isBelow(one)).flatMap(entriesOf);
  return entries.length > 0 ? { reproducibility_tolerance: entries } : {};
}

function isBelow({ output }: Judged): boolean {
  return (valueRange(output)?.max ?? 0) < 0;
}

/** The first entry that fits is the one that counts. */
function entriesOf(one: Judged): Raw[] {
  const { onnx, all } = closenesses(one);
  const output_ids = [one.id];
  return [
    ...(onnx ? [{ output_ids, weights_formats: ['onnx'], ...written(onnx, one) }] : []),
    ...(all ? [{ output_ids, ...written(all, one) }] : [])
  ];
}

/**
 * The older form, per weights format. Of the newer one bioimageio.spec (0.5.14) refuses every absolute tolerance, 0 too,
 * where all of the output is below 0: it has to be less than a hundredth of the largest value.
 */
function olderForm(onnx: Closeness | undefined, all: Closeness | undefined, natives: readonly string[]): Raw {
  const of = (one: Closeness) => ({
    relative_tolerance: new Float(one.relative),
    absolute_tolerance: new Float(one.absolute)
  });
  const kept = {
    ...(onnx && { onnx: of(onnx) }),
    ...(all && Object.fromEntries(natives.map(format => [format, of(all)])))
  };
  return Object.keys(kept).length > 0 ? { test_kwargs: kept } : {};
}

/** What is not the zoo's own, for the ONNX form and for all (others). */
function closenesses(one: Judged): { readonly onnx?: Closeness | undefined; readonly all?: Closeness | undefined } {
  const { output } = one;
  const exact = { ...defaultTolerance, relative: 0, absolute: 0 };
  const whole = one.cut ? { ...exact, mismatchedPerMillion: MOST_MISMATCHED } : exact;
  const usual = isFloat(output.dtype) ? defaultTolerance : whole;
  const told = tellingCloseness(output, usual, roundingOf(one));
  const wide = forPrecision(one);
  return {
    onnx: wide && (tellingCloseness(output, wide, ownRounding(one)) ?? wide),
    all: told === usual && !one.cut ? forScale(one) : told
  };
}

/**
 * For numbers so large that the rounding which the proof has seen is more than the zoo tolerates of those near 0:
 * an absolute tolerance that allows it.
 */
function forScale({ output, proof, scaled }: Judged): Closeness | undefined {
  if (!scaled || !isFloat(output.dtype)) {
    return undefined;
  }
  const { min, max } = valueRange(output) ?? { min: 0, max: 0 };
  const seen = proof.reduce((most, { ofRange }) => Math.max(most, ofRange), 0);
  const needed = Math.min(ROOM * seen * (max - min), MOST_ABSOLUTE * Math.max(0, max));
  const { absolute, relative } = defaultTolerance;
  const near = (value: number) => absolute + relative * Math.abs(value) < needed;
  const wide = { ...defaultTolerance, absolute: rounded(needed) };
  return toNumbers(output).some(near) && wide.absolute > absolute
    ? (tellingCloseness(output, wide, needed) ?? wide)
    : undefined;
}

/** For a network whose own number type rounds more than the zoo tolerates. */
function forPrecision({ precision, output }: Judged): Closeness | undefined {
  if (!precision || ROOM * precision.mismatchedPerMillion <= defaultTolerance.mismatchedPerMillion) {
    return undefined;
  }
  if (!isFloat(output.dtype)) {
    const mismatched = Math.min(MOST_MISMATCHED, Math.ceil(ROOM * precision.mismatchedPerMillion));
    return { relative: 0, absolute: 0, mismatchedPerMillion: mismatched };
  }
  const wanted = Math.max(defaultTolerance.absolute, ROOM * precision.beyondRelative);
  const absolute = Math.min(wanted, rounded(MOST_ABSOLUTE * Math.max(0, valueRange(output)?.max ?? 0)));
  return { ...defaultTolerance, relative: MOST_RELATIVE, absolute };
}

/** How far float32 may take the output, in its own numbers: from its size, and from how far the conversion was off. */
function roundingOf({ output, proof }: Judged): number {
  const { min, max } = valueRange(output) ?? { min: 0, max: 0 };
  const steps = STEPS * stepAt(Math.max(Math.abs(min), Math.abs(max)));
  const seen = proof.reduce((most, { ofRange }) => Math.max(most, ofRange), 0);
  return Math.max(steps, ROOM * seen * (max - min));
}

function ownRounding(one: Judged): number {
  return Math.max(roundingOf(one), ROOM * (one.precision?.maxAbsolute ?? 0));
}

function written(one: Closeness, { output }: Judged): Raw {
  return {
    relative_tolerance: new Float(one.relative),
    absolute_tolerance: new Float(one.absolute),
    ...((!isFloat(output.dtype) || one.mismatchedPerMillion !== defaultTolerance.mismatchedPerMillion) && {
      mismatched_elements_per_million: one.mismatchedPerMillion
    })
  };
}

/** For the README: that the ONNX form rounds otherwise than the network, and by how much. */
export function precisionSentence(parts: Parts): string {
  const { precision } = parts.prepared;
  if (!precision) {
    return '';
  }
  const stated = closenesses(judged(parts)).onnx !== undefined;
  return (
    `The network computes in another number type (${precision.computesIn}) than its ONNX form (float32), so that the ONNX form ` +
    `was held against the same layers and weights in float32. The test output is the network's own; it differs from the one ` +
    `in float32 by up to ${precision.maxAbsolute.toExponential(1)}, which is rounding.` +
    (stated ? ' The description states a tolerance for it.' : '')
  );
}

/** For the README: why the description has a tolerance of its own. */
export function smallRangeSentence(parts: Parts): string {
  return smallRange([judged(parts)]);
}

/** The same of several outputs. */
export function smallRange(outputs: readonly Judged[]): string {
  if (!outputs.some(one => closenesses(one).all && !forScale(one))) {
    return '';
  }
  return (
    'The values of the test output differ so little, or so few of them do, that an image of one value would pass under ' +
    "the zoo's usual tolerance. The description states a smaller one."
  );
}
