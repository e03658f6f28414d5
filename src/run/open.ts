import { checkCounts } from '../bundle/binding';
import { descriptionText } from '../bundle/description';
import { openBundle } from '../bundle/open';
import type { OpenBundle } from '../bundle/open';
import type { Reader } from '../bundle/reading/reader';
import type { FileSource } from '../bundle/source';
import { externalOf, whyNotHere } from '../bundle/weights';
import { ProcessingError } from '../processing/error';
import { EngineError, noMemory } from '../runtime/engine';
import type { InferenceEngine } from '../runtime/engine';
import { describe } from '../spec/messages';
import { valuesPerPixel } from '../onnx/footprint';
import type { ModelDescription, TensorDescription, WeightsEntry } from '../spec/model';
import { readNpy } from '../tensor/npy';
import { valuesOf } from './differences';
import type { Values } from './differences';
import { RunError } from './model';
import type { Runner } from './model';
import { waysOf } from './network/ways';
import { runImages } from './run';
import { Sessions } from './sessions';

export interface OpenOptions {
  /** Where the network runs; of several, the workers are spread over them. */
  readonly engine: InferenceEngine | readonly InferenceEngine[];
  /** Reads the description and the network; where a bundle may be hostile, in a thread with a deadline. */
  readonly reader: Reader;
  /** Workers where a run does not ask for another number. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
}

const usualThreads = 4;
/** Bytes for each pixel of a tile beside the network: its preparation in 64 bits, and copies on the way there and back. */
const beside = 40;
/** Values for each pixel of a usual network of 64 channels, where the graph does not tell. */
const usualValues = 256;

/**
 * Opens a bundle and loads its network, for any number of images. Rejects with `SourceError` where the bundle cannot be read,
 * `RunError` where it has nothing that runs here, `EngineError` where the network does not load, or the signal's reason.
 * The source is left open, and must stay so; `dispose` ends the networks, not the engines.
 */
export async function openRunner(source: FileSource, options: OpenOptions): Promise<Runner> {
  const { signal, reader } = options;
  const bundle = await openBundle(source, signal);
  const { description, findings } = await reader.description(await descriptionText(source, bundle, signal), signal);
  if (!description) {
    const errors = findings.filter(({ severity }) => severity === 'error').map(describe);
    throw new RunError('bundle', `The description of “${source.name}” cannot be read. ${errors.join(' ')}`);
  }
  const weights = runnable(description, bundle);
  const model = (over?: AbortSignal) => bundle.read(weights.source, over);
  const read = await reader.network(await model(signal), signal);
  const engines = Array.isArray(options.engine) ? options.engine : [options.engine];
  const sessions = new Sessions(engines, model, over => externalOf(weights, bundle, over));
  const threads = options.threads ?? Math.min(usualThreads, Math.max(1, engines.length));
  const [first] = await sessions.take(1, threads, signal);
  try {
    checkCounts(first, description);
  } catch (error) {
    await sessions.release();
    throw new RunError('bundle', error instanceof Error ? error.message : String(error), { cause: error });
  }
  const outline = read?.outline ?? null;
  const opened = {
    description,
    sessions,
    ways: waysOf(description, outline),
    bytesPerPixel: beside + 4 * (outline ? valuesPerPixel(outline) : usualValues),
    testImage: (index: number, over?: AbortSignal) => testImage(description.inputs[index], bundle, over)
  };
  return {
    description,
    run: async (images, chosen = {}) => {
      try {
        return await runImages(images, { ...opened, threads: chosen.threads ?? threads }, chosen);
      } catch (error) {
        // A worker may have been ended in the middle of a tile.
        await sessions.release();
        chosen.signal?.throwIfAborted();
        throw inWords(error);
      }
    },
    dispose: () => sessions.release()
  };
}

/** Whatever befell the run as an error that says what to do; what already does stays as it is. */
function inWords(error: unknown): unknown {
  if (error instanceof EngineError) {
    const memory = error.step !== 'load' && error.reason.startsWith(noMemory);
    const advice = memory ? ' Smaller tiles need less: --tile (tile= in Python).' : '';
    return new RunError(memory ? 'memory' : 'network', `${error.reason}${advice}`, { cause: error });
  }
  if (error instanceof ProcessingError) {
    return new RunError('bundle', error.message, { cause: error });
  }
  // What JavaScript says where an array is larger than there is room for.
  return error instanceof RangeError
    ? new RunError('memory', 'There is not enough memory for this image and its result. Run it in parts.', {
        cause: error
      })
    : error;
}

/** The values of the test image: what the network was made for. Nothing where it cannot be read. */
async function testImage(
  input: TensorDescription,
  bundle: OpenBundle,
  signal?: AbortSignal
): Promise<Values | undefined> {
  try {
    return input.testTensor && valuesOf(readNpy(await bundle.read(input.testTensor.source, signal)));
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

function runnable(description: ModelDescription, bundle: OpenBundle): WeightsEntry {
  const found = description.weights.find(entry => whyNotHere(entry, bundle) === undefined);
  if (found) {
    return found;
  }
  const why = description.weights.map(entry => whyNotHere(entry, bundle)).join('; ');
  throw new RunError('bundle', `This bundle cannot be run here: ${why || 'it has no weights'}.`);
}
