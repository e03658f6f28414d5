import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeModel } from '../../onnx/write';
import type { OnnxModel } from '../../onnx/model';
import { createNodeEngine } from '../../runtime/node';
import { EngineError } from '../../runtime/engine';
import type { InferenceEngine, Session } from '../../runtime/engine';
import type { Finding } from '../../spec/finding';
import { describe as sentence } from '../../spec/messages';
import type { ModelDescription } from '../../spec/model';
import { sizedModel } from '../../spec/sizes/fixtures/load';
import { createTensor } from '../../tensor/create';
import type { Tensor } from '../../tensor/tensor';
import { check } from '../check';
import { smallFiles, smallZip } from '../testing/small';
import { zipSource } from '../../bundle/zip';
import { outlineOf } from '../../onnx/outline';
import { resizeTensor } from './resize';
import { failsZooTest, trySizes } from './sizes';
import { constant, networkOf, node, relu, value } from './testing';

let engine: InferenceEngine;
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

type Size = number | { min: number; step: number };

/** One image of 16 x 16 in, one out; `out` is the offset of the output's size. */
function described(size: Size, { batch, out = 0 }: { batch?: 1; out?: number } = {}): ModelDescription {
  const channel = { type: 'channel', channel_names: ['c'] } as const;
  const follow = (axis_id: string) => ({ tensor_id: 'raw', axis_id, offset: out });
  return sizedModel(
    {
      raw: [
        { type: 'batch', ...(batch && { size: batch }) },
        channel,
        { type: 'space', id: 'y', size },
        { type: 'space', id: 'x', size }
      ]
    },
    {
      cut: [
        { type: 'batch' },
        channel,
        { type: 'space', id: 'y', size: follow('y') },
        { type: 'space', id: 'x', size: follow('x') }
      ]
    }
  );
}

interface Tried {
  readonly findings: readonly Finding[];
  /** Shapes of the first input of each run after the first. */
  readonly runs: readonly string[];
}

async function tried(
  network: OnnxModel,
  description: ModelDescription,
  { shape = [1, 1, 16, 16], signal, foresee = true }: { shape?: number[]; signal?: AbortSignal; foresee?: boolean } = {}
): Promise<Tried> {
  const session = await engine.load(writeModel(network));
  const prepared = description.inputs.map(() => createTensor('float32', shape).data.map((_, at) => at % 7));
  const inputs: Tensor[] = prepared.map(data => createTensor('float32', shape, data));
  const runs: string[] = [];
  const watched: Session = {
    ...session,
    inputs: session.inputs,
    outputs: session.outputs,
    run(given, abort) {
      runs.push(given[0].shape.join(' x '));
      return session.run(given, abort);
    }
  };
  try {
    const computed = await session.run(inputs);
    const outline = foresee ? outlineOf(network) : null;
    const trial = { description, session: watched, prepared: inputs, computed, outline, ...(signal && { signal }) };
    return { findings: await trySizes(trial), runs };
  } finally {
    await session.dispose();
  }
}

const sentences = ({ findings }: Tried) => findings.map(finding => `${finding.severity} ${sentence(finding)}`);

const pooled = node('MaxPool', ['in'], ['half'], { kernel_shape: [2, 2], strides: [2, 2] });
const scales = constant('scales', [4], [1, 1, 2, 2]);
const roi = constant('roi', [0], []);

/** Halves the image, doubles it again and adds it to itself: takes even sizes only. */
const even = networkOf({
  nodes: [
    pooled,
    node('Resize', ['half', 'roi', 'scales'], ['again'], { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }),
    node('Add', ['in', 'again'], ['out'])
  ],
  initializers: [roi, scales]
}); // prettier-ignore

/** A Relu that fails on fewer than five rows: a window of five, whose result is taken away again, slides over them. */
const fiveRows = networkOf({
  nodes: [
    node('Relu', ['in'], ['cut']),
    node('AveragePool', ['in'], ['five'], { kernel_shape: [5, 1] }),
    node('ReduceSum', ['five'], ['sum'], { axes: [1, 2, 3] }),
    node('Sub', ['sum', 'sum'], ['nothing']),
    node('Add', ['cut', 'nothing'], ['out'])
  ],
  opset: 11
});

