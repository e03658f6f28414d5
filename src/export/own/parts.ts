import type { OwnOutput, PreparedOwn } from '../../kernel/ownProtocol';
import { isFloat } from '../../tensor/dtype';
import type { Tensor } from '../../tensor/tensor';
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
  return prepared.outputs.map((described, output) => ({
    id: described.id,
    cut: isCut(described, material.outputs[output].tensor),
    output: material.outputs[output].tensor,
    precision: null,
    scaled: described.postprocessing.some(({ id }) => id.startsWith('scale_')),
    proof: conversion.proofs.map(proofs => proofs[output])
  }));
}

/** Whether values between whole numbers are made whole: a mask's own numbers are, and so is the number of a class. */
function isCut({ postprocessing, inGraph }: OwnOutput, { dtype }: Tensor): boolean {
  const does = (id: string): boolean => postprocessing.some(operation => operation.id === id);
  return !isFloat(dtype) && !does('binarize') && (does('scale_linear') || (inGraph === null && does('ensure_dtype')));
}

/** The largest difference of all outputs and shapes, in the output's own numbers and of its range. */
export function largestOf({ proofs }: OwnConversion): { readonly maxAbsolute: number; readonly ofRange: number } {
  const all = proofs.flat();
  const most = (of: (proof: Proof) => number) => all.reduce((largest, proof) => Math.max(largest, of(proof)), 0);
  return { maxAbsolute: most(({ maxAbsolute }) => maxAbsolute), ofRange: most(({ ofRange }) => ofRange) };
}
