import type { Line } from './receptive/field';
import type { OnnxNode, OnnxTensor } from './model';
import { tensorNumbers } from './model';
import { need } from '../tensor/lookup';

/** An operator whose dependence on neighbouring pixels is not known. */
export class UnknownExtent extends Error {
  constructor(readonly op: string) {
    super(`The reach of the operator ${op} is not known.`);
  }
}

/** A tensor of the graph as far as the followed axis is concerned. */
export type Traced = Followed | Summed;

/** It has the axis. */
interface Followed {
  readonly rank: number;
  /** Where the axis is in this tensor. */
  readonly at: number;
  readonly line: Line;
}

/** The axis was summed up: each value depends on all of it. */
interface Summed {
  readonly rank: number;
  readonly at?: undefined;
  readonly line?: undefined;
}

/** What a step is told: its node, its traced inputs (`undefined` for constants) and the constants. */
export interface Step {
  readonly node: OnnxNode;
  readonly inputs: readonly (Traced | undefined)[];
  constant(input: number): OnnxTensor | undefined;
}

/** The network cannot run at this size. */
export class SizeFails extends Error {}

/** What an operator does to the followed row. */
export type Follow = (step: Step) => Traced;

/** The one traced input of an operator that works on one tensor. */
export function traced(step: Step): Traced {
  return need(
    step.inputs.find(input => input !== undefined),
    `input to follow through ${step.node.op}`
  );
}

/** The network fails at this size. */
export function fails(): never {
  throw new SizeFails();
}

/** A constant input of the node as numbers. */
export function numbersOf(step: Step, input: number): number[] | undefined {
  const tensor = step.constant(input);
  return tensor && tensorNumbers(tensor);
}
