import { say } from '../../../spec/advice/say';
import type { Finding } from '../../../spec/finding';
import type { ModelDescription } from '../../../spec/model';
import { originalPath } from '../../../spec/v04/paths';
import { isOld, tensorsOf } from '../../../spec/rules/places';
import type { TensorPlace } from '../../../spec/rules/places';
import { valueRange } from '../../../tensor/stats';
import type { ValueRange } from '../../../tensor/stats';
import type { Tensor } from '../../../tensor/tensor';
import { toleranceFor } from '../../reproduce/tolerance';

/** The zoo takes smaller values for nothing and says so itself. */
const nothing = 1e-4;

/** Test tensors that deny what the description says of their values, or that could not fail a test. */
export function tensorAdvice(description: ModelDescription, tensors: ReadonlyMap<string, Tensor>): Finding[] {
  return tensorsOf(description).flatMap(place => {
    const tensor = tensors.get(place.tensor.id);
    const range = tensor ? valueRange(tensor) : null;
    if (!tensor || !range) {
      return [];
    }
    const findings = [...rangeAdvice(place, range), ...constantAdvice(place, tensor, range), ...looseAdvice(place, tensor, range, description)]; // prettier-ignore
    return isOld(description) ? findings.map(finding => ({ ...finding, path: originalPath(finding.path) })) : findings;
  });
}

/** Rounding of a float32 beside a limit that is written in decimals. */
const rounding = 1e-6;

function rangeAdvice({ tensor, path }: TensorPlace, { min, max }: ValueRange): Finding[] {
  const [data] = tensor.data;
  const [from, to] = data?.range ?? [null, null];
  const margin = rounding * Math.max(1, Math.abs(from ?? 0), Math.abs(to ?? 0));
  const below = from !== null && min < from - margin;
  const above = to !== null && max > to + margin;
  if (tensor.data.length !== 1 || (!below && !above)) {
    return [];
  }
  const wider = [below ? min : from, above ? max : to];
  const found = { file: tensor.testTensor?.source ?? '', least: rounded(min), most: rounded(max), wider };
  const limits = { from: from ?? 'any number', to: to ?? 'any number' };
  return [say('data-range-denied', 'warning', [...path, 'data', 'range'], { ...limits, ...found })];
}

function constantAdvice({ tensor, path }: TensorPlace, { data }: Tensor, { min, max }: ValueRange): Finding[] {
  const shown = min !== max || data.length < 2 || Math.abs(min) < nothing;
  const about = { file: tensor.testTensor?.source ?? '', tensor: tensor.id, value: rounded(min) };
  return shown ? [] : [say('test-tensor-constant', 'warning', [...path, 'test_tensor'], about)];
}

/** A tolerance that reaches from the middle of the values to both ends. */
function looseAdvice(
  { side, tensor, path }: TensorPlace,
  { dtype, data }: Tensor,
  { min, max }: ValueRange,
  description: ModelDescription
): Finding[] {
  if (side === 'inputs' || min === max || data.length < 2) {
    return [];
  }
  const tolerances = description.weights.map(({ format }) => toleranceFor(description, tensor.id, format, dtype));
  const loose = tolerances.find(({ absolute, relative }) => max - min <= 2 * absolute + relative * (Math.abs(min) + Math.abs(max))); // prettier-ignore
  const about = { tensor: tensor.id, least: rounded(min), most: rounded(max) };
  return loose
    ? [say('tolerance-loose', 'warning', [...path, 'test_tensor'], { ...about, absolute: loose.absolute, relative: loose.relative })] // prettier-ignore
    : [];
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
