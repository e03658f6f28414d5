import type { ImageSource } from '../image/source';
import { EngineError, noMemory } from '../runtime/engine';
import type { ModelDescription } from '../spec/model';
import type { Tensor } from '../tensor/tensor';
import { differencesOf, valuesOf } from './differences';
import type { Values } from './differences';
import { runFrame } from './frame';
import { finalSizes, scalesOf } from './geometry';
import { imageSize, inputsOf, loopsOf, placesOf } from './images/inputs';
import type { Frames } from './images/frames';
import type { RunOptions, RunResult } from './model';
import { isCentred } from './network/framework';
import type { Way } from './network/ways';
import { prepareInputs } from './prepare';
import { Result } from './results';
import { askedSentences, sizeSentences } from './sentences';
import type { Sessions } from './sessions';
import { chooseTiling, countOf, usualMemory } from './tiles/choose';
import type { Tiling } from './tiles/choose';
import { Watch } from './watch';

/** A bundle whose network is loaded. */
export interface Opened {
  readonly description: ModelDescription;
  readonly sessions: Sessions;
  readonly ways: readonly Way[];
  readonly threads: number;
  /** What the network holds at once for each pixel. */
  readonly bytesPerPixel: number;
  /** What the test image of an input holds. */
  testImage(input: number, signal?: AbortSignal): Promise<Values | undefined>;
}

/** Where a network asks for more memory than there is, tiles of a part of it are tried, so often. */
const attempts = 3;
const part = 4;

/** Runs a network on one image for each of its inputs. Rejects with `RunError`, `ImageError`, or the signal's reason. */
export async function runImages(
  images: readonly ImageSource[],
  opened: Opened,
  options: RunOptions
): Promise<RunResult> {
  const { description, ways, threads, bytesPerPixel } = opened;
  options.signal?.throwIfAborted();
  const inputs = inputsOf(images, description, options);
  const sizes = ways.map(way => imageSize(way, inputs, description));
  const tilingFor = (memory: number) =>
    chooseTiling(ways, sizes, { threads, bytesPerPixel, memory, both: isCentred(description), ...(options.tile !== undefined && { wished: options.tile }) }); // prettier-ignore
  for (let attempt = 1, memory = usualMemory; ; attempt++, memory /= part) {
    const tiling = tilingFor(memory);
    try {
      return await runTiled(inputs, tiling, opened, options);
    } catch (error) {
      const full = error instanceof EngineError && error.reason.startsWith(noMemory);
      const smaller = countOf(tilingFor(memory / part).cuts) > countOf(tiling.cuts);
      if (!full || !smaller || attempt === attempts) {
        throw error;
      }
      // The runtime's memory is not to be trusted after this (runtime/reasons.ts).
      await opened.sessions.release();
    }
  }
}

async function runTiled(
  inputs: readonly Frames[],
  { cuts, workers }: Tiling,
  opened: Opened,
  options: RunOptions
): Promise<RunResult> {
  const { description, sessions, threads } = opened;
  const { signal } = options;
  const began = performance.now();
  const loops = loopsOf(inputs);
  const places = placesOf(loops);
  const tiles = countOf(cuts) * places.length;
  const watch = new Watch(tiles, progress => options.onProgress?.(progress));
  const loaded = await sessions.take(workers, Math.max(1, Math.floor(threads / workers)), signal);
  const scales = description.outputs.map((_, index) => scalesOf(index, cuts, description));
  const results = description.outputs.map((output, index) => new Result(output, loops, inputs[0], scales[index]));
  const said = sizeSentences(cuts, description);
  const read = [...inputs.map(input => input.read), ...said.read];
  const warnings = new Set([...askedSentences(cuts, options.tile), ...said.warnings]);
  for (const [number, place] of places.entries()) {
    const raw = await Promise.all(inputs.map(input => input.frame(place, signal)));
    const prepared = prepareInputs(raw, description, inputs.map(({ source }) => source.info.name)); // prettier-ignore
    prepared.warnings.forEach(warning => warnings.add(warning));
    if (number === 0) {
      (await saidBefore(raw, inputs, opened, signal)).forEach(warning => warnings.add(warning));
      options.onBegin?.({ read, warnings: [...warnings] });
    }
    const run = { description, prepared, cuts, sessions: loaded, onTile: (seconds: number) => watch.add(seconds) };
    const finished = await runFrame(raw, { ...run, ...(signal && { signal }) });
    brokenSentences(finished, description).forEach(warning => warnings.add(warning));
    results.forEach((result, index) => result.add(finished.tensors[index], place, finalSizes(scales[index])));
  }
  return {
    outputs: results.map(({ done }) => done),
    tiles,
    seconds: { total: (performance.now() - began) / 1000, network: watch.network / workers },
    engine: workers > 1 ? `${sessions.name}, ${workers} networks side by side` : sessions.name,
    read,
    warnings: [...warnings]
  };
}

/** What differs from what the bundle expects. Known before the network runs; later frames are not looked at. */
async function saidBefore(
  raw: readonly Tensor[],
  inputs: readonly Frames[],
  { description, testImage }: Opened,
  signal: AbortSignal | undefined
): Promise<string[]> {
  const said = raw.map(async (image, index) => {
    const { info } = inputs[index].source;
    return differencesOf(info, valuesOf(image), await testImage(index, signal), description.inputs[index], description);
  });
  return (await Promise.all(said)).flat();
}

function brokenSentences(
  { nan, unfinished }: Awaited<ReturnType<typeof runFrame>>,
  { outputs }: ModelDescription
): string[] {
  const broken = outputs.flatMap(({ id }, index) =>
    nan[index] > 0
      ? [`The network gave ${nan[index]} value${nan[index] === 1 ? '' : 's'} that ${nan[index] === 1 ? 'is' : 'are'} no number (NaN) in the output “${id}”.`] // prettier-ignore
      : []
  );
  return [
    ...broken,
    ...[...unfinished].map(([output, reason]) => `The output “${output}” is as the network gave it: ${reason}.`)
  ];
}
