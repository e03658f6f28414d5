import type { OwnChain } from '../../kernel/ownProtocol';
import { baseName } from '../draft/naming';
import { Float } from '../texts/yaml';
import { VERSION } from '../version';
import type { OwnParts } from './parts';

type Raw = Readonly<Record<string, unknown>>;

/**
 * `config.zooport`: how the bundle of a network of one's own came about. Framework and class, the operations before and
 * after in words with the largest difference to what was caught, the proof of the conversion. No path of the machine.
 */
export function ownProvenance(parts: OwnParts): Raw {
  const { prepared } = parts;
  const { inputs, outputs } = prepared;
  const inGraph = outputs.filter(output => output.inGraph !== null);
  return {
    version: VERSION,
    network: prepared.architecture,
    framework: prepared.framework,
    framework_version: prepared.frameworkVersion,
    parameters: prepared.parameters,
    predict: prepared.predict ?? undefined,
    test_images: inputs.map(({ id, image }) => ({ input: id, name: baseName(image) })),
    before: chains(prepared.before),
    after: chains(prepared.after),
    in_graph: inGraph.length > 0 ? Object.fromEntries(inGraph.map(({ id, inGraph }) => [id, inGraph])) : undefined,
    conversion: conversion(parts)
  };
}

function chains(found: Readonly<Record<string, OwnChain>>): Raw {
  return Object.fromEntries(
    Object.entries(found).map(([id, { words, maxAbsolute, ofRange, images, said }]) => [
      id,
      {
        steps: [...words],
        ...(said ? { said } : { max_absolute: new Float(maxAbsolute), of_range: new Float(ofRange), images })
      }
    ])
  );
}

function conversion({ conversion: { by, opset, layers, engine, proofs }, prepared, material }: OwnParts): Raw {
  return {
    by: by === 'framework' ? prepared.framework : by,
    opset,
    layers: layers.length > 0 ? layers.map(layer => ({ class: layer.class, count: layer.count })) : undefined,
    engine,
    proof: proofs.map((outputs, index) => ({
      shapes: material.cases[index].inputs.map(({ shape }) => [...shape]),
      outputs: outputs.map(({ maxAbsolute, ofRange }, output) => ({
        id: prepared.outputs[output].id,
        max_absolute: new Float(maxAbsolute),
        of_range: new Float(ofRange)
      }))
    }))
  };
}
