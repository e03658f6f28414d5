import { rawAt, isNewer } from '../subject';
import type { Rule, Subject } from '../subject';
import { found } from './found';
import { declaredVersion, firstOpened, isThere, openable } from './order';

/** ModelWeight.java and RunnerAdapter.java: what has an engine, what only a Python of its own, and what nothing. */
export const someWeights: Rule = subject => {
  const formats = subject.description.weights.map(({ format }) => format);
  if (openable(subject).length > 0 || formats.length === 0) {
    return [];
  }
  return formats.includes('pytorch_state_dict')
    ? [found('warning', 'dij-state-dict', ['weights', 'pytorch_state_dict'])]
    : [found('error', 'dij-weights', ['weights'], { formats })];
};

/** BioimageIoModelJava.java looks for the bare file name at the top; else it asks for an engine, which does not help. */
export const weightsPlace: Rule = subject => {
  const known = openable(subject);
  const [first] = known;
  return first && !known.some(weights => isThere(subject, weights))
    ? [found('error', 'dij-weights-place', ['weights', first.format, 'source'], { file: first.source })]
    : [];
};

/** Which of several it opens cannot be chosen (ModelWeight.java). */
export const whichWeights: Rule = subject => {
  const there = openable(subject).filter(weights => isThere(subject, weights));
  const [first, ...others] = there.map(({ format }) => format);
  return others.length === 0 ? [] : [found('info', 'dij-weights-first', ['weights', first], { first, others })];
};

/**
 * OnnxInterface.java of onnx-java-interface 0.4.2, which supportedVersions.json names for every ONNX engine, closes each
 * output twice: with onnxruntime 1.12.1 on Linux x86-64 the Java machine ended at every network (run 2026-11-29).
 */
export const linuxEngine: Rule = subject =>
  isOnnx(subject) ? [found('info', 'dij-onnx-linux', ['weights', 'onnx'])] : [];

/** ONNX Runtime 1.12.1 (in the window) and at most 1.13.1 (in macros): tried with both. */
const newestOpset = 17;
const newestIr = 8;

const isOnnx = (subject: Subject): boolean => firstOpened(subject)?.format === 'onnx';
const isTorchscript = (subject: Subject): boolean => firstOpened(subject)?.format === 'torchscript';
const isTensorflow = (subject: Subject): boolean => firstOpened(subject)?.format === 'tensorflow_saved_model_bundle';

export const onnxOpset: Rule = subject => {
  const opset = subject.facts?.opset ?? firstOpened(subject)?.opset;
  return isOnnx(subject) && opset !== undefined && opset > newestOpset
    ? [found('error', 'dij-onnx-opset', ['weights', 'onnx'], { opset, most: newestOpset })]
    : [];
};

export const onnxIr: Rule = subject => {
  const ir = subject.facts?.irVersion ?? 0;
  return isOnnx(subject) && ir > newestIr
    ? [found('error', 'dij-onnx-ir', ['weights', 'onnx', 'source'], { ir, most: newestIr })]
    : [];
};

export const onnxExternal: Rule = subject =>
  isOnnx(subject) && (subject.facts?.externalData || firstOpened(subject)?.externalData)
    ? [found('error', 'dij-onnx-external', ['weights', 'onnx'])]
    : [];

/** Macros install the engine of the declared opset (availableDLVersions.json), which may be too old for the real one. */
export const onnxDeclared: Rule = subject => {
  const declared = firstOpened(subject)?.opset;
  const real = subject.facts?.opset ?? 0;
  return isOnnx(subject) && declared !== undefined && declared < real && real <= newestOpset
    ? [found('warning', 'dij-onnx-declared', ['weights', 'onnx', 'opset_version'], { declared, opset: real })]
    : [];
};

/** DLModelJava.java turns every input into float32 first. */
export const onnxInputs: Rule = subject =>
  (isOnnx(subject) ? (subject.facts?.inputs ?? []) : [])
    .filter(({ dtype }) => dtype !== 'float32')
    .map(({ name, dtype }) => found('error', 'dij-onnx-input', ['weights', 'onnx', 'source'], { name, type: dtype }));

/** OnnxInterface.java binds outputs by position. */
export const onnxOutputs: Rule = subject => {
  const has = subject.facts?.outputs.length;
  const described = subject.description.outputs.length;
  return isOnnx(subject) && has !== undefined && has !== described
    ? [found('error', 'dij-onnx-outputs', ['outputs'], { found: has, described })]
    : [];
};

/** OnnxInterface.java knows tensors of up to five dimensions. */
export const onnxRank: Rule = subject =>
  (isOnnx(subject) ? [...(subject.facts?.inputs ?? []), ...(subject.facts?.outputs ?? [])] : [])
    .filter(({ shape }) => (shape?.length ?? 0) > 5)
    .map(({ name, shape }) => found('error', 'dij-onnx-rank', ['weights', 'onnx'], { name, rank: shape?.length }));

/** VersionStringUtils.java: all of PyTorch 2 is run with 2.0.0. */
export const torchVersion: Rule = subject => {
  const first = firstOpened(subject);
  const path = ['weights', 'torchscript', 'pytorch_version'];
  const version = first && isTorchscript(subject) ? (declaredVersion(subject, first) ?? '') : null;
  if (version === null) {
    return [];
  }
  if (version === '') {
    return [found('warning', 'dij-torch-missing', path)];
  }
  return isNewer(version.split('+')[0], '2.0.99') ? [found('warning', 'dij-torch-version', path, { version })] : [];
};

/** PytorchInterface.java makes a second copy of files that do not end in .pt. */
export const torchSuffix: Rule = subject => {
  const file = firstOpened(subject)?.source ?? '';
  return isTorchscript(subject) && !file.endsWith('.pt')
    ? [found('info', 'dij-torch-suffix', ['weights', 'torchscript', 'source'], { file })]
    : [];
};

/** SupportedVersions.java ends without a version; EngineInstall.java brings 2.7.0, ModelWeight.java bars Apple processors. */
export const tensorflowVersion: Rule = subject => {
  const first = firstOpened(subject);
  if (!first || !isTensorflow(subject)) {
    return [];
  }
  const path = ['weights', first.format, 'tensorflow_version'];
  const version = declaredVersion(subject, first);
  if (version === undefined) {
    return [found('error', 'dij-tensorflow-missing', path)];
  }
  return isNewer(version, '2.7.99')
    ? [found('warning', 'dij-tensorflow-new', path, { version })]
    : [found('warning', 'dij-tensorflow-mac', ['weights', first.format])];
};

/** The weights that Fiji opens were run here, and the zoo's comparison failed. */
export const reproduced: Rule = subject => {
  const format = firstOpened(subject)?.format;
  const failed = subject.reproduction.find(({ weights, zoo }) => weights === format && zoo === 'failed');
  const reason = failed?.reason.replace(/\.$/, '');
  return failed ? [found('warning', 'dij-reproduction', ['weights', failed.weights], { format, reason })] : [];
};

/** The zoo's check runs the sample where there is one (collection, deepimagej_download_model.py). */
export const sampleTensor: Rule = subject =>
  subject.description.inputs.flatMap((_, index) => {
    const path = ['inputs', index, 'sample_tensor'];
    return rawAt(subject, ...path) ? [found('info', 'dij-sample', path)] : [];
  });
