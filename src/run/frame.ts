import type { Processed } from '../processing/apply';
import type { Session } from '../runtime/engine';
import type { ModelDescription } from '../spec/model';
import type { Tensor } from '../tensor/tensor';
import { countNaN } from './differences';
import { finishOutputs } from './finish';
import type { PreparedInputs } from './prepare';
import { partsOf, tilesOf } from './tiles/grid';
import type { Cut } from './tiles/plan';
import { Whole } from './tiles/whole';

/** What one frame is run with. */
export interface FrameRun {
  readonly description: ModelDescription;
  readonly prepared: PreparedInputs;
  readonly cuts: readonly Cut[];
  readonly sessions: readonly Session[];
  readonly signal?: AbortSignal;
  /** A tile is through the network. */
  onTile(seconds: number): void;
}

export interface Finished extends Processed {
  /** Per output: numbers that the network itself gave as no numbers. */
  readonly nan: readonly number[];
}

/**
 * One image through the network: each tile is preprocessed with the statistics of the whole, run, and laid into the whole
 * outputs, which are then postprocessed as a whole. `raw`: the inputs as they are, with the axes of the description.
 */
export async function runFrame(raw: readonly Tensor[], run: FrameRun): Promise<Finished> {
  const { description, prepared, cuts, sessions, signal } = run;
  const wholes = description.outputs.map((output, index) => new Whole(index, output, cuts));
  const waiting = tilesOf(cuts).reverse();
  const work = async (session: Session): Promise<void> => {
    for (let tile = waiting.pop(); tile; tile = waiting.pop()) {
      signal?.throwIfAborted();
      const tensors = prepared.part(partsOf(tile, cuts, prepared.images, description));
      const began = performance.now();
      const outputs = await session.run(tensors, signal);
      const done = tile;
      wholes.forEach((whole, index) => whole.add(outputs[index], done));
      run.onTile((performance.now() - began) / 1000);
    }
  };
  try {
    await Promise.all(sessions.map(work));
  } catch (error) {
    // The others need not go on for a result that nobody gets.
    waiting.length = 0;
    throw error;
  }
  const computed = wholes.map(({ result }) => result);
  const nan = computed.map(countNaN);
  const processed = await finishOutputs(computed, raw, sessions[0], { description, ...(signal && { signal }) });
  return { ...processed, nan };
}
