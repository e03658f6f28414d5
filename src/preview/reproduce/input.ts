import type { OnnxModel } from '../../onnx/model';
import type { InferenceEngine } from '../../runtime/engine';
import type { Finding } from '../../spec/finding';
import type { ModelDescription } from '../../spec/model';
import type { Tensor } from '../../tensor/tensor';
import type { OpenBundle } from '../../bundle/open';
import type { Diagnosis, OutputView, Reproduction } from '../report/report';
import type { Steps } from '../report/steps';
import type { Agreement } from '../weights/agreement';
import type { WeightsRunner } from '../weights/runner';
import type { Loading } from './loading';
import type { TimeLimit } from './timeLimit';

export interface ReproduceInput {
  readonly description: ModelDescription;
  readonly bundle: OpenBundle;
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** The network without its weights, by which impossible sizes are foreseen. */
  readonly outline: OnnxModel | null;
  /** The network that can run here, loading or loaded; the caller ends it. */
  readonly loading: Loading | null;
  /** Says which runtime it is; the version is known only when it has started. */
  readonly engine: Pick<InferenceEngine, 'name' | 'load'>;
  readonly steps: Steps;
  /** How long the network may take. */
  readonly limit: TimeLimit;
  /** Run what onnxruntime cannot, the first that can; none where there is nothing but onnxruntime. */
  readonly runners?: readonly WeightsRunner[];
  /** Where other weights were not run for want of a runner: how to have them run, as the end of a sentence. */
  readonly howToRun?: string;
  readonly signal?: AbortSignal;
  /** Ends the search for the reason of a failure; the check itself goes on. */
  readonly stop?: AbortSignal;
  /** Told of outputs that do not reproduce before their reason is looked for. */
  onCompared?(result: Reproduced): void;
}

export interface Reproduced {
  readonly reproduction: readonly Reproduction[];
  readonly views: readonly OutputView[];
  /** What the network said of the sizes that the zoo tries. */
  readonly findings: readonly Finding[];
  readonly diagnosis: readonly Diagnosis[];
  /** How far weights formats that ran are from each other. */
  readonly agreement: readonly Agreement[];
}

/** What one weights format gave. */
export interface Ran extends Omit<Reproduced, 'agreement'> {
  /** The outputs after postprocessing, by id; absent where it did not run. */
  readonly computed?: ReadonlyMap<string, Tensor>;
}
