import type { Fact } from '../../kernel/protocol';
import { baseName } from '../draft/naming';
import type { Parts } from '../bundle/parts';
import { imageQuality } from './quality';
import type { PixelSize, TrainingFact } from './training';
import { pixelSize, trainingFacts, withoutPaths } from './training';
import { VERSION } from '../version';
import { Float } from './yaml';

type Raw = Readonly<Record<string, unknown>>;

/**
 * `config.zooport`: how the bundle came about, for whoever wants to repeat it. Recipe and parameters with their origins,
 * the proof of the conversion, the crop of the test image, pixel size, training. No path of the researcher's machine.
 */
export function provenance(parts: Parts): Raw {
  const { draft, prepared } = parts;
  const { input } = prepared;
  const pixels = pixelSize(draft.candidate);
  const quality = imageQuality(draft.candidate);
  return {
    version: VERSION,
    network: draft.candidate.network?.name,
    output: prepared.output.kind,
    recipe: recipe(parts),
    threshold: draft.threshold ? told(draft.threshold) : undefined,
    conversion: conversion(parts),
    test_image: { name: baseName(input.image), crop: { ...input.crop }, of: [...input.imageShape] },
    pixel_size: pixels ? { ...floats(lengths(pixels)), unit: pixels.unit } : undefined,
    weights: chosenWeights(parts),
    training: Object.fromEntries(
      Object.entries(trainingFacts(draft.candidate)).map(([name, fact]) => [name, told(fact)])
    ),
    quality: quality.length > 0 ? quality.map(({ name, scores }) => ({ image: name, ...floats(scores) })) : undefined
  };
}

function lengths({ z, y, x }: PixelSize): Readonly<Record<string, number>> {
  return { ...(z !== undefined && { z }), y, x };
}

function floats(values: Readonly<Record<string, number>>): Raw {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, new Float(value)]));
}

function recipe({ prepared }: Parts): Raw {
  const { id, parameters, agreement } = prepared.recipe;
  return {
    id,
    parameters: Object.fromEntries(Object.entries(parameters).map(([name, fact]) => [name, told(fact)])),
    // The notebook's own function on the same image, where it was still in the kernel.
    agreement: agreement ? { function: agreement.function, max_absolute: new Float(agreement.maxAbsolute) } : undefined
  };
}

function conversion({ conversion: facts, native, prepared }: Parts): Raw {
  const precision = prepared.precision ?? undefined;
  return {
    by: facts.by,
    opset: facts.opset,
    added: facts.added,
    from: prepared.native.format,
    source_in_bundle: native !== null,
    keras_version: prepared.native.kerasVersion,
    tensorflow_version: prepared.native.tensorflowVersion ?? undefined,
    layers:
      facts.layers.length > 0 ? facts.layers.map(layer => ({ class: layer.class, count: layer.count })) : undefined,
    engine: facts.engine,
    source_precision: precision && {
      computes_in: precision.computesIn,
      max_absolute: new Float(precision.maxAbsolute),
      mismatched_per_million: new Float(precision.mismatchedPerMillion)
    },
    proof: facts.proof.map(proof => ({
      shape: [...proof.shape],
      max_absolute: new Float(proof.maxAbsolute),
      of_range: new Float(proof.ofRange),
      rounding: proof.rounding === undefined ? undefined : new Float(proof.rounding)
    }))
  };
}

function chosenWeights({ draft }: Parts): Raw | undefined {
  const chosen = draft.candidate.weights.find(weights => weights.id === draft.weights);
  return (
    chosen && {
      kind: chosen.kind,
      file: chosen.path === null ? undefined : baseName(chosen.path),
      why: withoutPaths(chosen.why)
    }
  );
}

/** A value with where it came from. Lists of numbers (a tile's sizes) stay lists, anything deeper becomes its JSON text. */
function told(fact: Fact | TrainingFact): Raw {
  return { value: plain(fact.value), origin: fact.origin, where: withoutPaths(fact.where) };
}

function plain(value: unknown): unknown {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : null;
  }
  if (Array.isArray(value) && value.every(item => typeof item === 'number' && Number.isFinite(item))) {
    return [...value];
  }
  if (typeof value === 'object' && value !== null) {
    return withoutPaths(JSON.stringify(value));
  }
  return typeof value === 'string' ? withoutPaths(value) : value;
}
