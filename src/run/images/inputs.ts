import type { ImageAxisId, ImageSource } from '../../image/source';
import type { Axis, ModelDescription } from '../../spec/model';
import { RunError } from '../model';
import type { RunOptions } from '../model';
import type { Way } from '../network/ways';
import { framesOf } from './frames';
import type { Frames, Loop } from './frames';
import { letterOf } from './letters';

/** One image for each input. Throws `RunError`. */
export function inputsOf(images: readonly ImageSource[], { inputs }: ModelDescription, options: RunOptions): Frames[] {
  if (images.length !== inputs.length) {
    const names = inputs.map(({ id }) => `“${id}”`).join(', ');
    throw new RunError(
      'image',
      `The network takes ${inputs.length === 1 ? 'one image' : `${inputs.length} images (${names})`}, and ` +
        `${images.length === 1 ? 'one was' : `${images.length} were`} given.`
    );
  }
  return inputs.map((input, index) => framesOf(images[index], options.axes?.[index], input, options));
}

/** The loops of all images; they must be alike. An image without one is used again and again. */
export function loopsOf(inputs: readonly Frames[]): Loop[] {
  const loops = new Map<ImageAxisId, Loop>();
  for (const { loops: own, source } of inputs) {
    for (const loop of own) {
      const known = loops.get(loop.letter);
      if (known && known.size !== loop.size) {
        throw new RunError(
          'size',
          `“${source.info.name}” has ${loop.size} entries along “${loop.letter}”, and “${inputs[0].source.info.name}” has ` +
            `${known.size}. Give images of the same size.`
        );
      }
      loops.set(loop.letter, loop);
    }
  }
  return [...loops.values()];
}

/** Every place along the loops. */
export function placesOf(loops: readonly Loop[]): ReadonlyMap<ImageAxisId, number>[] {
  return loops.reduce<ReadonlyMap<ImageAxisId, number>[]>(
    (places, { letter, size }) =>
      places.flatMap(place => Array.from({ length: size }, (_, at) => new Map([...place, [letter, at]]))),
    [new Map()]
  );
}

/** Pixels of the leading input along an axis; those of the others must fit. Throws `RunError`. */
export function imageSize(way: Way, inputs: readonly Frames[], { inputs: described }: ModelDescription): number {
  const lengths = way.inputs.map((own, input) => own && lengthAlong(inputs[input], described[input].axes[own.at]));
  const lead = way.inputs.findIndex(own => own?.scale === 1 && own.offset === 0);
  const size = lengths[lead] ?? 0;
  way.inputs.forEach((own, input) => {
    const expected = own && Math.trunc(size * own.scale + own.offset);
    if (own && lengths[input] !== expected) {
      throw new RunError(
        'size',
        `“${inputs[input].source.info.name}” has ${lengths[input]} pixels along “${way.id}”, and ${expected} are wanted ` +
          `beside the ${size} of “${inputs[lead].source.info.name}”. Give images that belong together.`
      );
    }
  });
  if (size === 0) {
    throw new RunError('image', `“${inputs[lead].source.info.name}” is empty: it has no pixels along “${way.id}”.`);
  }
  return size;
}

function lengthAlong({ roles }: Frames, axis: Axis): number {
  return roles.find(({ letter }) => letter === letterOf(axis))?.size ?? 1;
}
