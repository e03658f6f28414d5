import type { PreparedTensor } from '../../kernel/protocol';
import { imageAxes, isSpatial, lengthOf } from '../bundle/axes';
import { numbered } from '../networks/channels';
import { outputEntry } from '../networks/networkEntry';
import { formatVersion } from './formatVersion';
import type { Parts } from '../bundle/parts';
import { parametersOf, planOf } from '../bundle/parts';
import { FILES } from '../bundle/files';
import type { Hashes } from './header';
import { fileIn, haloOf, header, pixelScale } from './header';
import { provenance } from './provenance';
import { tolerance } from './tolerance';
import { trainingFacts } from './training';
import { Float } from './yaml';

type Raw = Readonly<Record<string, unknown>>;

/**
 * The model description, format 0.5, with what every reader can read: size of the output by reference, one size rule per
 * spatial axis, a scale only where input and output differ in it.
 */
export function describe(parts: Parts, hashes: Hashes): Raw {
  const [input, output] = [describeInput(parts, hashes), describeOutput(parts, hashes)];
  const version = formatVersion(parts.native ? [parts.native.format] : [], output.postprocessing);
  return {
    ...header(parts.draft, version, attachments(hashes), hashes),
    inputs: [input],
    outputs: [output],
    weights: describeWeights(parts, hashes),
    config: {
      bioimageio: { ...modelCard(parts), ...tolerance(parts) },
      ...programs(parts, hashes),
      zooport: provenance(parts)
    }
  };
}

/** Whatever no other field names. */
function attachments(hashes: Hashes): string[] {
  const named = new Set<string>(Object.values(FILES).filter(name => name !== FILES.losses && name !== FILES.lossTable));
  return [...hashes.keys()].filter(name => !named.has(name));
}

function describeInput(parts: Parts, hashes: Hashes): Raw {
  const { entry, prepared } = parts;
  return {
    id: entry.input.id,
    description: entry.input.description,
    axes: axesOf(prepared.input, numbered(entry.input.channel), id => ({
      size: planOf(parts, id).size,
      ...pixelScale(planOf(parts, id).perPixel ** 2)
    })),
    test_tensor: fileIn(hashes)(FILES.testInput),
    sample_tensor: fileIn(hashes)(FILES.sampleInput),
    // Any number type is welcome: the first operation makes it float32, and percentiles do not mind the range.
    data: { type: 'float32' },
    preprocessing: entry.preprocessing(parametersOf(prepared), imageAxes(prepared.input.axes))
  };
}

function describeOutput(parts: Parts, hashes: Hashes) {
  const { entry, prepared } = parts;
  const { kind } = prepared.output;
  const output = outputEntry(entry, kind);
  const parameters = parametersOf(prepared);
  const range = output.range(parameters);
  return {
    id: output.id,
    description: output.description,
    axes: axesOf(prepared.output, output.channels, id => ({
      // Written, since QuPath takes a missing one for 1.
      size: { tensor_id: entry.input.id, axis_id: id, offset: 0 },
      ...pixelScale(planOf(parts, id).perPixel),
      ...haloOf(planOf(parts, id).halo)
    })),
    test_tensor: fileIn(hashes)(FILES.testOutput),
    sample_tensor: fileIn(hashes)(FILES.sampleOutput),
    data: { type: output.dtype, ...(range && { range: range.map(limit => (limit === null ? null : new Float(limit))) }) }, // prettier-ignore
    postprocessing: entry.postprocessing(kind, parameters, imageAxes(prepared.output.axes))
  };
}

function axesOf(
  tensor: PreparedTensor,
  channels: (count: number) => readonly string[],
  space: (id: string) => Raw
): Raw[] {
  return tensor.axes.map(id => {
    if (id === 'batch') {
      return { type: 'batch' };
    }
    if (id === 'channel') {
      return { type: 'channel', channel_names: channels(lengthOf(tensor, id)) };
    }
    if (!isSpatial(id)) {
      throw new Error(`The prepared tensor has an axis "${id}", for which there is no description.`);
    }
    return { type: 'space', id, ...space(id) };
  });
}

/** What programs of their own look for under `config`, where the files that it names are in the bundle. */
function programs({ prepared }: Parts, hashes: Hashes): Raw {
  const { stardist } = prepared.config;
  const weights = typeof stardist === 'object' && stardist !== null && 'weights' in stardist ? stardist.weights : null;
  return typeof weights === 'string' && hashes.has(weights) ? { stardist } : {};
}

/** The network's own format is the original; ONNX was made from it and says so. */
function describeWeights(parts: Parts, hashes: Hashes): Raw {
  const { native, conversion, prepared } = parts;
  const onnx = { ...fileIn(hashes)(FILES.onnx), opset_version: conversion.opset };
  if (!native) {
    return { onnx };
  }
  const { kerasVersion, tensorflowVersion, backend } = prepared.native;
  const versions =
    native.format === 'keras_v3'
      ? { keras_version: kerasVersion, backend: [backend, tensorflowVersion] }
      : { tensorflow_version: tensorflowVersion };
  return {
    [native.format]: { ...fileIn(hashes)(native.file.name), ...versions },
    onnx: { ...onnx, parent: native.format }
  };
}

/** The zoo's own card: only what is known, under its own names. */
function modelCard(parts: Parts): Raw {
  const facts = trainingFacts(parts.draft.candidate);
  const number = (name: string) => {
    const value = facts[name]?.value;
    return typeof value === 'number' ? value : undefined;
  };
  return {
    architecture_type: parts.entry.name,
    task: parts.entry.task,
    training: {
      training_epochs: number('number_of_epochs') ?? number('train_epochs'),
      training_batch_size: number('batch_size') ?? number('train_batch_size'),
      initial_learning_rate: number('initial_learning_rate') ?? number('train_learning_rate')
    }
  };
}
