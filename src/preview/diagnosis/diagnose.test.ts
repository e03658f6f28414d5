import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { applyPostprocessing, applyPreprocessing } from '../../processing/apply';
import type { Session } from '../../runtime/engine';
import { readDescription } from '../../spec/read';
import { cast } from '../../tensor/cast';
import { createTensor } from '../../tensor/create';
import type { Tensor } from '../../tensor/tensor';
import type { Diagnosis } from '../report/report';
import { flipped, mapped, spots } from '../testing/image';
import { Random } from '../../tensor/testing/random';
import { smallDescription } from '../testing/small';
import type { DiagnosisInput } from './diagnose';
import { diagnose } from './diagnose';
import { changeTexts } from './texts';
import { must } from '../../tensor/testing/must';

interface Case {
  readonly pre?: readonly object[];
  readonly post?: readonly object[];
  readonly raw?: Tensor;
  /** The expected output, from what the bundle gives. */
  readonly expected: (given: Tensor, raw: Tensor, network: (image: Tensor) => Tensor) => Tensor;
  /** Default: every pixel is joined with its left neighbour, then bent. */
  readonly network?: (image: Tensor) => Tensor;
  readonly options?: Pick<DiagnosisInput, 'signal' | 'stop' | 'runSeconds'>;
  readonly seconds?: number;
}

const toFloat = { id: 'ensure_dtype', kwargs: { dtype: 'float32' } };
const range = (min_percentile: number, max_percentile: number) => ({
  id: 'scale_range',
  kwargs: { axes: ['channel', 'y', 'x'], min_percentile, max_percentile }
});

function bend(image: Tensor): Tensor {
  return mapped(image, (value, at) => Math.tanh(value - 0.4 * Number(image.data[Math.max(0, at - 1)])));
}

/** What is said of a bundle whose network is a function, and how often that was run. */
async function explain(one: Case): Promise<Diagnosis & { runs: number }> {
  const { pre = [toFloat, range(1, 99)], post = [], network = bend, options = {}, seconds = 60 } = one;
  const { inputs, outputs, ...rest } = smallDescription();
  const raw = one.raw ?? spots(new Random(3), 24, 20, 60_000);
  const { description } = readDescription(
    stringify({
      ...rest,
      inputs: [{ ...inputs[0], preprocessing: pre }],
      outputs: [{ ...outputs[0], postprocessing: post }]
    })
  );
  let runs = 0;
  const session: Session = {
    inputs: [],
    outputs: [],
    run: ([image]) => {
      runs++;
      return Promise.resolve([network(image)]);
    },
    dispose: () => Promise.resolve()
  };
  const prepared = applyPreprocessing([raw], must(description)).tensors;
  const computed = prepared.map(network);
  const [given] = applyPostprocessing(computed, must(description), [raw]).tensors;
  const tensors = new Map([['raw', raw], ['cut', one.expected(given, raw, network)]]); // prettier-ignore
  const numbers = { maxAbsolute: 1, maxRelative: 1, mismatchedPerMillion: 1e6, nan: 0 };
  const failed = [
    { weights: 'onnx', output: 'cut', verdict: 'failed', zoo: 'failed', reason: '', ...numbers } as const
  ];
  const input = { description: must(description), weights: 'onnx', session, tensors, prepared, computed, failed };
  const [diagnosis] = await diagnose({ ...input, ...options }, { seconds });
  return { ...diagnosis, runs };
}

describe('what is said', () => {
  it('names the normalisation that the author used, and mends the description', async () => {
    const { data } = spots(new Random(3), 24, 20, 60_000);
    const [min, max] = [Math.min(...data), Math.max(...data)];
    const found = await explain({
      expected: (_, raw, network) => network(mapped(raw, value => (value - min) / (max - min)))
    });
    expect(found).toMatchObject({ state: 'explained', cause: 'percentiles' });
    expect(found.sentence).toMatch(/^It reproduces when the image is normalised by the percentiles 0 and 100: the bundle declares “scale_range” \(.*1.*99\)/); // prettier-ignore
    const kwargs = { axes: ['channel', 'y', 'x'], min_percentile: 0, max_percentile: 100 };
    expect(found.fix?.edits).toEqual([{ op: 'set', path: ['inputs', 0, 'preprocessing', 1, 'kwargs'], value: kwargs }]);
  });

  it('does without the normalisation where the author did', async () => {
    const found = await explain({
      raw: mapped(spots(new Random(3), 24, 20, 255), value => value / 300),
      expected: (_, raw, network) => network(raw)
    });
    expect(found.sentence).toContain(
      'It reproduces when the image is not normalised: the bundle declares “scale_range”'
    );
    expect(found.fix?.edits).toEqual([{ op: 'remove', path: ['inputs', 0, 'preprocessing', 1] }]);
  });

  it('gives both names where the test image cannot tell: percentiles 0 and 100, or 8 bits, of an image from 0 to 255', async () => {
    const dark = spots(new Random(3), 24, 20, 255);
    const [min, max] = [Math.min(...dark.data), Math.max(...dark.data)];
    const raw = mapped(dark, value => Math.round(((value - min) / (max - min)) * 255));
    const found = await explain({ raw, expected: (_, image, network) => network(mapped(image, value => value / 255)) });
    expect(found).toMatchObject({ cause: 'several', causes: expect.arrayContaining(['percentiles', 'fixed-scaling']) });
    expect(found.sentence).toMatch(/; and just as well when .*cannot tell which/);
    expect(found.fix).toBeUndefined();
  });

  it('a network that only multiplies: a scale of the output may be one of the image, and both are named', async () => {
    const found = await explain({
      pre: [toFloat],
      network: image => mapped(image, value => value * 2),
      expected: given => mapped(given, value => value / 255)
    });
    expect(found.causes).toEqual(expect.arrayContaining(['output-scaled', 'fixed-scaling']));
  });

  it('another number type than described', async () => {
    const found = await explain({ expected: given => cast(given, 'float64') });
    expect(found).toMatchObject({ cause: 'data-type', runs: 0 });
    expect(found.sentence).toContain('stored as float64');
  });

  it('a missing sigmoid is no scale and offset, though it nearly is one', async () => {
    const faint = (image: Tensor) => mapped(bend(image), value => value / 8);
    const found = await explain({
      network: faint,
      expected: given => mapped(given, value => 1 / (1 + Math.exp(-value)))
    });
    expect(found.cause).toBe('activation-missing');
    expect(found.fix?.edits).toEqual([{ op: 'set', path: ['outputs', 0, 'postprocessing'], value: [{ id: 'sigmoid', kwargs: {} }] }]); // prettier-ignore
  });

  it('thresholded', async () => {
    const found = await explain({ expected: given => mapped(given, value => (value > 0.31 ? 255 : 0)) });
    expect(found.cause).toBe('thresholded');
    expect(found.sentence).toMatch(/thresholded at 0\.\d+: the expected output holds only the values 0 and 255/);
  });
});

