import type { Rule } from '../subject';
import * as layout from './layout';
import * as operations from './operations';
import * as sizes from './sizes';
import * as tensors from './tensors';
import * as weights from './weights';

/** In the order of what is told first: what stops it, what gives other numbers, what limits it. */
export const ilastikRules: readonly Rule[] = [
  layout.validFormat,
  layout.newerFormat,
  layout.newFields,
  weights.someWeights,
  tensors.oneInput,
  tensors.oneOutput,
  tensors.channelAxis,
  tensors.batchAxis,
  tensors.knownAxes,
  tensors.spaceAxes,
  tensors.sameAxes,
  sizes.sameSize,
  sizes.haloFits,
  operations.availableSteps,
  weights.architecture,
  operations.perTile,
  sizes.someHalo,
  weights.torchVersion,
  tensors.probabilities
];
