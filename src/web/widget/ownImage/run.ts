import { openBundle, type OpenBundle } from '../../../bundle/open';
import { areObjects, numbersObjects } from '../../../processing/objects';
import { externalOf, whyNotHere } from '../../../bundle/weights';
import type { Reader } from '../../../bundle/reading/reader';
import type { OutputView } from '../../../preview/report/report';
import { type FileSource, SourceError } from '../../../bundle/source';
import { applyPreprocessing, postprocess } from '../../../processing/apply';
import type { InferenceEngine } from '../../../runtime/engine';
import type { ModelDescription, TensorDescription, WeightsEntry } from '../../../spec/model';
import type { Tensor } from '../../../tensor/tensor';
import { fitArrays, type OwnArray } from './fit';

/** What the network makes of the researcher's own arrays, and how these were read. */
export interface OwnResult {
  /** Each output stands where a report has the expected one. */
  readonly views: readonly OutputView[];
  readonly read: readonly string[];
}

/** Runs a bundle's network on the researcher's own arrays, one for each input. */
export async function runOwn(
  source: FileSource,
  arrays: readonly OwnArray[],
  { engine, reader }: { engine: InferenceEngine; reader: Reader },
  signal: AbortSignal
): Promise<OwnResult> {
  const bundle = await openBundle(source, signal);
  const text = await bundle.read(bundle.description.slice(bundle.folder.length), signal);
  const { description } = await reader.description(new TextDecoder().decode(text), signal);
  if (!description) {
    throw new SourceError('no-description', 'The description cannot be read, so your image was not run.');
  }
  const fitted = fitArrays(arrays, description);
  const inputs = fitted.map(({ tensor }) => tensor);
  const weights = runnable(description, bundle);
  const prepared = applyPreprocessing(inputs, description);
  const external = await externalOf(weights, bundle, signal);
  const session = await engine.load(await bundle.read(weights.source, signal), external, signal);
  try {
    const computed = await session.run(prepared.tensors, signal);
    const { tensors } = await postprocess(computed, inputs, session, { description, signal });
    const views = description.outputs.map((output, index) => ({
      weights: weights.format,
      output: output.id,
      input: viewOf(description.inputs[0], inputs[0]),
      expected: viewOf(output, tensors[index]),
      objects: areObjects(numbersObjects(output).objects, tensors[index])
    }));
    return { views, read: fitted.map(({ read }) => read) };
  } finally {
    await session.dispose();
  }
}

function runnable(description: ModelDescription, bundle: OpenBundle): WeightsEntry {
  const found = description.weights.find(entry => !whyNotHere(entry, bundle));
  if (found) {
    return found;
  }
  const why = description.weights.map(entry => whyNotHere(entry, bundle)).join('; ');
  throw new SourceError('not-found', `Your image was not run: ${why || 'the bundle has no weights'}.`);
}

function viewOf({ axes }: TensorDescription, tensor: Tensor): OutputView['input'] {
  return { axes: axes.map(({ id }) => id), tensor };
}
