import type { ImageAxisId, ImageInfo } from '../../image/source';
import type { Axis, TensorDescription } from '../../spec/model';
import { RunError } from '../model';

/** The letter of an axis of the description, as those of images are named; `b` is the batch. */
export function letterOf({ type, id }: Axis): string {
  switch (type) {
    case 'batch':
      return 'b';
    case 'channel':
      return 'c';
    case 'time':
      return 't';
    case 'index':
      return 'q';
    default:
      return id.slice(-1).toLowerCase();
  }
}

const known = 'tczyxq';

/**
 * The axes of the image as they were said, else as the file states them. Samples (tifffile's S) are channels, unknown ones
 * (I, Q) planes of whatever kind. Throws `RunError`.
 */
export function lettersOf(info: ImageInfo, said: string | undefined): ImageAxisId[] {
  if (said === undefined) {
    return info.axes.map(({ id }) => id);
  }
  const letters = [...said.toLowerCase()].filter(letter => letter !== ',' && letter !== ' ');
  const own = letters.map(letter => (letter === 's' ? 'c' : letter === 'i' ? 'q' : letter));
  const unknown = own.find(letter => !known.includes(letter));
  if (unknown !== undefined) {
    throw wrong(`The axes “${said}” hold the letter “${unknown}”. Use t (time), c (channel), z (plane), y and x.`);
  }
  const named = own.filter(letter => letter !== 'q');
  if (new Set(named).size !== named.length) {
    throw wrong(`The axes “${said}” name one axis twice. Give each axis of the image its own letter.`);
  }
  if (own.length !== info.axes.length) {
    throw wrong(
      `The axes “${said}” are ${own.length}, and “${info.name}” has ${info.axes.length} (${sizesOf(info)}). Give one letter for each.`
    );
  }
  return own.filter(isImageAxisId);
}

/** "512 x 512" */
function sizesOf({ axes }: ImageInfo): string {
  return axes.map(({ size }) => size).join(' x ');
}

function isImageAxisId(letter: string): letter is ImageAxisId {
  return letter.length === 1 && known.includes(letter);
}

function wrong(sentence: string): RunError {
  return new RunError('axes', sentence);
}

/** The letters of an input without batch and channel, in its order. */
export function slidingLetters({ axes }: TensorDescription): string[] {
  return axes.map(letterOf).filter(letter => letter !== 'b' && letter !== 'c');
}
