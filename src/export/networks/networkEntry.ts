import type { NetworkId, OutputKind } from '../../kernel/protocol';
import type { FindingCode } from '../../spec/codes';
import type { Operation } from '../../spec/model';
import type { Citation } from '../draft/draft';
import type { Parameters } from './parameters';

interface ThresholdEntry {
  /** On the notebook's scale of 0..255, where neither quality control nor the notebook says one. */
  readonly usual: number;
  /** The same level on the output's own scale; null where it depends on the image. */
  level(threshold: number): number | null;
}

/** How an output looks on the cover. */
type Look = 'grey' | 'labels' | 'own-contrast';

export interface OutputEntry {
  readonly id: string;
  /** What the panel's choice says. */
  readonly title: string;
  /** At most 128 characters. */
  readonly description: string;
  /** One name for each of `count` channels. */
  channels(count: number): readonly string[];
  /** Lowest and highest value that can occur; null where there is no such limit. */
  range(parameters: Parameters): readonly [number | null, number | null] | null;
  readonly dtype: 'float32' | 'int32' | 'uint8';
  readonly look: Look;
  /** Pixels of this output for each pixel of the input, along a spatial axis; 1 where it does not say. */
  perPixel?(parameters: Parameters, axis: string): number;
}

/** A sentence of the table of texts, with what it fills in. */
export interface Remark {
  readonly code: FindingCode;
  readonly data?: Readonly<Record<string, unknown>>;
  /** The researcher has to do something about it; else it is for reading. */
  readonly warns?: boolean;
}

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
  readonly input: {
    readonly id: string;
    /** At most 128 characters. */
    readonly description: string;
    /** Name of the one channel, or of each of several with its number. */
    readonly channel: string;
  };
  /** The default one is `kinds[0]`. */
  readonly kinds: readonly OutputKind[];
  readonly outputs: Partial<Readonly<Record<OutputKind, OutputEntry>>>;
  /** The word that the bundle's name must hold, for a program that goes by it. */
  readonly nameHolds?: string;
  /** The notebook stretches its output from its smallest to its largest value before it takes the mask. */
  readonly stretches?: boolean;
  /** The notebook's number for a mask, where it has one. */
  readonly threshold?: ThresholdEntry;
  /**
   * Operations that the recipe's parameters amount to, in the model description's own words. `axes`: the tensor's axes
   * without the batch, in the order in which the description lists them.
   */
  preprocessing(parameters: Parameters, axes: readonly string[]): readonly Operation[];
  postprocessing(kind: OutputKind, parameters: Parameters, axes: readonly string[]): readonly Operation[];
  /** How a picture becomes the network's input, and its output a picture: sentences for the README. */
  steps(kind: OutputKind, parameters: Parameters): readonly string[];
  /** What the notebook does beyond what is declared. `known`: the parameters, or what is known before they are. */
  differences(kind: OutputKind, known: Parameters): readonly Remark[];
  /** Where training and prediction normalise differently: the bundle follows prediction. */
  training(known: Parameters): readonly Remark[];
  /** What a user must not expect of it; sentences for the README. */
  limits(kind: OutputKind): readonly string[];
  /** Sections of the README of this network alone, for instance code that turns the output back. */
  readme?(kind: OutputKind, parameters: Parameters): readonly string[];
}

/** What is known of one output of a network. */
export function outputEntry(entry: NetworkEntry, kind: OutputKind): OutputEntry {
  const output = entry.outputs[kind];
  if (!output) {
    throw new Error(`The network ${entry.name} has no output "${kind}".`);
  }
  return output;
}

/** The outputs that can be chosen, the default first. */
export function outputsOf(entry: NetworkEntry): readonly (readonly [OutputKind, OutputEntry])[] {
  return entry.kinds.map(kind => [kind, outputEntry(entry, kind)] as const);
}
