import type { Rule } from '../subject';
import * as layout from './layout';
import * as operations from './operations';
import * as sizes from './sizes';
import * as tensors from './tensors';
import * as weights from './weights';

/** In the order of what is told first: what it cannot run, what it refuses to read, what comes out otherwise. */
export const qupathRules: readonly Rule[] = [
  tensors.twoDimensions,
  weights.someWeights,
  tensors.oneInput,
  tensors.oneOutput,
  layout.fileName,
  layout.fields,
  layout.oldFields,
  layout.plainTexts,
  operations.settings,
  operations.listsOnly,
  operations.thresholds,
  tensors.channelNames,
  tensors.knownAxes,
  tensors.neededAxes,
  weights.onnxEngine,
  operations.leftOut,
  operations.percentiles,
  operations.perTile,
  sizes.halo,
  sizes.tile,
  weights.unzip,
  sizes.offset,
  weights.extensions
];