it('every cause stands in docs/diagnosis.md', () => {
  const page = readFileSync(new URL('../../../docs/diagnosis.md', import.meta.url), 'utf-8');
  expect(Object.keys(changeTexts).filter(cause => !page.includes(`\`${cause}\``))).toEqual([]);
});

describe('what is not said', () => {
  it('nothing is made up for noise', async () => {
    const random = new Random(1);
    const found = await explain({ expected: given => mapped(given, value => value + 0.1 * random.normal()) });
    expect(found).toMatchObject({ state: 'unexplained' });
    expect(found.cause).toBeUndefined();
    expect(found.tried).toBeGreaterThan(100);
    expect(found.sentence).toContain(`None of ${found.tried} changes`);
  });

  it('an output that is the same everywhere explains nothing', async () => {
    const found = await explain({ expected: given => mapped(given, () => 0.25) });
    expect(found).toMatchObject({ state: 'unexplained', runs: 0 });
    expect(found.sentence).toContain('same everywhere');
  });

  it('values that are no numbers can be reproduced by nothing', async () => {
    const found = await explain({ expected: given => mapped(given, (value, at) => (at === 5 ? NaN : value)) });
    expect(found.sentence).toContain('not numbers');
  });
});

describe('the search', () => {
  const noise: Case = {
    expected: given => mapped(given, (value, at) => value + ((at * 7919) % 13) / 20)
  };

  it('runs the network once for inputs that are the same', async () => {
    const { tried, runs } = await explain(noise);
    // Among over a hundred changes, leaving out what only states the type gives the declared input once more.
    expect(runs).toBeLessThan(tried - 60);
  });

  it('ends in time, and says what it did not reach', async () => {
    const found = await explain({ ...noise, seconds: 0.05, options: { runSeconds: 1 } });
    expect(found.runs).toBe(0);
    expect(found.sentence).toMatch(/changes were tried in 0.05 seconds .* \d+ were not reached/);
  });

  it('ends when it is stopped', async () => {
    const stop = new AbortController();
    stop.abort();
    const found = await explain({ ...noise, options: { stop: stop.signal } });
    expect(found).toMatchObject({ state: 'stopped', tried: 0, runs: 0 });
  });

  it('an error on the way ends the search, not the check', async () => {
    let runs = 0;
    const network = (image: Tensor) => {
      if (++runs > 1) {
        throw new RangeError('Array buffer allocation failed');
      }
      return bend(image);
    };
    const found = await explain({ ...noise, network });
    expect(found).toMatchObject({ state: 'unexplained' });
    expect(found.sentence).toContain('Array buffer allocation failed');
  });

  it('rejects when the check is aborted', async () => {
    const signal = AbortSignal.abort(new Error('closed'));
    await expect(explain({ ...noise, options: { signal } })).rejects.toThrow('closed');
  });

  it('another shape is no obstacle: y and x exchanged', async () => {
    const found = await explain({
      expected: given => createTensor('float32', [1, 1, 20, 24], Float32Array.from({ length: 480 }, (_, at) => Number(given.data[(at % 24) * 20 + Math.floor(at / 24)]))) // prettier-ignore
    });
    expect(found.cause).toBe('output-reordered');
  });

  it('an image that was flipped is told from an output that was flipped', async () => {
    const image = await explain({ pre: [range(1, 99)], expected: (_, raw, network) => network(flipped(applied(raw), [3])) }); // prettier-ignore
    const output = await explain({ pre: [range(1, 99)], expected: given => flipped(given, [3]) });
    expect([image.cause, output.cause]).toEqual(['image-flipped', 'output-flipped']);
  });
});

/** The percentiles 1 and 99, counted by hand. */
function applied(raw: Tensor): Tensor {
  const sorted = Float32Array.from(raw.data, Number).sort();
  const at = (percent: number) => {
    const place = (percent / 100) * (sorted.length - 1);
    const below = Math.floor(place);
    return sorted[below] + (place - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
  };
  const [low, high] = [at(1), at(99)];
  return mapped(raw, value => (value - low) / (high - low));
}
