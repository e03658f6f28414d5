import type { Cursor } from './cursor';
import { isFields } from './cursor';
import type { Tolerance } from './model';

/** What bioimageio.core takes where the description says nothing (0.4 allows no mismatched element). */
export const defaultTolerance = { relative: 1e-3, absolute: 1e-3, mismatchedPerMillion: 100 };

/** What an entry for `any_discrete_output` has by default (since 0.5.12). */
const discreteTolerance = { relative: 0, absolute: 0, mismatchedPerMillion: 1000 };

/** The caps of the format: relative 0.01, and 5000 mismatched elements per million since 0.5.14. */
const mostRelative = 0.01;
const mostMismatched = 5000;

/**
 * `config.bioimageio.reproducibility_tolerance` in order, then the older `test_kwargs` per weights format:
 * the first entry that fits an output and a weights format counts, as in bioimageio.core.
 */
export function readTolerances(cursor: Cursor): Tolerance[] {
  const listed = cursor.at('reproducibility_tolerance').items().flatMap(readEntry);
  return [...listed, ...readLegacy(cursor.at('test_kwargs'))];
}

function readEntry(cursor: Cursor): Tolerance[] {
  if (!cursor.asFields()) {
    return [];
  }
  const outputs = cursor.at('output_ids');
  const base = outputs.value === 'any_discrete_output' ? discreteTolerance : defaultTolerance;
  return [
    {
      relative: readLimited(cursor.at('relative_tolerance'), mostRelative) ?? base.relative,
      absolute: readLimited(cursor.at('absolute_tolerance')) ?? base.absolute,
      mismatchedPerMillion:
        readLimited(cursor.at('mismatched_elements_per_million'), mostMismatched) ?? base.mismatchedPerMillion,
      // 0.5.12 and later may write “any_continuous_output” or “any_discrete_output” in place of the list.
      outputs: typeof outputs.value === 'string' ? [outputs.value] : outputs.texts(),
      formats: cursor.at('weights_formats').texts()
    }
  ];
}

function readLimited(cursor: Cursor, most?: number): number | undefined {
  const number = cursor.asNumber();
  if (number === undefined || (number >= 0 && (most === undefined || number <= most))) {
    return number;
  }
  const expected = most === undefined ? '0 or more' : `from 0 to ${most}`;
  cursor.report('field-value', { found: String(number), expected });
  return undefined;
}

function readLegacy(cursor: Cursor): Tolerance[] {
  if (!isFields(cursor.value)) {
    return [];
  }
  return Object.keys(cursor.value).map(format => ({
    ...defaultTolerance,
    relative: cursor.at(format).at('relative_tolerance').asNumber() ?? defaultTolerance.relative,
    absolute: cursor.at(format).at('absolute_tolerance').asNumber() ?? defaultTolerance.absolute,
    outputs: [],
    formats: [format]
  }));
}
