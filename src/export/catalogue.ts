import type { NetworkId, OutputKind } from '../kernel/protocol';
import type { Operation } from '../spec/model';
import type { Citation } from './draft';
import { unet2d } from './networks/unet2d';

export type { OutputKind };

/** What is known of a network whatever it was trained on. One file per network in `networks/`. */
export interface NetworkEntry {
  readonly id: NetworkId;
  /** The notebook's own `Network` string. */
  readonly name: string;
  readonly citations: readonly Citation[];
  /** One tag at least of each of the zoo's categories that follow from the network itself. */
  readonly tags: readonly string[];
  /** One or two sentences, at most 512 characters: the description's own `description`. */
  readonly description: string;
  /** What it does, in the zoo's words. */
  readonly task: string;
  /** Threshold on the notebook's scale of 0..255 where neither quality control nor the notebook says one. */
  readonly threshold: number;
  readonly input: { readonly id: string; readonly description: string; readonly channel: string };
  /** The first is the default. */
  readonly outputs: Partial<Readonly<Record<OutputKind, OutputEntry>>>;
  /** Operations that the recipe's parameters amount to, in the model description's own words. */
  preprocessing(parameters: Parameters): readonly Operation[];
  postprocessing(kind: OutputKind, parameters: Parameters): readonly Operation[];
  /** How a picture becomes the network's input, and its output a picture: sentences for the README. */
  steps(kind: OutputKind, parameters: Parameters): readonly string[];
  /** What a user must not expect of it; sentences for the README. */
  readonly limits: readonly string[];
}

export interface OutputEntry {
  readonly id: string;
  readonly description: string;
  readonly channel: string;
  readonly range: readonly [number, number];
}

/** The recipe's parameters by name. */
export type Parameters = Readonly<Record<string, unknown>>;

const CATALOGUE: Partial<Readonly<Record<NetworkId, NetworkEntry>>> = { unet_2d: unet2d };

export function networkEntry(id: NetworkId): NetworkEntry {
  const entry = CATALOGUE[id];
  if (!entry) {
    throw new Error(`There is no entry for the network "${id}".`);
  }
  return entry;
}

/** What is known of one output of a network. */
export function outputEntry(entry: NetworkEntry, kind: OutputKind): OutputEntry {
  const output = entry.outputs[kind];
  if (!output) {
    throw new Error(`The network ${entry.name} has no output "${kind}".`);
  }
  return output;
}

/** A parameter that the recipe must state as a finite number; the bundle would be wrong with a guessed one. */
export function numberOf(parameters: Parameters, name: string): number {
  const value = parameters[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new Error(`The recipe does not state its parameter "${name}" as a number.`);
  }
  return value;
}
