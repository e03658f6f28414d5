import type { PreparedOwn } from '../../kernel/ownProtocol';
import type { ConversionFacts } from '../bundle/conversionFacts';
import type { Proof } from '../bundle/conversionFacts';
import type { Judged } from '../texts/tolerance';
import type { OwnDraft } from './draft';
import type { OwnMaterial } from './material';
import type { OwnPlan } from './plan';

/** How the ONNX form came about, and how far it is from the network: for each shape, a proof for each output. */
export type OwnConversion = Omit<ConversionFacts, 'proof'> & { readonly proofs: readonly (readonly Proof[])[] };

/** Everything that the texts of a bundle of one's own network are made from. */
export interface OwnParts {
  readonly draft: OwnDraft;
  readonly prepared: PreparedOwn;
  readonly material: OwnMaterial;
  readonly plan: OwnPlan;
  readonly conversion: OwnConversion;
}

/** What is said of how far each output may be off. */
export function judgedOutputs({ prepared, material, conversion }: OwnParts): Judged[] {
  return prepared.outputs.map(({ id }, output) => ({
    id,
    output: material.outputs[output].tensor,
    precision: null,
    proof: conversion.proofs.map(proofs => proofs[output])
  }));
}

/** The largest difference of all outputs and shapes, in the output's own numbers and of its range. */
export function largestOf({ proofs }: OwnConversion): { readonly maxAbsolute: number; readonly ofRange: number } {
  const all = proofs.flat();
  const most = (of: (proof: Proof) => number) => all.reduce((largest, proof) => Math.max(largest, of(proof)), 0);
  return { maxAbsolute: most(({ maxAbsolute }) => maxAbsolute), ofRange: most(({ ofRange }) => ofRange) };
}
