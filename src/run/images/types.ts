import { withImplied } from '../../processing/implied';
import type { ModelDescription, Operation, TensorDescription } from '../../spec/model';
import { toNumbers } from '../../tensor/cast';
import { isDType, isFloat } from '../../tensor/dtype';
import type { DType, Tensor } from '../../tensor/tensor';
import { RunError } from '../model';

/** The whole numbers that a type can hold. */
const ranges: Readonly<Partial<Record<DType, readonly [number, number]>>> = {
  bool: [0, 1],
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-(2 ** 15), 2 ** 15 - 1],
  uint16: [0, 2 ** 16 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1]
};

/**
 * The description for images of these types. bioimageio.core turns an image into the described type first, by which values that
 * do not fit wrap around: 16-bit values for a network that was described with an 8-bit image. The framework itself would take
 * the image's own values, so where any would be lost that step is left out, and it is said. Throws `RunError` where the
 * network itself takes no other type.
 */
export function fitTypes(
  raw: readonly Tensor[],
  description: ModelDescription,
  names: readonly string[]
): { readonly fitted: ModelDescription; readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  const inputs = description.inputs.map((input, index) => {
    const steps = withImplied(input, 'pre', description.formatVersion, index === 0);
    const [first, ...rest] = steps;
    const wanted = first?.id === 'ensure_dtype' ? first.kwargs.dtype : undefined;
    const lost = typeof wanted === 'string' && isDType(wanted) ? whatIsLost(raw[index], wanted) : undefined;
    if (lost === undefined) {
      return input;
    }
    if (rest.every(({ id }) => id === 'ensure_dtype') && !rest.some(becomesFloat)) {
      throw new RunError(
        'image',
        `The network takes ${String(wanted)} values, and “${names[index]}” has ${lost}. Convert the image to ${String(wanted)}.`
      );
    }
    warnings.push(
      `“${names[index]}” has ${lost}, and the bundle describes ${String(wanted)} values: the image’s own values were used. ` +
        'bioimageio.core would turn them into others.'
    );
    return { ...input, operations: [keep(raw[index].dtype), ...rest] } satisfies TensorDescription;
  });
  return { fitted: warnings.length === 0 ? description : { ...description, inputs }, warnings };
}

function becomesFloat({ id, kwargs }: Operation): boolean {
  return id === 'ensure_dtype' && (kwargs.dtype === 'float32' || kwargs.dtype === 'float64');
}

function keep(dtype: DType): Operation {
  return { id: 'ensure_dtype', kwargs: { dtype } };
}

/** What of the image's values the type cannot hold, in words; nothing where it holds them all. */
function whatIsLost(image: Tensor, wanted: DType): string | undefined {
  const range = ranges[wanted];
  const own = ranges[image.dtype];
  if (!range || (own && own[0] >= range[0] && own[1] <= range[1])) {
    return undefined;
  }
  const values = toNumbers(image);
  const fractions = isFloat(image.dtype);
  let [low, high, broken] = [Infinity, -Infinity, false];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    low = value < low ? value : low;
    high = value > high ? value : high;
    broken ||= fractions && value % 1 !== 0;
  }
  if (low < range[0] || high > range[1]) {
    return `values from ${short(low)} to ${short(high)}`;
  }
  return broken ? `values with fractions, from ${short(low)} to ${short(high)}` : undefined;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
