import { fullName } from '../processing/arguments';
import { applyPreprocessing, applyPreprocessingToPart } from '../processing/apply';
import type { Direction } from '../processing/implied';
import { withImplied } from '../processing/implied';
import { isLong } from '../processing/slowOperations';
import type { ModelDescription, Operation, TensorDescription } from '../spec/model';
import { isBig } from '../tensor/dtype';
import type { Tensor } from '../tensor/tensor';
import { fitTypes } from './images/types';
import { isSliding } from './network/ways';

/** The inputs of one frame as the network takes them, part by part. */
export interface PreparedInputs {
  /** Images of which `part` is given parts. */
  readonly images: readonly Tensor[];
  /** With the description's axes, ready for the network. */
  part(parts: readonly Tensor[]): readonly Tensor[];
  /** What had to be done so that no value is lost, in sentences. */
  readonly warnings: readonly string[];
}

/**
 * Statistics are those of the whole image. Where a pixel then depends on no other one, each tile is prepared by itself, so that
 * the whole is never there in 32 bits; else the whole is prepared first. Throws `RunError`, `ProcessingError`.
 */
export function prepareInputs(
  raw: readonly Tensor[],
  description: ModelDescription,
  names: readonly string[]
): PreparedInputs {
  const { fitted, warnings } = fitTypes(raw, description, names);
  const byTiles = fitted.inputs.every((input, index) => !isBig(raw[index].dtype) && isPixelwise(input, 'pre', fitted));
  if (!byTiles) {
    return { images: applyPreprocessing(raw, fitted).tensors, part: parts => parts, warnings };
  }
  return { images: raw, part: parts => applyPreprocessingToPart(parts, raw, fitted).tensors, warnings };
}

/** Given the statistics of the whole, each pixel of the result depends on the same pixel only. */
export function isPixelwise(
  tensor: TensorDescription,
  direction: Direction,
  { formatVersion }: ModelDescription
): boolean {
  const slides = tensor.axes.filter(isSliding).map(({ id }) => fullName(id));
  return withImplied(tensor, direction, formatVersion, true).every(step => isPixelwiseStep(step, slides));
}

function isPixelwiseStep({ id, kwargs }: Operation, slides: readonly string[]): boolean {
  const { axes, axis } = kwargs;
  // A list of axes that leaves one of the image's out has a statistic for each of its rows.
  const named = typeof axes === 'string' ? [...axes] : axes;
  const whole = !Array.isArray(named) || slides.every(slide => named.some(name => fullName(String(name)) === slide));
  const along = typeof axis === 'string' && slides.includes(fullName(axis));
  const last = id === 'binarize' && Array.isArray(kwargs.threshold) && kwargs.threshold.length > 1;
  return whole && !along && !last && !isLong(id);
}
