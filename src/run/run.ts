import type { ImageAxisId, ImageSource } from '../image/source';
import { sizeAfter } from '../processing/shape';
import type { ModelDescription } from '../spec/model';
import { runFrame } from './frame';
import { framesOf } from './images/frames';
import type { Frames, Loop } from './images/frames';
import { letterOf } from './images/letters';
import { RunError } from './model';
import type { RunOptions, RunResult } from './model';
import type { Way } from './network/ways';
import { Result } from './results';
import type { Sessions } from './sessions';
import { cutAxis, tileSides } from './tiles/plan';
import type { Cut } from './tiles/plan';
import { Watch } from './watch';
import { sizeSentences } from './sentences';

/** A bundle whose network is loaded. */
export interface Opened {
  readonly description: ModelDescription;
  readonly sessions: Sessions;
  readonly ways: readonly Way[];
  readonly threads: number;
}

/** Pixels of a tile where nobody asks for another size: what a usual network computes in a few hundred MB. */
const usualTile = 512 * 512;

/** Runs a network on one image for each of its inputs. Rejects with `RunError`, `ImageError`, or the signal's reason. */
export async function runImages(
  images: readonly ImageSource[],
  opened: Opened,
  options: RunOptions
): Promise<RunResult> {
  const { description, sessions, ways, threads } = opened;
  const { signal } = options;
  const began = performance.now();
  signal?.throwIfAborted();
  const inputs = inputsOf(images, description, options);
  const loops = loopsOf(inputs);
  const sizes = ways.map(way => imageSize(way, inputs, description));
  const cuts = cutsOf(ways, sizes, options.tile);
  const tiles = cuts.reduce((product, { pieces }) => product * pieces.length, 1);
  const places = placesOf(loops);
  const watch = new Watch(tiles * places.length, progress => options.onProgress?.(progress));
  const side = Math.min(threads, tiles);
  const loaded = side > 1 ? await sessions.take(side, 1, signal) : await sessions.take(1, threads, signal);
  const results = description.outputs.map(output => new Result(output, loops, inputs[0]));
  const unfinished = new Map<string, string>();
  for (const place of places) {
    const raw = await Promise.all(inputs.map(input => input.frame(place, signal)));
    const run = { description, cuts, sessions: loaded, onTile: (seconds: number) => watch.add(seconds) };
    const finished = await runFrame(raw, { ...run, ...(signal && { signal }) });
    finished.unfinished.forEach((reason, output) => unfinished.set(output, reason));
    results.forEach((result, index) => result.add(finished.tensors[index], place, keptSizes(index, cuts, description)));
  }
  return {
    outputs: results.map(({ done }) => done),
    tiles: tiles * places.length,
    seconds: { total: (performance.now() - began) / 1000, network: watch.network / side },
    engine: sessions.name,
    read: [...inputs.map(({ read }) => read), ...sizeSentences(cuts, description).read],
    warnings: [
      ...sizeSentences(cuts, description).warnings,
      ...[...unfinished].map(([output, reason]) => `The output “${output}” is as the network gave it: ${reason}.`)
    ]
  };
}

function inputsOf(images: readonly ImageSource[], { inputs }: ModelDescription, options: RunOptions): Frames[] {
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
function loopsOf(inputs: readonly Frames[]): Loop[] {
  const loops = new Map<ImageAxisId, Loop>();
  for (const { loops: own, source } of inputs) {
    for (const loop of own) {
      const known = loops.get(loop.letter);
      if (known && known.size !== loop.size) {
        throw new RunError('size', `“${source.info.name}” has ${loop.size} entries along “${loop.letter}”, and “${inputs[0].source.info.name}” has ${known.size}. Give images of the same size.`); // prettier-ignore
      }
      loops.set(loop.letter, loop);
    }
  }
  return [...loops.values()];
}

/** Every place along the loops. */
function placesOf(loops: readonly Loop[]): ReadonlyMap<ImageAxisId, number>[] {
  return loops.reduce<ReadonlyMap<ImageAxisId, number>[]>(
    (places, { letter, size }) =>
      places.flatMap(place => Array.from({ length: size }, (_, at) => new Map([...place, [letter, at]]))),
    [new Map()]
  );
}

/** Pixels of the leading input along an axis; those of the others must fit. Throws `RunError`. */
function imageSize(way: Way, inputs: readonly Frames[], { inputs: described }: ModelDescription): number {
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

function lengthAlong({ roles }: Frames, axis: Parameters<typeof letterOf>[0]): number {
  return roles.find(({ letter }) => letter === letterOf(axis))?.size ?? 1;
}

function cutsOf(ways: readonly Way[], sizes: readonly number[], wished: number | undefined): Cut[] {
  const sides = wished === undefined ? tileSides(sizes, usualTile) : sizes.map(() => wished);
  return ways.map((way, index) => cutAxis(way, sizes[index], sides[index]));
}

/** Sizes of an output's axes behind its postprocessing that belong to the image, by place; the rest is added border. */
function keptSizes(index: number, cuts: readonly Cut[], { outputs }: ModelDescription): Map<number, number> {
  const { axes, operations } = outputs[index];
  const sizes = new Map<number, number>();
  for (const { way, image, outputs: lengths } of cuts) {
    const own = way.outputs[index];
    const length = lengths[index];
    if (own && length !== undefined && length > 0) {
      const factor = (sizeAfter(operations, axes[own.at], length) ?? length) / length;
      sizes.set(own.at, Math.ceil((image * own.scale + own.offset) * factor));
    }
  }
  return sizes;
}
