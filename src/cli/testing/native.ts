import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import type { InferenceEngine, Session, TensorInfo } from '../../runtime/engine';
import { EngineError } from '../../runtime/engine';
import { toNumbers } from '../../tensor/cast';
import { createTensor } from '../../tensor/create';
import type { Tensor } from '../../tensor/tensor';

/**
 * onnxruntime 1.12.1 (the version inside deepImageJ, from the package onnxruntime-node) as an engine, so that the very
 * check runs on it. Only float32 networks; it does not tell shapes, which a check can do without.
 */
export const nativeEngine: InferenceEngine = {
  name: 'onnxruntime 1.12.1, native',
  load: async model => {
    const session = await InferenceSession.create(model, { logSeverityLevel: 3 }).catch((error: unknown) => {
      throw new EngineError('load', `onnxruntime 1.12.1 does not load it: ${String(error)}`);
    });
    return sessionOf(session);
  },
  dispose: () => Promise.resolve()
};

function sessionOf(session: InferenceSession): Session {
  const info = (name: string): TensorInfo => ({ name, dtype: 'float32', shape: [] });
  return {
    inputs: session.inputNames.map(info),
    outputs: session.outputNames.map(info),
    run: async inputs => {
      const feeds = Object.fromEntries(session.inputNames.map((name, at) => [name, ortTensor(inputs[at])]));
      const results = await session.run(feeds);
      return session.outputNames.map(name => tensorOf(results[name]));
    },
    dispose: () => Promise.resolve()
  };
}

function ortTensor(tensor: Tensor): OrtTensor {
  return new OrtTensor('float32', Float32Array.from(toNumbers(tensor)), [...tensor.shape]);
}

function tensorOf({ data, dims }: OrtTensor): Tensor {
  if (data instanceof Float32Array) {
    return createTensor('float32', dims, data);
  }
  if (data instanceof Uint8Array) {
    return createTensor('uint8', dims, data);
  }
  throw new EngineError('run', 'The network gives numbers of a type that these tests do not know.');
}
