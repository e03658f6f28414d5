import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { kerasCases, readFixture } from '../../scripts/fixtures/kerasFixtures';
import { convertKeras } from './convert';
import { ConvertError } from './conversion';
import { withDescription } from './testing/rezip';

kerasCases();

let good: Uint8Array;
beforeAll(() => {
  good = readFixture('good.keras');
});

async function refusal(bytes: Uint8Array): Promise<ConvertError> {
  const error: unknown = await convertKeras(bytes).then(
    () => undefined,
    (reason: unknown) => reason
  );
  expect(error).toBeInstanceOf(ConvertError);
  return error as ConvertError;
}

/** The convolution "first" with another option. */
function convolution(key: string, value: unknown): Promise<Uint8Array> {
  return withDescription(good, layers => {
    layers[1].config[key] = value;
  });
}

/** One layer without weights in place of both convolutions, on images of this size. */
function single(kind: string, config: Record<string, unknown>, size: readonly (number | null)[] = [null, null]) {
  return withDescription(good, layers => {
    layers[0].config['batch_shape'] = [null, ...size, 1];
    Object.assign(layers[1], { class_name: 'Dropout' });
    layers[2].class_name = kind;
    layers[2].config = { name: 'last', ...config };
  });
}

/** What is no count of pixels, filters or groups. */
const NO_COUNTS: readonly unknown[] = [
  0,
  -1,
  1.5,
  '2',
  true,
  {},
  [],
  [2, 0],
  [2, -3],
  [1, 2, 3],
  ['1', 1],
  2 ** 31,
  1e300
];

const COUNTS: readonly (readonly [string, string])[] = [
  ['MaxPooling2D', 'pool_size'],
  ['MaxPooling2D', 'strides'],
  ['AveragePooling2D', 'pool_size'],
  ['UpSampling2D', 'size']
];

describe('a layer that needs what the network leaves open is named, and what is open is said', () => {
  test('the size of the images', async () => {
    const { message } = await refusal(await single('Reshape', { target_shape: [16, 64] }));
    expect(message).toBe(
      'The layer "last" (Reshape) has weights or a shape for one image size, and the network leaves the size of its images open. Save the network with the size of its input stated.'
    );
  });

  test('the number of channels', async () => {
    const open = withDescription(good, layers => {
      layers[0].config['batch_shape'] = [null, 32, 32, null];
    });
    const { message } = await refusal(await open);
    expect(message).toBe(
      'The layer "first" (Conv2D) has an input whose number of channels the network leaves open. Save the network with the number of channels of its input stated.'
    );
  });
});

describe('a layer is refused, with its name, class and option', () => {
  test.each(['strides', 'kernel_size', 'dilation_rate', 'filters', 'groups'])(
    'Conv2D with %s that cannot be',
    async key => {
      for (const value of NO_COUNTS) {
        const error = await refusal(await convolution(key, value));
        expect(error.message, JSON.stringify(value)).toContain(
          `The layer "first" (Conv2D) has ${shown(value)} as its "${key}"`
        );
        expect(error.layer).toEqual({ name: 'first', class: 'Conv2D' });
        expect(error.problem).toBe('damaged');
      }
    }
  );

  test.each(COUNTS)('%s with %s that cannot be', async (kind, key) => {
    for (const value of NO_COUNTS) {
      const error = await refusal(await single(kind, { [key]: value }));
      expect(error.message, JSON.stringify(value)).toContain(
        `The layer "last" (${kind}) has ${shown(value)} as its "${key}"`
      );
    }
  });

  test.each([
    ['Cropping2D', 'cropping'],
    ['ZeroPadding2D', 'padding']
  ])('%s with margins that cannot be', async (kind, key) => {
    for (const value of [
      -1,
      1.5,
      '2',
      [1],
      [1, 2, 3],
      [
        [1, -2],
        [0, 0]
      ],
      [[1], [2]],
      [
        ['1', 1],
        [0, 0]
      ],
      2 ** 31
    ]) {
      // prettier-ignore
      const error = await refusal(await single(kind, { [key]: value }));
      expect(error.message, JSON.stringify(value)).toContain(
        `The layer "last" (${kind}) has ${shown(value)} as its "${key}"`
      );
    }
  });

  test.each([
    ['ReLU', { max_value: 'six' }, 'has "six" as its "max_value" where a number is expected'],
    ['LeakyReLU', { negative_slope: [0.1] }, 'has [0.1] as its "negative_slope"'],
    ['Softmax', { axis: 9 }, 'works along axis 9, and its input has 4 axes'],
    ['Softmax', { axis: 1.5 }, 'works along axis 1.5'],
    ['Permute', { dims: [1, 2, 2] }, 'orders 3 axes as 1, 2, 2'],
    ['Permute', { dims: [2, 1] }, 'orders 3 axes as 2, 1'],
    ['Reshape', { target_shape: [-1, -1] }, 'makes an image of -1 × -1'],
    ['Reshape', { target_shape: [0, 4] }, 'makes an image of 0 × 4'],
    ['RepeatVector', { n: 0 }, 'has 0 as its "n"'],
    ['UpSampling2D', { interpolation: 3 }, 'has 3 as its "interpolation" where a name is expected']
  ])('%s %j', async (kind, config, sentence) => {
    expect((await refusal(await single(kind, config))).message).toContain(`The layer "last" (${kind}) ${sentence}`);
  });

  test.each([
    ['Cropping2D', { cropping: [[20, 12], [0, 0]] }, 'would make 0 × 32 × 1 values of 32 × 32 × 1'], // prettier-ignore
    ['Cropping2D', { cropping: 40 }, 'would make -48 × -48 × 1 values'],
    ['MaxPooling2D', { pool_size: 40, padding: 'valid' }, 'would make 0 × 0 × 1 values'],
    ['AveragePooling2D', { pool_size: [8, 33], strides: 1, padding: 'valid' }, 'would make 25 × 0 × 1 values']
  ])('%s %j, which does not fit images of the size that the file states', async (kind, config, sentence) => {
    const { message } = await refusal(await single(kind, config, [32, 32]));
    expect(message).toContain(`The layer "last" (${kind}) ${sentence}`);
  });

  test('groups that do not divide', async () => {
    expect((await refusal(await convolution('groups', 2))).message).toContain(
      'The layer "first" (Conv2D) has 2 groups, into which 1 channels cannot be divided'
    );
  });
});

test('options that Keras itself writes in several ways are taken', async () => {
  for (const value of [1, [1], [1, 1]]) {
    await expect(convertKeras(await convolution('strides', value))).resolves.toMatchObject({ opset: 13 });
  }
  await expect(convertKeras(await single('Cropping2D', { cropping: [[1, 2], [0, 3]] }, [32, 32]))).resolves.toBeDefined(); // prettier-ignore
});

const STRIDE_ZERO = fileURLToPath(new URL('../../../shared/data/cases/hostile/stride_zero.h5', import.meta.url));

test.runIf(existsSync(STRIDE_ZERO))('the file that was written as ONNX with a stride of 0 (shared data)', async () => {
  const { message } = await refusal(new Uint8Array(readFileSync(STRIDE_ZERO)));
  expect(message).toContain('The layer "conv2d" (Conv2D) has [0,0] as its "strides"');
});

/** As the sentence writes a value. */
function shown(value: unknown): string {
  return JSON.stringify(value);
}
