import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainReader } from '../bundle/reading/reader';
import type { ImageInfo } from '../image/source';
import { EngineError, noMemory } from '../runtime/engine';
import type { InferenceEngine } from '../runtime/engine';
import { createNodeEngine } from '../runtime/node';
import { toNumbers } from '../tensor/cast';
import { createTensor } from '../tensor/create';
import { Random } from '../tensor/testing/random';
import type { ArrayOf, DType, Tensor } from '../tensor/tensor';
import type { RunOptions } from './model';
import { openRunner } from './open';
import { bundleOf, imageOf, planeAxes } from './testing/bundle';
import { Graph } from './testing/graph';

let engine: InferenceEngine;
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

type Fields = Readonly<Record<string, unknown>>;

/** Gives what it is given. */
function echo(rank = 4): Uint8Array {
  const net = new Graph(new Random(1));
  return net.write({ x: new Array<null>(rank).fill(null) }, [net.node('Relu', ['x'])]);
}

const raw = (channels = 1, more: Fields = {}) => ({ id: 'raw', axes: planeAxes(channels, () => ({ min: 1, step: 1 })), ...more }); // prettier-ignore
const same = (channels = 1, more: Fields = {}) => ({ id: 'same', axes: planeAxes(channels, axis_id => ({ tensor_id: 'raw', axis_id })), ...more }); // prettier-ignore

async function run(
  image: Tensor,
  axes: string,
  { input = raw(), output = same(), onnx = echo(), info = {}, ...options }: Fixture = {}
) {
  const runner = await openRunner(bundleOf(onnx, [input], [output]), { engine, reader: plainReader });
  try {
    return await runner.run([imageOf(image, axes, info)], options);
  } finally {
    await runner.dispose();
  }
}

interface Fixture extends RunOptions {
  readonly input?: Fields;
  readonly output?: Fields;
  readonly onnx?: Uint8Array;
  readonly info?: Partial<ImageInfo>;
}

function counted<D extends DType>(dtype: D, make: (values: number[]) => ArrayOf[D], ...shape: number[]): Tensor<D> {
  const size = shape.reduce((product, length) => product * length, 1);
  return createTensor(dtype, shape, make(Array.from({ length: size }, (_, at) => at)));
}
const bytes = (...shape: number[]) => counted('uint8', values => Uint8Array.from(values), ...shape);
const words = (...shape: number[]) => counted('uint16', values => Uint16Array.from(values), ...shape);

function sumOf(tensor: Tensor): number {
  return [...toNumbers(tensor)].reduce((sum, value) => sum + value, 0);
}

