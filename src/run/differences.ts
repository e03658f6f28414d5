import type { ImageInfo } from '../image/source';
import type { ModelDescription, TensorDescription } from '../spec/model';
import { isFields } from '../spec/cursor';
import { toNumbers } from '../tensor/cast';
import type { Tensor } from '../tensor/tensor';

/** Lowest and highest value; nothing where there is none that is a number. */
export interface Values {
  readonly low: number;
  readonly high: number;
  /** Elements that are no number. */
  readonly nan: number;
}

export function valuesOf(tensor: Tensor): Values {
  const values = toNumbers(tensor);
  let [low, high, nan] = [Infinity, -Infinity, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    low = value < low ? value : low;
    high = value > high ? value : high;
    nan += value === value ? 0 : 1;
  }
  return { low, high, nan };
}

/** Elements that are no number. A loop for each type: the results of networks are the largest arrays that there are. */
export function countNaN({ data }: Tensor): number {
  let count = 0;
  if (data instanceof Float32Array) {
    for (let i = 0; i < data.length; i++) {
      count += Number.isNaN(data[i]) ? 1 : 0;
    }
  } else if (data instanceof Float64Array) {
    for (let i = 0; i < data.length; i++) {
      count += Number.isNaN(data[i]) ? 1 : 0;
    }
  }
  return count;
}

/** What an image differs in from what the network was made for, before it is run, in sentences. */
export function differencesOf(
  info: ImageInfo,
  image: Values,
  test: Values | undefined,
  input: TensorDescription,
  description: ModelDescription
): string[] {
  return [
    ...nanSentence(info, image),
    ...(test && !adapts(input) ? rangeSentence(info, image, test) : []),
    ...pixelSentence(info, description)
  ];
}

function nanSentence({ name }: ImageInfo, { nan }: Values): string[] {
  return nan === 0
    ? []
    : [`“${name}” holds ${nan} value${nan === 1 ? '' : 's'} that ${nan === 1 ? 'is' : 'are'} no number (NaN): around them the result is none either.`]; // prettier-ignore
}

/** Preprocessing that brings every image to one range by its own statistics. */
function adapts({ operations }: TensorDescription): boolean {
  return operations.some(
    ({ id, kwargs }) =>
      id === 'scale_range' ||
      id === 'zero_mean_unit_variance' ||
      id === 'scale_mean_variance' ||
      (id === 'clip' && kwargs.max_percentile !== undefined)
  );
}

/** So many times as large or small a range as that of the test image is another kind of image. */
const other = 4;

function rangeSentence({ name }: ImageInfo, image: Values, test: Values): string[] {
  const [own, wanted] = [image, test].map(({ low, high }) => Math.max(Math.abs(low), Math.abs(high)));
  const alike = !(own > 0) || !(wanted > 0) || (own <= wanted * other && own >= wanted / other);
  return alike
    ? []
    : [
        `“${name}” has values from ${short(image.low)} to ${short(image.high)}, and the bundle’s test image from ` +
          `${short(test.low)} to ${short(test.high)}; its preprocessing does not make up for that. Scale the image to the ` +
          'same range, or the network sees what it was not trained on.'
      ];
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** Sizes that differ by more than this look different to a network. */
const coarser = 1.25;

function pixelSentence({ name, axes }: ImageInfo, { raw }: ModelDescription): string[] {
  const trained = trainedSize(raw);
  const own = axes.find(({ id }) => id === 'x')?.spacing;
  const [ownSize, trainedOne] = [own && micrometres(own), trained && micrometres(trained)];
  if (!ownSize || !trainedOne) {
    return [];
  }
  const times = ownSize / trainedOne;
  return times <= coarser && times >= 1 / coarser
    ? []
    : [
        `“${name}” has pixels of ${short(ownSize)} µm, and the network was trained on ${short(trainedOne)} µm: objects are ` +
          `${short(times > 1 ? times : 1 / times)} times ${times > 1 ? 'smaller' : 'larger'} than those that it knows. Resize the image first if ` +
          'the result is poor.'
      ];
}

interface Length {
  readonly value: number;
  readonly unit: string;
}

/** `config.zooport.pixel_size`, as our exports write it. */
function trainedSize(raw: Readonly<Record<string, unknown>>): Length | undefined {
  const config = isFields(raw.config) && isFields(raw.config.zooport) ? raw.config.zooport.pixel_size : undefined;
  return isFields(config) && typeof config.x === 'number' && typeof config.unit === 'string'
    ? { value: config.x, unit: config.unit }
    : undefined;
}

const inMicrometres: ReadonlyMap<string, number> = new Map([
  ...['µm', 'μm', 'um', 'micron', 'microns', 'micrometer', 'micrometre', 'micrometers'].map(unit => [unit, 1] as const),
  ...['nm', 'nanometer', 'nanometre'].map(unit => [unit, 1e-3] as const),
  ...['mm', 'millimeter', 'millimetre'].map(unit => [unit, 1e3] as const),
  ...['cm', 'centimeter', 'centimetre'].map(unit => [unit, 1e4] as const),
  ['inch', 25400] as const
]);

function micrometres({ value, unit }: Length): number | undefined {
  const by = inMicrometres.get(unit.trim().toLowerCase());
  return by === undefined || !(value > 0) ? undefined : value * by;
}
