import type { ModelDescription } from '../model';
import { SizeError } from './error';
import { bestSizes } from './fit';
import { outputSizes } from './output';
import type { OutputSizes, PerAxis, Sizes } from './resolve';
import { sizesOf } from './take';
import type { Allowed, AxisSizes, TensorSizes } from './take';
import type { BestSize } from './best';
import { lookup } from '../../tensor/lookup';

/** How a researcher calls the extents of an image. */
const words: Readonly<Record<string, string>> = {
  x: 'widths',
  y: 'heights',
  z: 'depths',
  time: 'numbers of time points'
};

/**
 * What sizes the inputs may have, in sentences; with the size of an image (per input and axis) also which size is best
 * for it, what the halo takes away and how large the results are.
 */
export function explainSizes(description: ModelDescription, images: Sizes = new Map()): string {
  const { inputs } = sizesOf(description);
  const best = bestSizes(description, images);
  const several = inputs.length > 1;
  const told = inputs.flatMap(input => [
    takenSentence(input, several),
    ...fitSentences(input, images.get(input.id), best.get(input.id))
  ]);
  return [...told, ...resultSentences(description, best)].join(' ');
}

/** Axes along which an image may have different sizes: neither the number of images nor of channels. */
function extents({ axes }: TensorSizes): AxisSizes[] {
  return axes.filter(({ type }) => type !== 'batch' && type !== 'channel');
}

function takenSentence(input: TensorSizes, several: boolean): string {
  const where = several ? ` for “${input.id}”` : '';
  const axes = extents(input);
  if (axes.length === 0) {
    return `The network takes single values${where}.`;
  }
  const phrases = new Map<string, string[]>();
  for (const axis of axes) {
    const phrase = allowedPhrase(axis.allowed);
    phrases.set(phrase, [...(phrases.get(phrase) ?? []), lookup(words, axis.id) ?? `sizes along “${axis.id}”`]);
  }
  const parts = [...phrases].map(([phrase, names]) => `${listed(names)} ${phrase}`);
  return `The network takes${where} ${parts.join('; ')}.`;
}

function allowedPhrase(allowed: Allowed): string {
  switch (allowed.kind) {
    case 'any':
      return 'of any number';
    case 'fixed':
      return `of ${allowed.size} only`;
    case 'steps':
      return allowed.step === 1
        ? `from ${allowed.min} on`
        : `of ${[0, 1, 2].map(n => allowed.min + n * allowed.step).join(', ')} and so on`;
    case 'between':
      return allowed.max === null ? `from ${allowed.min} on` : `from ${allowed.min} to ${allowed.max}`;
    case 'follows':
      return followPhrase(allowed);
    case 'unknown':
      return 'that the description does not tell';
  }
}

function followPhrase({ tensor, axis, factor, offset }: Extract<Allowed, { kind: 'follows' }>): string {
  const times = factor === 1 ? 'as large as' : `${round(factor)} times`;
  const more = offset === 0 ? '' : `, ${Math.abs(offset)} ${offset > 0 ? 'more' : 'less'}`;
  return `${times} “${axis}” of “${tensor}”${more}`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function fitSentences(
  input: TensorSizes,
  image?: ReadonlyMap<string, number>,
  best?: ReadonlyMap<string, BestSize>
): string[] {
  const fits = extents(input).flatMap(({ id }) => {
    const [length, fit] = [image?.get(id), best?.get(id)];
    return length === undefined || !fit ? [] : [{ length, ...fit }];
  });
  return fits.length === 0 ? [] : [fitSentence(fits), ...haloSentence(fits)];
}

interface Fit extends BestSize {
  readonly length: number;
}

function fitSentence(fits: readonly Fit[]): string {
  const [image, size] = [over(fits, fit => fit.length), over(fits, fit => fit.size)];
  if (fits.every(({ cropped, padded }) => cropped === 0 && padded === 0)) {
    return `Your image of ${image} pixels fits as it is.`;
  }
  const around = fits.some(({ cropped }) => cropped > 0) ? aroundSentence(fits) : '';
  const padded = fits.some(fit => fit.padded > 0);
  const left = over(fits, ({ cropped }) => cropped);
  const how = fits.some(({ cropped }) => cropped > 0)
    ? padded
      ? 'it is cut where it is larger and padded where it is smaller'
      : `it leaves out ${left} pixels at the border`
    : 'the image is smaller and is padded';
  return `For your image of ${image} pixels ${size} is best: ${how}.${around}`;
}

function aroundSentence(fits: readonly Fit[]): string {
  return fits.every(({ around }) => around !== null)
    ? ` To keep all of it, pad it to ${over(fits, ({ around }) => around ?? 0)}.`
    : ' To keep all of it, cut it into tiles of that size.';
}

function haloSentence(fits: readonly Fit[]): string[] {
  if (fits.every(({ lost }) => lost === 0)) {
    return [];
  }
  const outer = `the outermost ${over(fits, ({ lost }) => lost)} pixels on each side lack their surroundings and may be off`;
  return fits.some(({ kept }) => kept === 0)
    ? [`In the result ${outer}: that is all of it, so choose a larger image.`]
    : [`In the result ${outer}; the ${over(fits, ({ kept }) => kept)} inside are sure.`];
}

/** Only where the best size of every input is known. */
function resultSentences(description: ModelDescription, best: PerAxis<BestSize>): string[] {
  const sizes = new Map(
    [...best].map(([tensor, axes]) => [tensor, new Map([...axes].map(([axis, { size }]) => [axis, size]))])
  );
  const complete = description.inputs.every(({ id, axes }) =>
    axes.every(axis => axis.type === 'batch' || axis.type === 'channel' || sizes.get(id)?.has(axis.id))
  );
  if (!complete) {
    return [];
  }
  const given = knownOutputs(description, sizes);
  return sizesOf(description).outputs.flatMap(output => {
    const lengths = extents(output).flatMap(({ id }) => given?.get(output.id)?.get(id) ?? []);
    return lengths.length === 0 || lengths.some(length => typeof length !== 'number')
      ? []
      : [`The result “${output.id}” is ${lengths.join(' x ')}.`];
  });
}

/** A description that refers to nothing has sizes that cannot be told; the rules of the format say so. */
function knownOutputs(description: ModelDescription, sizes: Sizes): OutputSizes | undefined {
  try {
    return outputSizes(description, sizes);
  } catch (error) {
    if (error instanceof SizeError) {
      return undefined;
    }
    throw error;
  }
}

function over<T>(items: readonly T[], value: (item: T) => number): string {
  return items.map(value).join(' x ');
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
