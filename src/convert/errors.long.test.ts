import { describe, expect, test } from 'vitest';
import { kerasCases, readFixture } from '../../scripts/fixtures/kerasFixtures';
import { convertKeras } from './convert';
import { ConvertError } from './conversion';

kerasCases();

async function failure(bytes: Uint8Array): Promise<ConvertError> {
  const error: unknown = await convertKeras(bytes).then(
    () => undefined,
    (reason: unknown) => reason
  );
  expect(error).toBeInstanceOf(ConvertError);
  return error as ConvertError;
}

describe('a network that cannot be converted is refused with its reason', () => {
  test.each([
    [
      'unknown.keras',
      'unknown-layer',
      'The layer "contrast" (AutoContrast) is of a class that this converter does not know'
    ],
    ['lambda.keras', 'unknown-layer', 'The layer "twice" (Lambda) holds Python code, which is never run from a file'],
    ['activation.keras', 'unsupported-option', 'The layer "gate" (Activation) uses the activation "sparsemax"'],
    [
      'bicubic.keras',
      'unsupported-option',
      'The layer "bigger" (UpSampling2D) resizes with the interpolation "bicubic"'
    ],
    ['operation.keras', 'unknown-layer', '(ops.Cumsum) is of a class that this converter does not know'],
    ['only.weights.h5', 'no-architecture', 'holds weights only'],
    ['not-keras.h5', 'not-keras', 'not a saved Keras network'],
    ['not-keras.keras', 'not-keras', 'not a saved Keras network'],
    ['no-weights.keras', 'damaged', 'model.weights.h5 is missing'],
    [
      'other-shape.h5',
      'weights-mismatch',
      'The layer "first" (Conv2D) has a kernel of shape 5 × 5 × 1 × 3 where 3 × 3 × 1 × 3 is expected'
    ],
    ['missing.h5', 'weights-mismatch', 'the layer "first" (Conv2D) do not fit the network: its kernel is missing'],
    ['other-filters.keras', 'weights-mismatch', 'has a kernel of shape 3 × 3 × 1 × 3 where 3 × 3 × 1 × 7 is expected']
  ])('%s', async (file, problem, sentence) => {
    const error = await failure(readFixture(file));
    expect(error.message).toContain(sentence);
    expect(error.problem).toBe(problem);
  });

  test('with the layer and the way out', async () => {
    const error = await failure(readFixture('unknown.keras'));
    expect(error.layer).toEqual({ name: 'contrast', class: 'AutoContrast' });
    expect(error.message).toContain("tf2onnx in the notebook's kernel");
  });

  test.each(['good.keras', 'good.h5'])('cut short anywhere: %s', async file => {
    const whole = readFixture(file);
    for (const part of [0.02, 0.3, 0.6, 0.9, 0.999]) {
      const error = await failure(whole.slice(0, Math.floor(part * whole.length)));
      expect(error.problem).toBe('damaged');
      expect(error.message).toMatch(/damaged/);
    }
  });

  test('with a byte of the weights changed in a .keras file, which has a checksum', async () => {
    const bytes = readFixture('good.keras');
    bytes[bytes.length - 3000] ^= 1;
    expect((await failure(bytes)).problem).toBe('damaged');
  });

  test.each([
    ['an empty file', ''],
    ['a text', 'Epoch 1/50'],
    ['another zip', 'PK\u0005\u0006' + '\0'.repeat(18)]
  ])('%s', async (_, content) => {
    expect((await failure(new TextEncoder().encode(content))).problem).toBe('not-keras');
  });
});

describe('a conversion', () => {
  test('ends when it is aborted', async () => {
    await expect(
      convertKeras(readFixture('good.keras'), { signal: AbortSignal.abort(new Error('enough')) })
    ).rejects.toThrow('enough');
  });

  test('ends when it is aborted while it runs', async () => {
    const controller = new AbortController();
    const running = convertKeras(readFixture('good.keras'), { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
  });

  test('leaves the given bytes as they were', async () => {
    for (const file of ['good.keras', 'good.h5']) {
      const bytes = readFixture(file);
      await convertKeras(bytes);
      expect(bytes).toEqual(readFixture(file));
    }
  });

  test('goes on after one that failed', async () => {
    await failure(readFixture('good.h5').slice(0, 3000));
    await expect(convertKeras(readFixture('good.h5'))).resolves.toMatchObject({
      layers: [{ class: 'Conv2D', count: 2 }]
    });
  });
});
