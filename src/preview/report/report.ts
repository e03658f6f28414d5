import type { ConsumerId } from '../../spec/consumers';
import type { Finding } from '../../spec/finding';
import type { Fix } from '../../spec/fix';
import type { Tensor } from '../../tensor/tensor';
import type { Agreement } from '../weights/agreement';
import type { Labels } from '../reproduce/labels';
import type { Differing } from '../reproduce/table';

export type StepName =
  | 'open'
  | 'format'
  | 'hashes'
  | 'network'
  | 'load'
  | 'preprocess'
  | 'run'
  | 'postprocess'
  | 'compare'
  | 'frameworks'
  | 'sizes'
  | 'diagnose';

/** A step of the check as it passes. `detail` is a short sentence, for instance "weights.onnx, 1.8 MB". */
export interface StepEvent {
  readonly step: StepName;
  readonly state: 'running' | 'done' | 'failed' | 'skipped';
  readonly detail?: string;
  readonly seconds?: number;
}

/** What the comparison of one output of one weights format gave; the fields are those of the command line's JSON. */
export interface Reproduction {
  readonly weights: string;
  readonly output: string;
  readonly verdict: 'passed' | 'failed' | 'not run';
  /** What bioimageio.core says of the same numbers. */
  readonly zoo: 'passed' | 'failed' | 'not run';
  /** A sentence a biologist understands. */
  readonly reason: string;
  /** It was not run because code of the bundle would run with it. */
  readonly needsCode?: boolean;
  /** What ran it, where that is not the report's own runtime: “Keras 3.15.1 with TensorFlow 2.21.0, /usr/bin/python3”. */
  readonly engine?: string;
  /** Over the elements that are finite on both sides; `null` where there are none, or the shapes differ. */
  readonly maxAbsolute: number | null;
  /** |actual - expected| / (|expected| + 1e-6), as bioimageio.core reports it. */
  readonly maxRelative: number | null;
  /** By our rule: elements that are not finite count as different, integers must be equal. */
  readonly mismatchedPerMillion: number | null;
  /** Elements that are NaN or infinite on either side. */
  readonly nan: number;
  /** Index of the element with the largest difference (the first one that is not finite, if any), one number per axis. */
  readonly worst?: readonly number[];
  /** The elements that differ most, at most ten; absent where none differs. */
  readonly table?: readonly Differing[];
  /** Where the output holds numbered objects: how they compare, whatever their numbers. */
  readonly labels?: Labels;
}

/** The four pictures of one output. All tensors carry `axes`, one letter or id per dimension. */
export interface OutputView {
  readonly weights: string;
  readonly output: string;
  readonly input: ViewTensor;
  readonly expected: ViewTensor;
  /** Absent where the network did not run. */
  readonly reproduced?: ViewTensor;
  /** The values number objects (0 is background), as the comparison takes them: shown object by object. */
  readonly objects?: boolean;
}

export interface ViewTensor {
  readonly axes: readonly string[];
  readonly tensor: Tensor;
  /** Unit of the values where the description states one. */
  readonly unit?: string;
  /** Edge of a pixel along x and y, and distance of planes, where it is known. */
  readonly pixelSize?: { readonly value: number; readonly unit: string; readonly depth?: number };
}

export interface FormatVerdict {
  readonly verdict: 'valid' | 'invalid';
  /** The description's own `format_version`. */
  readonly version: string;
  readonly findings: readonly Finding[];
  /** False until every rule of the format is checked: then the report says "not fully checked". */
  readonly complete: boolean;
}

/** One line of the report: whether a program can run the bundle, and why not. */
export interface Readiness {
  readonly consumer: ConsumerId;
  readonly verdict: 'runs' | 'runs with limits' | 'will not run';
  /** A sentence a biologist understands; what it rests on stands among the findings. */
  readonly reason: string;
}

/** Why one output does not reproduce, as far as trying can tell. */
export interface Diagnosis {
  readonly weights: string;
  readonly output: string;
  readonly state: 'explained' | 'unexplained' | 'stopped';
  /** A sentence a biologist understands, for instance “It reproduces when the image is not normalised: …”. */
  readonly sentence: string;
  /** Which kind of change explains it, for scripts; absent where none does. */
  readonly cause?: string;
  /** Where the test image cannot tell several kinds of change apart (`cause` is then “several”): each of them. */
  readonly causes?: readonly string[];
  /** Where the description is what is wrong: its mend. */
  readonly fix?: Fix;
  /** How many changes were tried. */
  readonly tried: number;
}

export interface Report {
  readonly source: string;
  readonly verdict: 'passed' | 'failed' | 'not run' | 'unreadable';
  /** Only where the verdict is "unreadable" or nothing could run: why, in a sentence. */
  readonly reason?: string;
  /** The description's name, for the headline. */
  readonly title?: string;
  /** The bundle says that it was made from a trained network here, so its test output is what the framework gave. */
  readonly trained?: boolean;
  readonly format: FormatVerdict | null;
  readonly reproduction: readonly Reproduction[];
  readonly views: readonly OutputView[];
  /** How far weights formats that ran are from each other; empty where fewer than two ran. */
  readonly agreement: readonly Agreement[];
  /** What bioimageio.core's test says of all that ran: the outputs, and the other sizes that it tries. */
  readonly zoo?: Reproduction['zoo'];
  /** What sizes of images the network takes, in sentences. */
  readonly sizes?: string;
  /** One entry per program, in the order of the report; empty where only the format was asked for. */
  readonly readiness: readonly Readiness[];
  /** One entry per output that does not reproduce. */
  readonly diagnosis: readonly Diagnosis[];
  /** Which runtime gave the verdict. */
  readonly engine?: string;
  readonly seconds: Readonly<Partial<Record<StepName, number>>>;
  /** From the first step to the report; less than the sum, since the network loads beside other steps. */
  readonly elapsed?: number;
}
