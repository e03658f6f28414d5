import { createConverter } from '../../src/convert/client';
import type { EngineError, InferenceEngine } from '../../src/runtime/engine';
import { createWorkerEngine, type WorkerEngineOptions } from '../../src/runtime/worker';
import type { Tensor } from '../../src/tensor/tensor';

const at = (path: string): string => new URL(path, document.baseURI).href;

/** As the extension gives them. */
const one: WorkerEngineOptions = {
  workerUrl: at('runtime.worker.js'),
  wasmUrl: at('ort/ort-wasm-simd-threaded.wasm'),
  mjsUrl: at('ort/ort-wasm-simd-threaded.mjs')
};
const two: WorkerEngineOptions = {
  ...one,
  threads: 2,
  frame: { swUrl: at('service.worker.js'), frameUrl: at('frame.js') }
};

async function bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(at(path));
  if (!response.ok) {
    throw new Error(`${path}: ${response.status}`);
  }
  return new Uint8Array(await response.arrayBuffer());
}

function zeros(...shape: number[]): Tensor<'float32'> {
  return { dtype: 'float32', shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) };
}

/** Loads a network, runs it, gives the numbers of its outputs. */
async function infer(engine: InferenceEngine, model: string, ...inputs: Tensor[]): Promise<number[][]> {
  const session = await engine.load(await bytes(model));
  const outputs = await session.run(inputs);
  await session.dispose();
  return outputs.map(({ data }) => Array.from(data, Number));
}

async function complaint(work: Promise<unknown>): Promise<{ name: string; step?: string; message: string }> {
  try {
    await work;
  } catch (error) {
    const { name, step, message } = error as EngineError;
    return { name, step, message };
  }
  throw new Error('It did not fail.');
}

/** As the extension gives it: the worker is told where its HDF5 library lies. */
const convertWorkerUrl = `${at('convert.worker.js')}?hdf5=${encodeURIComponent(at('hdf5.mjs'))}`;

const tools = { at, one, two, bytes, zeros, infer, complaint, createWorkerEngine, createConverter, convertWorkerUrl };

export type Tools = typeof tools;
Object.assign(window, { tools });
document.title = 'Runtime is there';
