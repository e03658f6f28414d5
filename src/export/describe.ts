import type { PreparedTensor } from '../kernel/protocol';
import type { OutputEntry } from './catalogue';
import { outputEntry } from './catalogue';
import { slug } from './naming';
import type { Parts } from './parts';
import { axisIndex, FILES, parametersOf } from './parts';
import { provenance } from './provenance';
import type { AxisPlan } from './sizes';
import { trainingFacts } from './training';
import { Float } from './yaml';

type Raw = Readonly<Record<string, unknown>>;

/**
 * The model description, format 0.5, with what every reader can read: plain strings for documentation and cover, size of
 * the output by reference, one size rule per spatial axis, no scale.
 * `hashes` has the SHA-256 of every file by name. Empty values are left out rather than written as null.
 */
export function describe(parts: Parts, hashes: ReadonlyMap<string, string>): Raw {
  const { draft } = parts;
  const { fields } = draft;
  return {
    // keras_v3 came with 0.5.8, descriptions without authors or licence with 0.5.5; from 0.5.11 on, texts and covers
    // are no plain strings any more.
    format_version: parts.native?.format === 'keras_v3' ? '0.5.8' : '0.5.5',
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
    inputs: [describeInput(parts, hashes)],
    outputs: [describeOutput(parts, hashes)],
    weights: describeWeights(parts, hashes),
    config: { bioimageio: modelCard(parts), zooport: provenance(parts) }
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
  const { entry, prepared, plan } = parts;
  return {
    id: entry.input.id,
    description: entry.input.description,
    axes: axesOf(prepared.input, entry.input.channel, id => ({ size: plan[id].size })),
    test_tensor: file(hashes)(FILES.testInput),
    sample_tensor: file(hashes)(FILES.sampleInput),
    // Any number type is welcome: the first operation makes it float32, and percentiles do not mind the range.
    data: { type: 'float32' },
    preprocessing: entry.preprocessing(parametersOf(prepared))
  };
}

function describeOutput(parts: Parts, hashes: ReadonlyMap<string, string>): Raw {
  const { entry, prepared, plan } = parts;
  const output = outputEntry(entry, prepared.output.kind);
  return {
    id: output.id,
    description: output.description,
    axes: axesOf(prepared.output, output.channel, id => ({
      size: { tensor_id: entry.input.id, axis_id: id },
      ...halo(plan[id])
    })),
    test_tensor: file(hashes)(FILES.testOutput),
    sample_tensor: file(hashes)(FILES.sampleOutput),
    data: { type: 'float32', range: rangeOf(output) },
    postprocessing: entry.postprocessing(prepared.output.kind, parametersOf(prepared))
  };
}

function axesOf(tensor: PreparedTensor, channel: string, size: (id: 'y' | 'x') => Raw): Raw[] {
  return tensor.axes.map(id => {
    switch (id) {
      case 'batch':
        return { type: 'batch' };
      case 'channel':
        return { type: 'channel', channel_names: channelNames(channel, tensor.shape[axisIndex(tensor.axes, id)]) };
      case 'y':
      case 'x':
        return { type: 'space', id, ...size(id) };
      default:
        throw new Error(`The prepared tensor has an axis "${id}", for which there is no description yet.`);
    }
  });
}

function channelNames(name: string, count: number): string[] {
  return count === 1 ? [name] : Array.from({ length: count }, (_, index) => `${name}${index}`);
}

function halo(plan: AxisPlan): Raw {
  return plan.halo > 0 ? { halo: plan.halo } : {};
}

function rangeOf(output: OutputEntry): Float[] {
  return output.range.map(limit => new Float(limit));
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
      training_epochs: number('number_of_epochs'),
      training_batch_size: number('batch_size'),
      initial_learning_rate: number('initial_learning_rate')
    }
  };
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