describe('axes', () => {
  it('of a stack are run plane by plane, of a film frame by frame', async () => {
    const image = words(3, 2, 4, 5);
    const found = await run(image, 'tzyx');
    expect(found.outputs[0]).toMatchObject({ axes: ['t', 'z', 'y', 'x'], dtype: 'float32' });
    expect(found.outputs[0].tensor.shape).toEqual([3, 2, 4, 5]);
    expect([...found.outputs[0].tensor.data]).toEqual([...image.data]);
    expect(found.read[0]).toBe('“image.tif” was read as 3 time points, 2 planes, 4 rows, 5 columns. Each of its time points is run by itself. Each of its planes is run by itself.'); // prettier-ignore
    expect(found.tiles).toBe(6);
  });

  it('become a maximum projection where that is asked for', async () => {
    const found = await run(words(3, 2, 4, 5), 'tzyx', { planes: 'projection' });
    expect([found.outputs[0].axes.join(''), ...found.outputs[0].tensor.shape]).toEqual(['tyx', 3, 4, 5]);
    expect(found.outputs[0].tensor.data[0]).toBe(20);
    expect(found.read[0]).toContain('the maximum projection is taken');
  });

  it('may be said, and are checked', async () => {
    const found = await run(words(4, 5, 3), 'qyx', { axes: ['yxz'] });
    expect([found.outputs[0].axes.join(''), ...found.outputs[0].tensor.shape]).toEqual(['zyx', 3, 4, 5]);
    expect(found.outputs[0].tensor.data[1]).toBe(3);
    await expect(run(words(4, 5), 'yx', { axes: ['zyx'] })).rejects.toThrow('are 3, and “image.tif” has 2 (4 x 5)');
    await expect(run(words(4, 5), 'yx', { axes: ['yk'] })).rejects.toThrow('the letter “k”');
    await expect(run(words(4, 5), 'yx', { axes: ['yy'] })).rejects.toThrow('name one axis twice');
  });

  it('that the network needs and the image lacks are named', async () => {
    const axes = [...planeAxes(1, () => ({ min: 1, step: 1 }))];
    axes.splice(2, 0, { type: 'space', id: 'z', size: { min: 1, step: 1 } });
    const onnx = echo(5);
    const output = { id: 'same', axes: axes.map(axis => (axis.type === 'space' ? { ...axis, size: { tensor_id: 'raw', axis_id: axis.id } } : axis)) }; // prettier-ignore
    const volumes = { input: { id: 'raw', axes }, output, onnx };
    await expect(run(words(4, 5), 'yx', volumes)).rejects.toThrow('takes stacks of planes, and “image.tif” has only y 4, x 5'); // prettier-ignore
    await expect(run(words(3, 4, 5), 'tyx', volumes)).rejects.toThrow('If “t” are its planes, say so: axes zyx');
    const found = await run(words(3, 4, 5), 'qyx', volumes);
    expect([found.outputs[0].axes.join(''), ...found.outputs[0].tensor.shape]).toEqual(['zyx', 3, 4, 5]);
  });
});

describe('channels', () => {
  const colour = { info: { colour: true } };

  it('are chosen by number or name', async () => {
    const image = bytes(2, 3, 3);
    const named = { info: { channelNames: ['DAPI', 'GFP'] } };
    expect((await run(image, 'cyx', { channels: [1] })).outputs[0].tensor.data[0]).toBe(9);
    const found = await run(image, 'cyx', { ...named, channels: ['gfp'] });
    expect([found.outputs[0].axes.join(''), found.outputs[0].tensor.data[0]]).toEqual(['yx', 9]);
    expect(found.read[0]).toContain('the network is given 1');
    await expect(run(image, 'cyx', named)).rejects.toThrow(
      'has 2 channels (DAPI, GFP), and the network takes one channel'
    );
    await expect(run(image, 'cyx', { ...named, channels: ['RFP'] })).rejects.toThrow('has no channel “RFP”');
    await expect(run(image, 'cyx', { channels: [0, 1] })).rejects.toThrow('takes 1 channel, and 2 were named');
  });

  it('that are colours become grey only where it is said', async () => {
    const image = bytes(2, 2, 3);
    await expect(run(image, 'yxc', colour)).rejects.toThrow(
      'is in colour, and the network takes one channel. Say which'
    );
    const found = await run(image, 'yxc', { ...colour, channels: ['grey'] });
    const expected = [0, 3, 6, 9].map(red => 0.2125 * red + 0.7154 * (red + 1) + 0.0721 * (red + 2));
    [...found.outputs[0].tensor.data].forEach((value, at) => expect(value).toBeCloseTo(expected[at], 5));
  });

  it('stand where the network has them, opacity left out', async () => {
    const image = bytes(2, 3, 4);
    const found = await run(image, 'yxc', { ...colour, input: raw(3), output: same(3) });
    expect([found.outputs[0].axes.join(''), ...found.outputs[0].tensor.shape]).toEqual(['cyx', 3, 2, 3]);
    expect([...found.outputs[0].tensor.data].slice(0, 7)).toEqual([0, 4, 8, 12, 16, 20, 1]);
    await expect(run(bytes(2, 3), 'yx', { input: raw(3), output: same(3) })).rejects.toThrow('To give it the same one as each'); // prettier-ignore
    const repeated = await run(bytes(1, 2), 'yx', { input: raw(3), output: same(3), channels: [0, 0, 0] });
    expect([...repeated.outputs[0].tensor.data]).toEqual([0, 1, 0, 1, 0, 1]);
  });
});

