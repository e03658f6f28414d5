import type { ImageAxis, ImageAxisId } from './source';
import { ImageError } from './source';

/** Letters as tifffile, ImageJ and OME write them. All that is not known here is an axis of its own: `q`. */
export function axisOf(letter: string): ImageAxisId {
  const id = letter.toLowerCase();
  switch (id) {
    case 't':
    case 'c':
    case 'z':
    case 'y':
    case 'x':
      return id;
    case 's':
      return 'c';
    default:
      return 'q';
  }
}

/** Each axis once, but for `q`: of two alike the one further out becomes `q`. */
export function eachOnce(axes: readonly ImageAxis[]): ImageAxis[] {
  return axes.map((axis, index) =>
    axes.slice(index + 1).some(({ id }) => id === axis.id) ? { ...axis, id: 'q' } : axis
  );
}

/** An image with colours behind has this many values a pixel at most; a side of an image has more. */
const mostColours = 4;

/** What the axes of an array are, where nothing says it: from their sizes alone. */
export function guessAxes(shape: readonly number[]): ImageAxisId[] {
  const rank = shape.length;
  if (rank < 2) {
    return shape.map(() => 'x');
  }
  const [height, width, last] = shape.slice(-3);
  if (rank >= 3 && last <= mostColours && height > mostColours && width > mostColours) {
    return [...guessPlanes(shape.slice(0, -3)), 'y', 'x', 'c'];
  }
  return [...guessPlanes(shape.slice(0, -2)), 'y', 'x'];
}

/** In ImageJ's order t, z, c; a short axis among the planes is the channel. */
export function guessPlanes(sizes: readonly number[]): ImageAxisId[] {
  const channel = sizes.map(size => size > 1 && size <= mostColours).lastIndexOf(true);
  const others: readonly ImageAxisId[] = ['z', 't'];
  let taken = 0;
  return sizes
    .map((_, index) => sizes.length - 1 - index)
    .map(index => (index === channel ? 'c' : (others[taken++] ?? 'q')))
    .reverse();
}

/** The axes that someone states, for an image of this shape. Throws `ImageError` where they do not fit. */
export function statedAxes(stated: string, shape: readonly number[]): ImageAxisId[] {
  const letters = [...stated.toLowerCase().replaceAll(/[\s,]/g, '')];
  const wrong = letters.find(letter => !'tczyxqs'.includes(letter));
  if (wrong !== undefined) {
    throw new ImageError(
      'axes',
      `“${wrong}” in the axes “${stated}” is none: t (time), c (channels or colours), z (depth), y, x and q (any other) are.`
    );
  }
  const ids = letters.map(axisOf);
  const twice = ids.find((id, index) => id !== 'q' && ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw new ImageError('axes', `The axes “${stated}” name ${twice} twice. Each stands once; further ones are q.`);
  }
  if (ids.length !== shape.length) {
    throw new ImageError(
      'axes',
      `The axes “${stated}” are ${ids.length}, but the image has ${shape.length}: ${shape.join(' x ')}. ` +
        'State one letter for each, in this order.'
    );
  }
  return ids;
}

/** Rejects an image without rows and columns, which no network and no view can do anything with. */
export function needPlane(axes: readonly ImageAxis[], name: string): void {
  const missing = (['y', 'x'] as const).filter(id => !axes.some(axis => axis.id === id));
  if (missing.length > 0) {
    const sizes = axes.map(({ size }) => size).join(' x ') || 'a single value';
    throw new ImageError(
      'axes',
      `“${name}” has no axis ${missing.join(' and ')}: it is ${sizes}. An image has rows (y) and columns (x); state the axes in the order of the sizes.`
    );
  }
}

/** "4 x 64 x 64 as z y x", for notes. */
export function axesInWords(axes: readonly ImageAxis[]): string {
  return `${axes.map(({ size }) => size).join(' x ')} as ${axes.map(({ id }) => id).join(' ')}`;
}

/** What is said where axes were guessed. */
export function guessNote(axes: readonly ImageAxis[]): string {
  return `The file does not say what its axes are; they were taken by their sizes: ${axesInWords(axes)}. If that is wrong, state them (--axes ${axes.map(({ id }) => id).join('')}).`;
}
