import type { Rule, Subject } from '../subject';
import { mirroredBorder } from './border';
import * as layout from './layout';
import * as operations from './operations';
import * as sizes from './sizes';
import * as stardist from './stardist';
import * as tensors from './tensors';
import * as weights from './weights';

/** What keeps a model out of Fiji's list, whatever it is. */
const always: readonly Rule[] = [
  layout.fileName,
  layout.wrappingFolder,
  layout.version,
  layout.id,
  layout.plainTexts,
  layout.timestamp,
  tensors.channelNames,
  tensors.axisIds,
  sizes.emptyScale,
  sizes.haloReference
];

const asStardist: readonly Rule[] = [stardist.kerasWeights, stardist.config, stardist.axes, stardist.python];

/** In the order of what is told first: what stops it, what gives other numbers, what limits it. */
const asNetwork: readonly Rule[] = [
  weights.someWeights,
  weights.weightsPlace,
  weights.onnxOpset,
  weights.onnxIr,
  weights.onnxExternal,
  weights.onnxInputs,
  weights.onnxOutputs,
  weights.onnxRank,
  weights.tensorflowVersion,
  tensors.oneInput,
  tensors.channelAxis,
  tensors.knownAxes,
  tensors.outputTypes,
  operations.endlessNames,
  operations.knownSteps,
  operations.knownSettings,
  operations.clipLimits,
  operations.threshold,
  operations.fixedMean,
  operations.oldMean,
  sizes.tiling,
  sizes.wholeSteps,
  sizes.fixedOutput,
  sizes.outputScale,
  weights.reproduced,
  sizes.fixedHalo,
  stardist.name,
  operations.linearLists,
  operations.varianceAxes,
  operations.batchAxes,
  operations.referenceTensor,
  weights.onnxDeclared,
  weights.torchVersion,
  mirroredBorder,
  operations.percentiles,
  sizes.wholeImage,
  layout.macros,
  operations.linearPixels,
  sizes.smallestImage,
  weights.torchSuffix,
  weights.whichWeights,
  weights.linuxEngine,
  weights.sampleTensor,
  tensors.oneOutput
];

/** The rules that deepImageJ's way of running this model falls under. */
export function deepimagejRules(subject: Subject): readonly Rule[] {
  return [...always, ...(stardist.isStardist(subject) ? asStardist : asNetwork)];
}
