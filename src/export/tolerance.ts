import { valueRange } from '../tensor/stats';
import { isFloat } from '../tensor/dtype';
import { outputEntry } from './catalogue';
import type { Parts } from './parts';
import { Float } from './yaml';

type Raw = Readonly<Record<string, unknown>>;

/** Mismatched values per million that the zoo allows unless a description says otherwise, and the most that one may say. */
const USUAL_MISMATCHED = 100;
const MOST_MISMATCHED = 1000;
const MOST_RELATIVE = 0.01;
/** Absolute, as a share of the largest expected value. */
const MOST_ABSOLUTE = 0.01;
const USUAL_ABSOLUTE = 1e-3;
/** onnxruntime is not Keras: as much again. */
const ROOM = 2;

/**
 * `reproducibility_tolerance` of the ONNX form, where the network computes in another number type than ONNX and its own
 * rounding is more than the zoo tolerates. Nothing for all others: those keep the zoo's own tolerance.
 */
export function tolerance({ entry, prepared, output }: Parts): Raw {
  const { precision } = prepared;
  if (!precision || ROOM * precision.mismatchedPerMillion <= USUAL_MISMATCHED) {
    return {};
  }
  const { id } = outputEntry(entry, prepared.output.kind);
  const scope = { output_ids: [id], weights_formats: ['onnx'] };
  if (!isFloat(output.dtype)) {
    const mismatched = Math.min(MOST_MISMATCHED, Math.ceil(ROOM * precision.mismatchedPerMillion));
    const exact = { relative_tolerance: new Float(0), absolute_tolerance: new Float(0) };
    return { reproducibility_tolerance: [{ ...scope, ...exact, mismatched_elements_per_million: mismatched }] };
  }
  const wanted = Math.max(USUAL_ABSOLUTE, ROOM * precision.beyondRelative);
  const absolute = Math.min(wanted, MOST_ABSOLUTE * (valueRange(output)?.max ?? 0));
  return {
    reproducibility_tolerance: [
      { ...scope, relative_tolerance: new Float(MOST_RELATIVE), absolute_tolerance: new Float(Math.max(0, absolute)) }
    ]
  };
}

/** For the README: that the ONNX form rounds otherwise than the network, and by how much. */
export function precisionSentence(parts: Parts): string {
  const { precision } = parts.prepared;
  if (!precision) {
    return '';
  }
  const stated = 'reproducibility_tolerance' in tolerance(parts);
  return (
    `The network computes in another number type (${precision.computesIn}) than its ONNX form (float32), so that the ONNX form ` +
    `was held against the same layers and weights in float32. The test output is the network's own; it differs from the one ` +
    `in float32 by up to ${precision.maxAbsolute.toExponential(1)}, which is rounding.` +
    (stated ? ' The description states a tolerance for it.' : '')
  );
}
