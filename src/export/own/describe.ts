import type { OwnInput, OwnOutput, OwnWeights } from '../../kernel/ownProtocol';
import { numbered } from '../networks/channels';
import { formatVersion } from '../texts/formatVersion';
import type { Hashes } from '../texts/header';
import { fileIn, haloOf, header, pixelScale, unlessEmpty } from '../texts/header';
import { tolerances } from '../texts/tolerance';
import { FILES } from '../bundle/files';
import { tensorFiles, weightsName } from './files';
import { described, endingIn, endingInFloat } from './operations';
import type { OwnParts } from './parts';
import { judgedOutputs } from './parts';
import { ownProvenance } from './provenance';

type Raw = Readonly<Record<string, unknown>>;

/** The zoo's card takes no longer name. */
const LONGEST_ARCHITECTURE = 32;

/** The model description of a network of one's own; axes stand in the network's own order. */
export function describeOwn(parts: OwnParts, hashes: Hashes): Raw {
  const { draft, prepared } = parts;
  const inputs = prepared.inputs.map((_, index) => describeInput(parts, index, hashes));
  const outputs = prepared.outputs.map((_, index) => describeOutput(parts, index, hashes));
  const operations = [...prepared.inputs.flatMap(input => input.preprocessing), ...prepared.outputs.flatMap(output => output.postprocessing)]; // prettier-ignore
  const formats = prepared.weights.map(({ format }) => format);
  const natives = formats.filter(format => format !== 'onnx');
  return {
    ...header(draft, formatVersion(formats, operations), attachments(parts, hashes), hashes),
    inputs,
    outputs,
    weights: describeWeights(parts, hashes),
    config: {
      bioimageio: {
        architecture_type: prepared.architecture.slice(0, LONGEST_ARCHITECTURE),
        model_parameter_count: prepared.parameters,
        ...tolerances(judgedOutputs(parts), natives)
      },
      zooport: ownProvenance(parts)
    }
  };
}

/** What no other field names; the code of the network is named by its weights. */
function attachments({ material, prepared }: OwnParts, hashes: Hashes): string[] {
  const named = new Set(prepared.weights.flatMap(({ architecture }) => architecture?.file ?? []));
  return material.attachments.map(({ name }) => name).filter(name => hashes.has(name) && !named.has(name));
}

function describeInput({ prepared, material, plan }: OwnParts, index: number, hashes: Hashes): Raw {
  const input = prepared.inputs[index];
  const files = tensorFiles('input', input.id, prepared.inputs.length);
  const axes = plan.inputs[index];
  return {
    id: input.id,
    description: `Input of the network, as ${fromImage(input)}`,
    axes: axesOf(input, plan.batches, id => {
      const planned = axes.get(id);
      return { size: planned?.size, ...pixelScale(planned?.scale ?? 1) };
    }),
    ...tensors(files, hashes),
    data: dataOf(material.inputs[index].tensor.dtype),
    preprocessing: unlessEmpty(described(endingInFloat(input.preprocessing, input.dtype)))
  };
}

function fromImage({ axes }: OwnInput): string {
  return axes.includes('z') ? 'a volume in its own range of values' : 'an image in its own range of values';
}

function describeOutput({ prepared, material, plan }: OwnParts, index: number, hashes: Hashes): Raw {
  const output = prepared.outputs[index];
  const files = tensorFiles('output', output.id, prepared.outputs.length);
  const axes = plan.outputs[index];
  return {
    id: output.id,
    description: output.labels ? 'Numbers of objects, 0 is background' : 'Output of the network',
    axes: axesOf(output, plan.batches, id => {
      const planned = axes.get(id);
      return { size: planned?.size, ...pixelScale(planned?.scale ?? 1), ...haloOf(planned?.halo ?? 0) };
    }),
    ...tensors(files, hashes),
    data: dataOf(material.outputs[index].tensor.dtype),
    postprocessing: unlessEmpty(described(endingIn(output.postprocessing, material.outputs[index].tensor.dtype)))
  };
}

/** A sample is there only of what can be shown: without y and x there is no image. */
function tensors({ test, sample }: { readonly test: string; readonly sample: string }, hashes: Hashes): Raw {
  const file = fileIn(hashes);
  return { test_tensor: file(test), ...(hashes.has(sample) && { sample_tensor: file(sample) }) };
}

/** Truth values have no type of their own among the numbers of the format, but as values that are listed. */
function dataOf(dtype: string): Raw {
  return dtype === 'bool' ? { values: [false, true], type: 'bool' } : { type: dtype };
}

function axesOf({ axes, shape }: OwnInput | OwnOutput, batches: boolean, measured: (id: string) => Raw): Raw[] {
  return axes.map((id, at) => {
    if (id === 'batch') {
      return { type: 'batch', ...(!batches && { size: 1 }) };
    }
    if (id === 'channel') {
      return { type: 'channel', channel_names: numbered('channel')(shape[at]) };
    }
    return { type: id === 'time' ? 'time' : 'space', id, ...measured(id) };
  });
}

/** Which form is the original of the others: the one that a framework trains on, before what was made to run it. */
const ORIGINAL: readonly OwnWeights['format'][] = [
  'pytorch_state_dict',
  'keras_v3',
  'keras_hdf5',
  'torchscript',
  'onnx'
];

/** The framework's own form first; all others were made from it and say so. */
function describeWeights({ prepared, conversion }: OwnParts, hashes: Hashes): Raw {
  const onnx: OwnWeights = { format: 'onnx', file: FILES.onnx, versions: {}, architecture: null };
  const all = prepared.weights.some(({ format }) => format === 'onnx') ? prepared.weights : [...prepared.weights, onnx];
  const listed = [...all].sort((a, b) => ORIGINAL.indexOf(a.format) - ORIGINAL.indexOf(b.format));
  const parent = listed[0].format;
  const entries = listed.map(weights => {
    const { format, versions } = weights;
    return [
      format,
      {
        ...fileIn(hashes)(weightsName(format)),
        ...architectureOf(weights, hashes),
        ...versions,
        ...(format === 'onnx' && { opset_version: conversion.opset }),
        ...(format !== parent && { parent })
      }
    ] as const;
  });
  return Object.fromEntries(entries);
}

function architectureOf({ architecture }: OwnWeights, hashes: Hashes): Raw {
  if (!architecture) {
    return {};
  }
  const { file, module, callable, kwargs } = architecture;
  const source = file === null ? { import_from: module } : fileIn(hashes)(file);
  return { architecture: { ...source, callable, kwargs: { ...kwargs } } };
}
