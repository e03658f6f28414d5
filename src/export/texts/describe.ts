import type { PreparedTensor } from '../../kernel/protocol';
import { imageAxes, isSpatial, lengthOf } from '../bundle/axes';
import { numbered } from '../networks/channels';
import { outputEntry } from '../networks/networkEntry';
import { formatVersion } from './formatVersion';
import { slug } from '../draft/naming';
import type { Parts } from '../bundle/parts';
import { parametersOf, planOf } from '../bundle/parts';
import { FILES } from '../bundle/files';
import { provenance } from './provenance';
import { tolerance } from './tolerance';
import { trainingFacts } from './training';
import { Float } from './yaml';

type Raw = Readonly<Record<string, unknown>>;

/**
 * The model description, format 0.5, with what every reader can read: plain strings for documentation and cover, size of
 * the output by reference, one size rule per spatial axis, a scale only where input and output differ in it.
 * `hashes` has the SHA-256 of every file by name. Empty values are left out rather than written as null.
 */
export function describe(parts: Parts, hashes: ReadonlyMap<string, string>): Raw {
  const { draft } = parts;
  const { fields } = draft;
  const [input, output] = [describeInput(parts, hashes), describeOutput(parts, hashes)];
  return {
    format_version: formatVersion(parts.native?.format ?? null, output.postprocessing),
    type: 'model',
    id: slug(fields.name.value),
    name: fields.name.value,
    description: fields.description.value,
    authors: unlessEmpty(fields.authors.value.map(author => ({ ...author }))),
    maintainers: unlessEmpty(maintainers(parts)),
    cite: unlessEmpty(fields.cite.value.map(citation => ({ ...citation }))),
    license: fields.license.value || undefined,
    documentation: FILES.documentation,
    covers: [FILES.cover],
    tags: unlessEmpty(fields.tags.value),
    version: fields.version.value || undefined,
    timestamp: draft.made.replace(/(\.\d+)?Z$/, '+00:00'),
    attachments: unlessEmpty(attachments(hashes).map(file(hashes))),
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

/** Authors who gave their GitHub name can be asked: the zoo wants one such person at least. */
function maintainers({ draft }: Parts): Raw[] {
  return draft.fields.authors.value
    .filter(author => author.github_user)
    .map(({ name, github_user }) => ({ name, github_user }));
}

/** Whatever no other field names. */
function attachments(hashes: ReadonlyMap<string, string>): string[] {
  const named = new Set<string>(Object.values(FILES).filter(name => name !== FILES.losses && name !== FILES.lossTable));
  return [...hashes.keys()].filter(name => !named.has(name));
}

function file(hashes: ReadonlyMap<string, string>): (name: string) => Raw {
  return name => ({ source: name, sha256: hashes.get(name) });
}

function describeInput(parts: Parts, hashes: ReadonlyMap<string, string>): Raw {
  const { entry, prepared } = parts;
  return {
    id: entry.input.id,
    description: entry.input.description,
    axes: axesOf(prepared.input, numbered(entry.input.channel), id => ({
      size: planOf(parts, id).size,
      ...pixelScale(planOf(parts, id).perPixel ** 2)
    })),
    test_tensor: file(hashes)(FILES.testInput),
    sample_tensor: file(hashes)(FILES.sampleInput),
    // Any number type is welcome: the first operation makes it float32, and percentiles do not mind the range.
    data: { type: 'float32' },
    preprocessing: entry.preprocessing(parametersOf(prepared), imageAxes(prepared.input.axes))
  };
}

function describeOutput(parts: Parts, hashes: ReadonlyMap<string, string>) {
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
      ...halo(planOf(parts, id).halo)
    })),
    test_tensor: file(hashes)(FILES.testOutput),
    sample_tensor: file(hashes)(FILES.sampleOutput),
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

/**
 * Where an output has k pixels for each of the input, the format takes its size as `input * scale of input / scale of
 * output`, deepImageJ as `input * scale of output`. Scales of k² and k give k both ways; without a unit only their ratio
 * means anything.
 */
function pixelScale(scale: number): Raw {
  return scale === 1 ? {} : { scale: new Float(scale) };
}

function halo(pixels: number): Raw {
  return pixels > 0 ? { halo: pixels } : {};
}

/** What programs of their own look for under `config`, where the files that it names are in the bundle. */
function programs({ prepared }: Parts, hashes: ReadonlyMap<string, string>): Raw {
  const { stardist } = prepared.config;
  const weights = typeof stardist === 'object' && stardist !== null && 'weights' in stardist ? stardist.weights : null;
  return typeof weights === 'string' && hashes.has(weights) ? { stardist } : {};
}

/** The network's own format is the original; ONNX was made from it and says so. */
function describeWeights(parts: Parts, hashes: ReadonlyMap<string, string>): Raw {
  const { native, conversion, prepared } = parts;
  const onnx = { ...file(hashes)(FILES.onnx), opset_version: conversion.opset };
  if (!native) {
    return { onnx };
  }
  const { kerasVersion, tensorflowVersion, backend } = prepared.native;
  const versions =
    native.format === 'keras_v3'
      ? { keras_version: kerasVersion, backend: [backend, tensorflowVersion] }
      : { tensorflow_version: tensorflowVersion };
  return {
    [native.format]: { ...file(hashes)(native.file.name), ...versions },
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

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