/** Cuts one pixel off each side. */
const valid = networkOf({
  nodes: [node('Conv', ['in', 'kernel'], ['out'], { kernel_shape: [3, 3] })],
  initializers: [constant('kernel', [1, 1, 3, 3], [1, 1, 1, 1, 1, 1, 1, 1, 1])],
  inputs: [value('in', [null, 1, null, null])]
});

describe('a network that takes what its description says', () => {
  it('is run at n = 0, 1, 2 and with one and two images, and gives no finding', async () => {
    const { findings, runs } = await tried(even, described({ min: 8, step: 4 }));
    expect(findings).toEqual([]);
    expect(runs).toEqual([
      '1 x 1 x 8 x 8',
      '1 x 1 x 12 x 12',
      // 1 x 1 x 16 x 16 is the test tensor, which ran before.
      '2 x 1 x 8 x 8',
      '2 x 1 x 12 x 12',
      '2 x 1 x 16 x 16'
    ]);
  });

  it('is not run at all where its sizes are fixed', async () => {
    expect(await tried(networkOf({ nodes: [relu] }), described(16, { batch: 1 }))).toEqual({ findings: [], runs: [] });
  });

  it('may lose a border that the description states', async () => {
    expect((await tried(valid, described({ min: 6, step: 2 }, { out: -2 }))).findings).toEqual([]);
  });
});

describe('a network that gives other sizes than described', () => {
  it('is told with both sizes, once', async () => {
    const result = await tried(valid, described({ min: 6, step: 5 }));
    expect(sentences(result)).toEqual([
      'error The description also allows 6 x 6 pixels. There the network gives 4 x 4 pixels for “cut”, where the description says 6 x 6 pixels. Correct the smallest size, the step or the offset; the zoo tries this size.'
    ]);
    expect(result.findings.every(failsZooTest)).toBe(true);
  });

  it('with pooling at sizes that cannot be halved is told as well', async () => {
    const half = networkOf({ nodes: [{ ...pooled, outputs: ['out'] }] });
    const { findings } = await tried(half, described({ min: 7, step: 9 }));
    expect(findings[0]).toMatchObject({ code: 'size-result', data: { input: '7 x 7 pixels', found: '3 x 3 pixels' } });
  });

  it('in the number of images is told for two images only', async () => {
    const one = networkOf({
      nodes: [node('Reshape', ['in', 'shape'], ['out'])],
      initializers: [constant('shape', [4], [1, 1, -1, 8], true)]
    });
    const { findings } = await tried(one, described(8), { shape: [1, 1, 8, 8] });
    expect(findings).toHaveLength(1);
    expect(sentence(findings[0])).toMatch(
      /^The description also allows 2 images of 8 x 8 pixels\. .* gives 1 along “batch”, /
    );
  });

  it('in a description of format 0.4, which the zoo tries at no other size, is a warning', async () => {
    const old = { ...described({ min: 6, step: 5 }, { batch: 1 }), formatVersion: '0.4.10' };
    const { findings } = await tried(valid, old);
    expect(findings).toMatchObject([{ code: 'size-result-old', severity: 'warning' }]);
    expect(findings.some(failsZooTest)).toBe(false);
  });
});

