import { consumers } from '../../../spec/consumers';
import { found } from './found';
import type { Rule, Subject } from '../subject';

function takenOf({ description }: Subject): string[] {
  return consumers.qupath.reads.filter(format => description.weights.some(weights => weights.format === format));
}

/** Weights.java (WeightsEntry) knows no keras_v3; keras_hdf5 and PyTorch's own weights have no framework. */
export const someWeights: Rule = subject => {
  const formats = subject.description.weights.map(({ format }) => format);
  return formats.length === 0 || takenOf(subject).length > 0
    ? []
    : [found('error', 'qupath-weights', ['weights'], { formats })];
};

/** BioimageIoTools.java: “usually isn't” installed; QuPath's manual (djl.md) has PyTorch and TensorFlow only. */
export const onnxEngine: Rule = subject =>
  takenOf(subject).join() === 'onnx' ? [found('warning', 'qupath-onnx', ['weights', 'onnx'])] : [];

/** BioimageIoTools.java looks for the folder of the same name. */
export const unzip: Rule = subject => {
  const [first] = takenOf(subject);
  const entry = subject.description.weights.find(({ format }) => format === first);
  return first === 'tensorflow_saved_model_bundle' && entry
    ? [found('warning', 'qupath-unzip', ['weights', first, 'source'], { file: entry.source })]
    : [];
};

/** BioimageIoCommand.java of the extension asks for the description, and DjlTools.java of the other for an engine. */
export const extensions: Rule = () => [found('info', 'qupath-extensions', [])];
