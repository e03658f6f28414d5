import { defaultTolerance } from '../../spec/tolerances';
import { isFloat } from '../../tensor/dtype';
import type { Closeness } from '../../tensor/closeness';
import { valueRange } from '../../tensor/stats';
import { stepAt } from '../proof/bound';
import { outputEntry } from '../networks/networkEntry';
import type { Parts } from '../bundle/parts';
import { MOST_ABSOLUTE, MOST_RELATIVE, rounded, tellingCloseness } from './telling';
import { Float } from './yaml';

type Raw = Readonly<Record<string, unknown>>;

/** Mismatched values per million that a description may say at most. */
const MOST_MISMATCHED = 1000;
/** onnxruntime is not Keras: as much again. */
const ROOM = 2;
/** So many steps of float32 may lie between two computations of the same. */
const STEPS = 16;

/**
 * `reproducibility_tolerance` (or its older form): one of the ONNX form where the network computes in another number type than ONNX and its own
 * rounding is more than the zoo tolerates; one of all forms where a constant image would pass under the zoo's own, since
 * the values of the test output lie close together or few of them differ. Nothing for all others.
 */
export function tolerance(parts: Parts): Raw {
  const { onnx, all } = closenesses(parts);
  if ((valueRange(parts.output)?.max ?? 0) < 0) {
    return olderForm(onnx ?? all, all, parts);
  }
  const output_ids = [outputEntry(parts.entry, parts.prepared.output.kind).id];
  // The first entry that fits is the one that counts.
  const entries = [
    ...(onnx ? [{ output_ids, weights_formats: ['onnx'], ...written(onnx, parts) }] : []),
    ...(all ? [{ output_ids, ...written(all, parts) }] : [])
  ];
  return entries.length > 0 ? { reproducibility_tolerance: entries } : {};
}

/**
 * The older form, per weights format. Of the newer one bioimageio.spec (0.5.14) refuses every absolute tolerance, 0 too,
 * where all of the output is below 0: it has to be less than a hundredth of the largest value.
 */
function olderForm(onnx: Closeness | undefined, all: Closeness | undefined, { native }: Parts): Raw {
  const of = (one: Closeness) => ({
    relative_tolerance: new Float(one.relative),
    absolute_tolerance: new Float(one.absolute)
  });
  const kept = {
    ...(onnx && { onnx: of(onnx) }),
    ...(all && native && { [native.format]: of(all) })
  };
  return Object.keys(kept).length > 0 ? { test_kwargs: kept } : {};
}

/** What is not the zoo's own, for the ONNX form and for all (others). */
function closenesses(parts: Parts): { readonly onnx?: Closeness | undefined; readonly all?: Closeness | undefined } {
  const { output } = parts;
  const usual = isFloat(output.dtype) ? defaultTolerance : { ...defaultTolerance, relative: 0, absolute: 0 };
  const told = tellingCloseness(output, usual, roundingOf(parts));
  const wide = forPrecision(parts);
  return {
    onnx: wide && (tellingCloseness(output, wide, ownRounding(parts)) ?? wide),
    all: told === usual ? undefined : told
  };
}

/** For a network whose own number type rounds more than the zoo tolerates. */
function forPrecision({ prepared, output }: Parts): Closeness | undefined {
  const { precision } = prepared;
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
function roundingOf({ output, conversion }: Parts): number {
  const { min, max } = valueRange(output) ?? { min: 0, max: 0 };
  const steps = STEPS * stepAt(Math.max(Math.abs(min), Math.abs(max)));
  const seen = conversion.proof.reduce((most, { ofRange }) => Math.max(most, ofRange), 0);
  return Math.max(steps, ROOM * seen * (max - min));
}

function ownRounding(parts: Parts): number {
  return Math.max(roundingOf(parts), ROOM * (parts.prepared.precision?.maxAbsolute ?? 0));
}

function written(one: Closeness, { output }: Parts): Raw {
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
  const stated = closenesses(parts).onnx !== undefined;
  return (
    `The network computes in another number type (${precision.computesIn}) than its ONNX form (float32), so that the ONNX form ` +
    `was held against the same layers and weights in float32. The test output is the network's own; it differs from the one ` +
    `in float32 by up to ${precision.maxAbsolute.toExponential(1)}, which is rounding.` +
    (stated ? ' The description states a tolerance for it.' : '')
  );
}

/** For the README: why the description has a tolerance of its own. */
export function smallRangeSentence(parts: Parts): string {
  if (!closenesses(parts).all) {
    return '';
  }
  return (
    'The values of the test output differ so little, or so few of them do, that an image of one value would pass under ' +
    "the zoo's usual tolerance. The description states a smaller one."
  );
}
