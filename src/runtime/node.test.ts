import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tensor } from '../tensor/tensor';
import type { EngineError, InferenceEngine } from './engine';
import { createNodeEngine } from './node';
import { probeModel } from './probe';
import { must } from '../tensor/testing/must';

const model = (name: string): Uint8Array => readFileSync(join(__dirname, 'testing/models', `${name}.onnx`));
const float = (shape: number[], values?: number[]): Tensor<'float32'> => ({
  dtype: 'float32',
  shape,
  data: values ? Float32Array.from(values) : new Float32Array(shape.reduce((a, b) => a * b, 1))
});

/** The numbers of a little-endian float32 .npy file in C order; good for the zoo's two test tensors. */
function readNpy(path: string): Tensor<'float32'> {
  const bytes = readFileSync(path);
  const end = 10 + bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, end);
  expect(header).toContain("'<f4'");
  const shape = must(header.match(/'shape': \(([^)]*)\)/))[1]
    .split(',')
    .filter(Boolean)
    .map(Number);
  return { dtype: 'float32', shape, data: new Float32Array(bytes.buffer.slice(bytes.byteOffset + end)) };
}

let engine: InferenceEngine;
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 2 });
});
afterAll(() => engine.dispose());

describe('a network in node', () => {
  it('takes and gives its inputs and outputs by position, in their own data types', async () => {
    const session = await engine.load(model('pair'));
    expect(session.inputs).toEqual([
      { name: 'a', dtype: 'float32', shape: [null, null, 3] },
      { name: 'b', dtype: 'int64', shape: [null] }
    ]);
    const counts: Tensor = { dtype: 'int64', shape: [2], data: BigInt64Array.of(41n, -1n) };
    const [y, n] = await session.run([float([1, 1, 3], [1, 2, 3]), counts]);
    expect(y).toEqual(float([1, 1, 3], [2, 4, 6]));
    expect(n).toEqual({ dtype: 'int64', shape: [2], data: BigInt64Array.of(42n, 0n) });
    expect(counts.data).toHaveLength(2);
    await session.dispose();
  });

  it('leaves the caller the bytes of the network and of the image', async () => {
    const bytes = model('identity');
    expect(bytes).toBeInstanceOf(Buffer);
    const before = Uint8Array.from(bytes);
    const image = float([1], [3]);
    for (let i = 0; i < 2; i++) {
      const session = await engine.load(bytes);
      expect(await session.run([image])).toEqual([image]);
      await session.dispose();
    }
    expect(Uint8Array.from(bytes)).toEqual(before);
    expect([...image.data]).toEqual([3]);
  });

  it('gives a mask as bytes of 0 and 1', async () => {
    const session = await engine.load(model('mask'));
    expect(await session.run([float([3], [1, 2, 3])])).toEqual([
      { dtype: 'bool', shape: [3], data: Uint8Array.of(0, 0, 1) }
    ]);
    await session.dispose();
  });

  it('says which runtime it is and how many threads it has', async () => {
    await (await engine.load(model('identity'))).dispose();
    expect(engine.name).toBe('onnxruntime-web 1.30.0, 2 threads');
  });

  it('leaves the bytes that it was given as they are', async () => {
    const bytes = Uint8Array.from([0, 0, ...model('identity')]);
    const session = await engine.load(bytes.subarray(2));
    const image = float([1], [7]);
    expect(await session.run([image])).toEqual([image]);
    expect(bytes).toHaveLength(model('identity').length + 2);
    await session.dispose();
  });

  it('loads two networks at once and runs them at once', async () => {
    const sessions = await Promise.all(['identity', 'identity', 'mask'].map(name => engine.load(model(name))));
    const results = await Promise.all(sessions.map((session, i) => session.run([float([1], [i + 1])])));
    expect(results.map(([{ data }]) => [...data])).toEqual([[1], [2], [1]]);
    await Promise.all(sessions.map(session => session.dispose()));
  });

  it('starts from the very probe that the script wrote', () => {
    expect([...probeModel()]).toEqual([...model('identity')]);
  });
});

describe('a network that cannot be loaded', () => {
  const cases: [string, Uint8Array, RegExp][] = [
    ['garbage', Uint8Array.of(1, 2, 3, 4), /not an ONNX network/],
    ['an empty file', new Uint8Array(0), /not an ONNX network/],
    ['a web page', new TextEncoder().encode('<html>404</html>'), /not an ONNX network/],
    ['half a file', model('pair').subarray(0, 60), /damaged or cut short/],
    ['an operation that does not exist', model('unknown-operator'), /operation "Deconvolve"/],
    ['an operation of a laboratory', model('foreign-operator'), /operation "org.lab:Blur"/],
    ['operators from the future', model('future-opset'), /version 99 of the ONNX operators .* up to 26.*opset 17/],
    ['a format from the future', model('future-ir'), /version 99 of the ONNX format/],
    ['weights in a second file', model('external'), /in another file, “weights\.bin”, which was not given/],
    ['half precision', model('half'), /half-precision numbers \(float16\) at "x"/]
  ];

  it.each(cases)('%s: says so in a sentence and does not block the next', async (_, bytes, sentence) => {
    const failed = engine.load(bytes);
    const next = engine.load(model('identity'));
    await expect(failed).rejects.toMatchObject({
      name: 'EngineError',
      step: 'load',
      reason: expect.stringMatching(sentence)
    });
    const session = await next;
    expect(await session.run([float([1], [3])])).toEqual([float([1], [3])]);
    await session.dispose();
  });
});

