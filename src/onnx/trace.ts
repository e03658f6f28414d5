import type { Line } from './line';
import type { OnnxNode, OnnxTensor } from './model';

/** An operator whose dependence on neighbouring pixels is not known. */
export class UnknownExtent extends Error {
  constructor(readonly op: string) {
    super(`The reach of the operator ${op} is not known.`);
  }
}

/** A tensor of the graph as far as the followed axis is concerned. Without `line` it depends on the whole axis. */
export interface Traced {
  readonly rank: number;
  /** Where the followed axis is in this tensor; `undefined`: it was summed up. */
  readonly at?: number | undefined;
  readonly line?: Line | undefined;
}

/** What a step is told: its node, its traced inputs (`undefined` for constants) and the constants. */
export interface Step {
  readonly node: OnnxNode;
  readonly inputs: readonly (Traced | undefined)[];
  constant(input: number): OnnxTensor | undefined;
}

/** The network cannot run at this size. */
export class SizeFails extends Error {}
