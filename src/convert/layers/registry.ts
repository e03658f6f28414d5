import { BOOL } from '../../onnx/model';
import type { LayerType, Shaping } from '../layer';
import * as shape from './activations';
import { arithmetic } from './arithmetic';
import { blurredPooling, convolution, depthwise, separable, transposed } from './convolution';
import { dense } from './dense';
import { expandDims, getItem, reshapeAll, squeeze, transposeAll } from './indexing';
import { cropping, zeroPadding } from './margins';
import { concatenate, merging, subtract } from './merging';
import { batchNormalization } from './normalization';
import { PIXELWISE } from './pixelwise';
import { globalPooling, pooling } from './pooling';
import { argmax, reducing } from './reducing';
import { rescaling } from './rescaling';
import { flatten, permuteAxes, repeatVector, reshape } from './reshaping';
import { resizing, upSampling } from './resizing';
import { groupNormalization, layerNormalization, rmsNormalization, unitNormalization } from './standardizing';

/** What does something in training only. */
const nothing: LayerType = { apply: call => call.input };

/** Noise, regularisation and augmentation of Keras 2 and 3. (RandomCrop is none of them: it cuts images when predicting too.) */
const TRAINING_ONLY = [
  ...'Dropout GaussianNoise GaussianDropout AlphaDropout ActivityRegularization'.split(' '),
  ...'AugMix CutMix MixUp RandAugment'.split(' '),
  ...'RandomBrightness RandomContrast RandomColorDegeneration RandomColorJitter RandomGrayscale RandomHue'.split(' '),
  ...'RandomInvert RandomPosterization RandomSaturation RandomSharpness RandomGaussianBlur RandomErasing'.split(' '),
  ...'RandomFlip RandomRotation RandomTranslation RandomZoom RandomShear RandomPerspective'.split(' '),
  ...'RandomElasticTransform RandomHeight RandomWidth'.split(' ')
];

/** Activations that are layers of their own; without weights, they may stand in another layer's `activation` as well. */
export const SHAPINGS: ReadonlyMap<string, Shaping> = new Map([
  ['ReLU', shape.relu],
  ['LeakyReLU', shape.leakyRelu],
  ['ELU', shape.elu],
  ['ThresholdedReLU', shape.thresholdedRelu],
  ['Softmax', shape.softmaxLayer]
]);

const add = merging('Add', 'Sum');
const multiply = merging('Mul');
const maximum = merging('Max', 'Max');
const minimum = merging('Min', 'Min');

/** Operations that Keras records outside layers, named as in Keras 3. */
const operations: Readonly<Record<string, LayerType>> = {
  ...PIXELWISE,
  Add: arithmetic('Add'),
  Subtract: arithmetic('Sub'),
  Multiply: arithmetic('Mul'),
  Divide: arithmetic('Div'),
  TrueDivide: arithmetic('Div'),
  Maximum: arithmetic('Max'),
  Minimum: arithmetic('Min'),
  Power: arithmetic('Pow'),
  Greater: arithmetic('Greater', BOOL),
  GreaterEqual: arithmetic('GreaterOrEqual', BOOL),
  Less: arithmetic('Less', BOOL),
  LessEqual: arithmetic('LessOrEqual', BOOL),
  Mean: reducing('ReduceMean'),
  Max: reducing('ReduceMax'),
  Min: reducing('ReduceMin'),
  Sum: reducing('ReduceSum'),
  Argmax: argmax,
  Softmax: shape.shaping(shape.softmaxLayer),
  LogSoftmax: shape.shaping(shape.logSoftmax),
  Concatenate: concatenate,
  Reshape: reshapeAll,
  Transpose: transposeAll,
  ExpandDims: expandDims,
  Squeeze: squeeze,
  GetItem: getItem
};

/** Every Keras class that can be converted. */
export const LAYERS: ReadonlyMap<string, LayerType> = new Map<string, LayerType>([
  ...perRank('Conv%D', convolution),
  ...perRank('Conv%DTranspose', transposed),
  ...perRank('DepthwiseConv%D', depthwise, [1, 2]),
  ...perRank('SeparableConv%D', separable, [1, 2]),
  ...perRank('MaxPooling%D', axes => pooling('MaxPool', axes)),
  ...perRank('AveragePooling%D', axes => pooling('AveragePool', axes)),
  // Of the package n2v.
  ['MaxBlurPool2D', blurredPooling],
  ...perRank('GlobalAveragePooling%D', axes => globalPooling('ReduceMean', axes)),
  ...perRank('GlobalMaxPooling%D', axes => globalPooling('ReduceMax', axes)),
  ...perRank('UpSampling%D', upSampling),
  ...perRank('ZeroPadding%D', zeroPadding),
  ...perRank('Cropping%D', cropping),
  ...perRank('SpatialDropout%D', () => nothing),
  ...TRAINING_ONLY.map(name => [name, nothing] as const),
  ['Identity', nothing],
  ['BatchNormalization', batchNormalization],
  // The name that TensorFlow 1 gave it in files.
  ['BatchNormalizationV1', batchNormalization],
  ['SyncBatchNormalization', batchNormalization],
  ['LayerNormalization', layerNormalization],
  ['RMSNormalization', rmsNormalization],
  ['GroupNormalization', groupNormalization],
  ['UnitNormalization', unitNormalization],
  ['Activation', shape.activation],
  ...[...SHAPINGS].map(([name, apply]) => [name, shape.shaping(apply)] as const),
  ['PReLU', shape.prelu],
  ['Concatenate', concatenate],
  ['Add', add],
  ['Multiply', multiply],
  ['Subtract', subtract],
  ['Average', merging('Mean', 'Mean')],
  ['Maximum', maximum],
  ['Minimum', minimum],
  ['Dense', dense],
  ['Flatten', flatten],
  ['Reshape', reshape],
  ['Permute', permuteAxes],
  ['RepeatVector', repeatVector],
  ['Resizing', resizing],
  ['Rescaling', rescaling],
  ...Object.entries(operations).map(([name, type]) => [`ops.${name}`, type] as const)
]);

function perRank(name: string, make: (axes: number) => LayerType, ranks = [1, 2, 3]): (readonly [string, LayerType])[] {
  return ranks.map(axes => [name.replace('%', String(axes)), make(axes)] as const);
}