describe('values', () => {
  const scaled = { preprocessing: [{ id: 'scale_range', kwargs: { axes: ['channel', 'y', 'x'] } }, { id: 'ensure_dtype', kwargs: { dtype: 'float32' } }] }; // prettier-ignore

  it('of 8 bits stay what they are in a network that was described with 16', async () => {
    const found = await run(bytes(4, 5), 'yx', { input: raw(1, { data: { type: 'uint16' }, preprocessing: [{ id: 'ensure_dtype', kwargs: { dtype: 'float32' } }] }) }); // prettier-ignore
    expect([[...found.outputs[0].tensor.data].at(-1), found.warnings]).toEqual([19, []]);
  });

  it('of 16 bits do not wrap around in a network that was described with 8', async () => {
    const found = await run(words(20, 30), 'yx', { input: raw(1, { data: { type: 'uint8' }, ...scaled }) });
    expect(found.outputs[0].tensor.data[599]).toBeCloseTo(1, 6);
    expect(found.warnings.join()).toContain('has values from 0 to 599, and the bundle describes uint8 values');
    await expect(run(words(20, 30), 'yx', { input: raw(1, { data: { type: 'uint8' } }) })).rejects.toThrow('Convert the image to uint8'); // prettier-ignore
  });

  it('are scaled by the whole image, not by a tile', async () => {
    const found = await run(words(40, 50), 'yx', { input: raw(1, scaled), tile: 16 });
    expect(found.tiles).toBeGreaterThan(6);
    [...found.outputs[0].tensor.data].forEach((value, at) => expect(value).toBeCloseTo(at / 1999, 6));
  });

  it('with statistics of each row are scaled before the image is cut', async () => {
    const rows = [{ id: 'zero_mean_unit_variance', kwargs: { axes: ['channel', 'x'] } }];
    const whole = await run(words(40, 50), 'yx', { input: raw(1, { preprocessing: rows }) });
    const tiles = await run(words(40, 50), 'yx', { input: raw(1, { preprocessing: rows }), tile: 16 });
    expect(tiles.tiles).toBeGreaterThan(6);
    expect([...tiles.outputs[0].tensor.data]).toEqual([...whole.outputs[0].tensor.data]);
  });

  it('that are no numbers are told, and those that the network makes', async () => {
    const image = createTensor('float32', [2, 3], Float32Array.of(1, 2, NaN, 4, 5, 6));
    const found = await run(image, 'yx');
    expect(found.warnings[0]).toContain('holds 1 value that is no number (NaN)');
    const net = new Graph(new Random(1));
    const onnx = net.write({ x: [null, null, null, null] }, [net.node('Log', ['x'])]);
    const logged = await run(createTensor('float32', [1, 2], Float32Array.of(-1, 1)), 'yx', { onnx });
    expect(logged.warnings[0]).toBe('The network gave 1 value that is no number (NaN) in the output “same”.');
  });

  it('all alike, or of one pixel, are no trouble; of none are', async () => {
    const flat = createTensor('uint8', [4, 4], new Uint8Array(16).fill(7));
    expect([...(await run(flat, 'yx', { input: raw(1, scaled) })).outputs[0].tensor.data]).toEqual(new Array(16).fill(0)); // prettier-ignore
    expect([...(await run(bytes(1, 1), 'yx')).outputs[0].tensor.data]).toEqual([0]);
    await expect(run(bytes(0, 4), 'yx')).rejects.toThrow('is empty: it has no pixels along “y”');
  });
});

