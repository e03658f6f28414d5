/**
 * The model description as the rest of the code reads it: format 0.5's shapes, 0.4 converted to them.
 * Written by the readers in this folder only; every field that the reader could not trust is left out and reported as a finding.
 */
import type { DType } from '../tensor/tensor';

export interface FileRef {
  readonly source: string;
  readonly sha256?: string;
}

export type AxisType = 'batch' | 'channel' | 'index' | 'time' | 'space';

export interface ParameterizedSize {
  readonly min: number;
  readonly step: number;
}

/** size = trunc(reference size * reference scale / own scale + offset) */
export interface SizeReference {
  readonly tensor_id: string;
  readonly axis_id: string;
  readonly offset: number;
}

export interface DataDependentSize {
  readonly min: number;
  readonly max: number | null;
}

/** `null`: any size (batch only). */
export type AxisSize = number | null | ParameterizedSize | SizeReference | DataDependentSize;

export interface Axis {
  readonly type: AxisType;
  readonly id: string;
  readonly size: AxisSize;
  readonly halo: number;
  readonly scale: number;
  readonly unit?: string;
  readonly channelNames?: readonly string[];
  readonly concatenable?: boolean;
}

export interface Operation {
  readonly id: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
}

export interface DataDescription {
  readonly type: DType;
  readonly range?: readonly [number | null, number | null];
  readonly unit?: string;
  /** Nominal or ordinal data. */
  readonly values?: readonly (number | string | boolean)[];
}

/** How a border is made around an input where one is needed. */
export type Padding =
  { readonly mode: 'constant'; readonly value: number } | { readonly mode: 'edge' | 'reflect' | 'symmetric' };

export interface TensorDescription {
  readonly id: string;
  readonly description: string;
  readonly axes: readonly Axis[];
  /** One entry, or one per channel. */
  readonly data: readonly DataDescription[];
  readonly testTensor?: FileRef;
  readonly sampleTensor?: FileRef;
  readonly optional: boolean;
  /** Of an input (0.5.10); bioimageio.core pads symmetrically where there is none. */
  readonly pad?: Padding;
  /** As written: preprocessing of an input, postprocessing of an output. Implicit steps are added by `processing`. */
  readonly operations: readonly Operation[];
}

export interface WeightsEntry extends FileRef {
  readonly format: string;
  readonly parent?: string;
  readonly opset?: number;
  readonly externalData?: FileRef;
  /** What builds the network of a `pytorch_state_dict`. */
  readonly architecture?: Architecture;
  /** False where keys may be missing in a state dict. */
  readonly strict?: boolean;
  /** What Keras 3 computes with. */
  readonly backend?: string;
}

/** A class or function that builds a network: code, in a file of the bundle or in an installed library. */
export interface Architecture {
  readonly callable: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly source?: string;
  readonly importFrom?: string;
}

export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
  readonly mismatchedPerMillion: number;
  readonly outputs: readonly string[];
  readonly formats: readonly string[];
}

export interface ModelDescription {
  readonly formatVersion: string;
  readonly name: string;
  readonly id?: string;
  readonly inputs: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
  readonly weights: readonly WeightsEntry[];
  readonly documentation?: FileRef;
  readonly covers: readonly FileRef[];
  readonly attachments: readonly FileRef[];
  /** `config.bioimageio.reproducibility_tolerance`; the first entry that fits wins. */
  readonly tolerances: readonly Tolerance[];
  /** The parsed YAML, untouched. */
  readonly raw: Readonly<Record<string, unknown>>;
}
