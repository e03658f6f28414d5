import type { GraphFacts } from '../../onnx/facts';
import type { Finding } from '../../spec/finding';
import type { ModelDescription } from '../../spec/model';
import type { OpenBundle } from '../bundle';
import type { Readiness, Reproduction } from '../report';

export interface ReadinessInput {
  readonly description: ModelDescription;
  readonly bundle: OpenBundle;
  readonly facts: GraphFacts | null;
  /** What was found before: the format's rules, the network, the sizes. */
  readonly findings: readonly Finding[];
  readonly reproduction: readonly Reproduction[];
}

export interface ReadinessResult {
  readonly readiness: readonly Readiness[];
  /** Findings `by` deepimagej and ilastik. */
  readonly findings: readonly Finding[];
}

/** Whether Python, deepImageJ and ilastik will run the bundle. */
export function readinessOf(_input: ReadinessInput): ReadinessResult {
  return { readiness: [], findings: [] };
}