describe('results', () => {
  it('are postprocessed as a whole, and large ones by rows', async () => {
    const centred = same(1, { postprocessing: [{ id: 'zero_mean_unit_variance', kwargs: { axes: ['channel', 'y', 'x'] } }] }); // prettier-ignore
    const image = words(1100, 1000);
    const found = await run(image, 'yx', { output: centred, tile: 512 });
    const { tensor } = found.outputs[0];
    expect(Math.abs(sumOf(tensor) / tensor.data.length)).toBeLessThan(1e-4);
    const binary = same(1, { postprocessing: [{ id: 'binarize', kwargs: { threshold: 65000 } }] });
    const mask = (await run(image, 'yx', { output: binary })).outputs[0];
    expect(mask.dtype).toBe('bool');
    expect(sumOf(mask.tensor)).toBe([...image.data].filter(value => value > 65000).length); // prettier-ignore
  });

  it('keep the size of their pixels', async () => {
    const image = imageOf(words(4, 5), 'yx', {
      axes: [
        { id: 'y', size: 4, spacing: { value: 0.5, unit: 'µm' } },
        { id: 'x', size: 5, spacing: { value: 0.5, unit: 'µm' } }
      ]
    });
    const runner = await openRunner(bundleOf(echo(), [raw()], [same()]), { engine, reader: plainReader });
    const found = await runner.run([image]);
    expect(found.outputs[0].pixelSize).toEqual({ value: 0.5, unit: 'µm' });
    await expect(runner.run([image, image])).rejects.toThrow('takes one image, and 2 were given');
    await runner.dispose();
  });
});

describe('a run', () => {
  it('says before the network runs how images are read and what differs', async () => {
    const events: string[] = [];
    const found = await run(createTensor('float32', [1, 2], Float32Array.of(NaN, 1)), 'yx', {
      onBegin: ({ read, warnings }) => void events.push(...read, ...warnings),
      onProgress: ({ done }) => void events.push(String(done))
    });
    expect(events).toEqual(['0', ...found.read, expect.stringContaining('holds 1 value that is no number'), '1']);
  });

  it('tells how far it is', async () => {
    const told: [number, number][] = [];
    await run(words(40, 50), 'yx', { tile: 16, onProgress: ({ done, total }) => void told.push([done, total]) });
    const total = told[0][1];
    expect(told.map(([done]) => done)).toEqual(Array.from({ length: total + 1 }, (_, at) => at));
  });

  it('ends at once where it is told to, and the next one runs', async () => {
    const runner = await openRunner(bundleOf(echo(), [raw()], [same()]), { engine, reader: plainReader });
    const stop = new AbortController();
    const reason = new Error('enough');
    const stopped = runner.run([imageOf(words(60, 70), 'yx')], {
      tile: 16,
      signal: stop.signal,
      onProgress: ({ done }) => done === 2 && stop.abort(reason)
    });
    await expect(stopped).rejects.toBe(reason);
    const after = await runner.run([imageOf(words(6, 7), 'yx')]);
    expect(after.outputs[0].tensor.shape).toEqual([6, 7]);
    await runner.dispose();
  });

  it('takes smaller tiles where the network has no memory for large ones', async () => {
    const small: InferenceEngine = {
      name: 'small',
      dispose: () => Promise.resolve(),
      load: async (...load) => {
        const session = await engine.load(...load);
        return {
          inputs: session.inputs,
          outputs: session.outputs,
          dispose: () => session.dispose(),
          run: (inputs, signal) =>
            inputs[0].data.length > 400_000
              ? Promise.reject(new EngineError('run', `${noMemory} to run the network.`))
              : session.run(inputs, signal)
        };
      }
    };
    const net = new Graph(new Random(1));
    // Of so many channels that the whole image would not fit at once.
    const onnx = net.write({ x: [null, 1, null, null] }, [net.conv(net.conv('x', 1, 64), 64, 1)]);
    const runner = await openRunner(bundleOf(onnx, [raw()], [same()]), { engine: small, reader: plainReader });
    const image = counted('float32', values => Float32Array.from(values), 700, 700);
    const found = await runner.run([imageOf(image, 'yx')]);
    expect(found.tiles).toBeGreaterThan(1);
    await expect(runner.run([imageOf(image, 'yx')], { tile: 700 })).rejects.toThrow('Smaller tiles need less: --tile');
    await runner.dispose();
  });
});
