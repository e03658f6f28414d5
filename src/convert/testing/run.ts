import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect } from 'vitest';
import type { KerasArray } from '../../../scripts/fixtures/kerasFixtures';
import type { Conversion } from '../conversion';

/** Runs a converted network in onnxruntime 1.12.1, the version inside deepImageJ. */
export async function runOnnx(conversion: Conversion, inputs: readonly KerasArray[]): Promise<KerasArray[]> {
  const session = await InferenceSession.create(conversion.onnx, { logSeverityLevel: 3 });
  const feeds = session.inputNames.map((name, at) => [name, new Tensor('float32', inputs[at].data, inputs[at].shape)]);
  const results = await session.run(Object.fromEntries(feeds));
  return session.outputNames.map(name => {
    const { dims, data } = results[name];
    // Whole numbers of 64 bits come as big integers.
    return { shape: dims, data: Float32Array.from(data as ArrayLike<number | bigint>, Number) };
  });
}

/** Largest difference, as a part of the range of what is expected. */
export function difference(actual: KerasArray, expected: KerasArray): number {
  expect(actual.shape).toEqual(expected.shape);
  let low = Infinity;
  let high = -Infinity;
  let largest = 0;
  expected.data.forEach((value, at) => {
    low = Math.min(low, value);
    high = Math.max(high, value);
    largest = Math.max(largest, Math.abs(value - actual.data[at]));
  });
  expect(largest).not.toBeNaN();
  return largest / Math.max(high - low, Math.abs(high), 1e-30);
}