describe('an image that does not fit', () => {
  const cases: [string, string, Tensor[], RegExp][] = [
    ['too few', 'pair', [float([1, 1, 3])], /takes 2 inputs, but 1/],
    [
      'another data type',
      'identity',
      [{ dtype: 'uint8', shape: [1], data: Uint8Array.of(1) }],
      /float32 .* "x".* uint8/
    ],
    [
      'another number of dimensions',
      'unet',
      [float([8, 8])],
      /1 x 1 x any x any at its input "x", but the image is 8 x 8/
    ],
    ['another number of channels', 'unet', [float([1, 3, 8, 8])], /but the image is 1 x 3 x 8 x 8/],
    [
      'fewer numbers than its shape',
      'identity',
      [{ ...float([1]), data: new Float32Array(0) }],
      /needs 1 values, it has 0/
    ],
    ['a size that cannot be halved', 'unet', [float([1, 1, 5, 7])], /Concat.*multiple of 16 or 32/s]
  ];

  it.each(cases)('%s', async (_, name, inputs, sentence) => {
    const session = await engine.load(model(name));
    const error: EngineError = await session.run(inputs).then(
      () => expect.fail('it ran'),
      reason => reason
    );
    expect(error).toMatchObject({ name: 'EngineError', step: 'run' });
    expect(error.reason).toMatch(sentence);
    await session.dispose();
  });

  it('runs the next image that does', async () => {
    const session = await engine.load(model('unet'));
    await expect(session.run([float([1, 1, 5, 7])])).rejects.toThrow();
    expect((await session.run([float([1, 1, 4, 4])]))[0].shape).toEqual([1, 2, 4, 4]);
    await session.dispose();
  });

  it('names memory as the reason where there is not enough, and the next network runs', async () => {
    const session = await engine.load(model('huge'));
    const size: Tensor = { dtype: 'int64', shape: [1], data: BigInt64Array.of(1n << 30n) };
    await expect(session.run([float([1]), size])).rejects.toThrow(/not enough memory/);
    await session.dispose();
    const next = await engine.load(model('identity'));
    expect(await next.run([float([1], [5])])).toEqual([float([1], [5])]);
    await next.dispose();
  });
});

describe('an abort', () => {
  it('before the work rejects with its reason and starts nothing', async () => {
    const reason = new Error('the user changed their mind');
    await expect(engine.load(model('identity'), {}, AbortSignal.abort(reason))).rejects.toBe(reason);
    const session = await engine.load(model('identity'));
    await expect(session.run([float([1])], AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(await session.run([float([1], [9])])).toEqual([float([1], [9])]);
    await session.dispose();
  });

  it('while a network loads leaves the engine usable', async () => {
    const abort = new AbortController();
    const load = engine.load(model('identity'), {}, abort.signal);
    abort.abort();
    await expect(load).rejects.toMatchObject({ name: 'AbortError' });
    await (await engine.load(model('identity'))).dispose();
  });
});

const zoo = join(__dirname, '../../../shared/data/unet2d_nuclei_broad');

describe.skipIf(!existsSync(zoo))(
  'a U-Net of the zoo (skipped where ../shared/data/unet2d_nuclei_broad is absent)',
  () => {
    it('gives the test output that PyTorch gave', async () => {
      const input = readNpy(join(zoo, 'test_input.npy'));
      const expected = readNpy(join(zoo, 'test_output.npy'));
      const session = await engine.load(readFileSync(join(zoo, 'weights.onnx')));
      const [logits] = await session.run([{ ...input, data: standardised(input.data) }]);
      let worst = 0;
      logits.data.forEach((value, i) => {
        worst = Math.max(worst, Math.abs(1 / (1 + Math.exp(-Number(value))) - expected.data[i]));
      });
      expect(logits.shape).toEqual(expected.shape);
      expect(worst).toBeLessThan(5e-6);
      await session.dispose();
    });
  }
);

/** The model's own preprocessing: zero mean, unit variance, eps 1e-6. */
function standardised(data: Float32Array): Float32Array {
  const mean = data.reduce((sum, v) => sum + v, 0) / data.length;
  const variance = data.reduce((sum, v) => sum + (v - mean) ** 2, 0) / data.length;
  return data.map(v => (v - mean) / (Math.sqrt(variance) + 1e-6));
}