describe('a network that fails', () => {
  it('at a size where its parts do not meet is foreseen, not run', async () => {
    const { findings, runs } = await tried(even, described({ min: 7, step: 9 }, { batch: 1 }));
    expect(sentence(findings[0])).toBe(
      'The description also allows 7 x 7 pixels, but there the network cannot run: 7 along “y” cannot be divided as often as it halves the image, or leaves nothing of it. State only sizes that it takes; the zoo tries this one.'
    );
    expect(runs).toEqual([]);
    expect(findings).toHaveLength(1);
  });

  it('and was not foreseen gives the reason of the runtime', async () => {
    const { findings, runs } = await tried(even, described({ min: 7, step: 9 }, { batch: 1 }), { foresee: false });
    expect(sentence(findings[0])).toMatch(/7 x 7 pixels, but there the network cannot run: .*size/);
    expect(runs).toHaveLength(2);
  });

  it.each([true, false])('below its smallest size leaves the engine alive (foreseen: %s)', async foresee => {
    const { findings } = await tried(valid, described({ min: 1, step: 15 }, { out: -2 }), { foresee });
    expect(findings).toMatchObject([{ code: 'size-fails', data: { input: '1 x 1 pixels' } }]);
    expect((await tried(valid, described({ min: 6, step: 2 }, { out: -2 }))).findings).toEqual([]);
  });

  it('because of memory at a size larger than the test image is no fault', async () => {
    const description = described({ min: 16, step: 16 }, { batch: 1 });
    const prepared = [createTensor('float32', [1, 1, 16, 16])];
    const reason = 'There was not enough memory for this network.';
    const session: Session = {
      inputs: [],
      outputs: [],
      run: () => Promise.reject(new EngineError('run', reason)),
      dispose: () => Promise.resolve()
    };
    const findings = await trySizes({ description, session, prepared, computed: prepared, outline: null });
    expect(findings).toMatchObject([{ code: 'size-untried', severity: 'info', data: { times: 4 } }]);
  });
});

describe('sizes that are not tried', () => {
  it('because they are far larger than the test image are named', async () => {
    const { findings, runs } = await tried(
      networkOf({ nodes: [relu] }),
      described({ min: 9000, step: 1 }, { batch: 1 })
    );
    expect(findings).toMatchObject([{ code: 'size-untried', severity: 'info' }]);
    expect(sentence(findings[0])).toContain('The zoo also tries 9000 x 9000 pixels, 316406 times as much');
    expect(runs).toEqual([]);
  });

  it('because the file fixes another size: that was told before', async () => {
    const fixed = networkOf({ nodes: [relu], inputs: [value('in', [1, 1, 16, 16])] });
    expect(await tried(fixed, described({ min: 8, step: 8 }))).toEqual({ findings: [], runs: [] });
  });

  it('because it is stopped', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(tried(even, described({ min: 8, step: 4 }), { signal })).rejects.toThrow('enough');
  });
});

it('an output that follows a later one is told, since the zoo’s test stops there', async () => {
  const x = { type: 'space', id: 'x', size: 16 } as const;
  const y = { type: 'space', id: 'y', size: { tensor_id: 'cut', axis_id: 'x', offset: 0 } } as const;
  const description = sizedModel(
    { raw: [{ type: 'batch', size: 1 }, { type: 'channel', channel_names: ['c'] }, { ...x, id: 'y' }, x] },
    { cut: [{ type: 'batch' }, { type: 'channel', channel_names: ['c'] }, y, x] }
  );
  const { findings } = await tried(networkOf({ nodes: [relu] }), description);
  expect(findings).toMatchObject([{ code: 'size-later', path: ['outputs', 0, 'axes', 2, 'size'] }]);
});

describe('a test tensor of another size', () => {
  const row = createTensor('float32', [1, 5], Float32Array.of(1, 2, 3, 4, 5));

  it('is cut from its middle or continued by its mirror image, as numpy does', () => {
    expect([...resizeTensor(row, [1, 2]).data]).toEqual([2, 3]);
    expect([...resizeTensor(row, [1, 8]).data]).toEqual([1, 1, 2, 3, 4, 5, 5, 4]);
    // numpy.pad([1, 2, 3, 4, 5], (5, 6), 'symmetric')
    expect([...resizeTensor(row, [1, 16]).data]).toEqual([5, 4, 3, 2, 1, 1, 2, 3, 4, 5, 5, 4, 3, 2, 1, 1]);
    expect([...resizeTensor(row, [2, 2]).data]).toEqual([2, 3, 2, 3]);
  });

  it('is the same where it has that size', () => {
    expect(resizeTensor(row, [1, 5])).toBe(row);
  });
});

it('stands in the report of a bundle, and fails it', async () => {
  const report = await check(zipSource(smallZip(undefined, smallFiles().set('weights.onnx', writeModel(fiveRows)))), {
    engine
  });
  const found = report.format?.findings.filter(({ code }) => code === 'size-fails') ?? [];
  expect(found).toMatchObject([{ by: 'zooport', severity: 'error', data: { input: '4 x 4 pixels' } }]);
  expect(report.verdict).toBe('failed');
});
