import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { applyPreprocessing } from '../../processing/apply';
import type { Session } from '../../runtime/engine';
import { readDescription } from '../../spec/read';
import type { Tensor } from '../../tensor/tensor';
import type { Diagnosis } from '../report/report';
import { apply } from '../testing/arithmetic';
import { flipped, mapped, spots } from '../testing/image';
import { Random } from '../../tensor/testing/random';
import { percentiles, toFloat } from '../testing/recipes';
import { smallDescription } from '../testing/small';
import type { DiagnosisInput } from './diagnose';
import { diagnose } from './diagnose';
import { must } from '../../tensor/testing/must';

const raws = [spots(new Random(3), 24, 20, 60_000), spots(new Random(4), 24, 20, 60_000)];
const declared = [toFloat, percentiles(1, 99), toFloat];

/** Two images in, two out: both look at both, each at one of them more. */
function network([one, two]: readonly Tensor[]): Tensor[] {
  const mix = (first: Tensor, second: Tensor, share: number) =>
    mapped(first, (value, at) => Math.tanh(value - share * Number(second.data[Math.max(0, at - 1)])));
  return [mix(one, two, 0.4), mix(two, one, 0.2)];
}

/** The network for itself, as both sessions are here. */
function session(run: Session['run']): Session {
  return { inputs: [], outputs: [], run, dispose: () => Promise.resolve() };
}

const works = session(inputs => Promise.resolve(network(inputs)));

async function explain(
  expected: readonly Tensor[],
  failed: readonly number[],
  { seconds = 30, ...others }: Partial<DiagnosisInput> & { seconds?: number } = {}
): Promise<Diagnosis[]> {
  const { inputs, outputs, ...rest } = smallDescription();
  const named = <T extends object>(item: T, ids: readonly string[]) => ids.map(id => ({ ...item, id }));
  const { description } = readDescription(
    stringify({
      ...rest,
      inputs: named({ ...inputs[0], preprocessing: declared }, ['raw', 'raw2']),
      outputs: named(outputs[0], ['cut', 'cut2'])
    })
  );
  const tensors = new Map([['raw', raws[0]], ['raw2', raws[1]], ['cut', expected[0]], ['cut2', expected[1]]]); // prettier-ignore
  const prepared = applyPreprocessing(raws, must(description)).tensors;
  const numbers = { maxAbsolute: 1, maxRelative: 1, mismatchedPerMillion: 1e6, nan: 0 };
  const reproduction = failed.map(
    at =>
      ({
        weights: 'onnx',
        output: ['cut', 'cut2'][at],
        verdict: 'failed',
        zoo: 'failed',
        reason: '',
        ...numbers
      }) as const
  );
  const input = { description: must(description), weights: 'onnx', session: works, tensors, prepared };
  return diagnose({ ...input, computed: network(prepared), failed: reproduction, ...others }, { seconds });
}

const plain = network(raws.map(raw => apply(raw, declared)));

describe('two inputs and two outputs', () => {
  it('names the one input that was normalised otherwise, for both outputs, and mends that one', async () => {
    const expected = network([apply(raws[0], declared), apply(raws[1], [percentiles(2, 98)])]);
    const found = await explain(expected, [0, 1]);
    expect(found.map(({ output, cause }) => [output, cause])).toEqual([['cut', 'percentiles'], ['cut2', 'percentiles']]); // prettier-ignore
    expect(found[0].sentence).toContain('percentiles 2 and 98');
    expect(found[0].fix?.edits[0].path.slice(0, 3)).toEqual(['inputs', 1, 'preprocessing']);
  });

  it('names what was done to the one output that differs', async () => {
    const found = await explain([plain[0], flipped(plain[1], [3])], [1]);
    expect(found).toMatchObject([{ output: 'cut2', state: 'explained', cause: 'output-flipped' }]);
  });

  it('gives each output its own name', async () => {
    const found = await explain([mapped(plain[0], value => value * 255), flipped(plain[1], [2])], [0, 1]);
    expect(found.map(({ cause }) => cause)).toEqual(['output-scaled', 'output-flipped']);
  });

  it('names nothing where both inputs were others, since one is changed at a time', async () => {
    const expected = network(raws.map(raw => apply(raw, [percentiles(2, 98)])));
    expect((await explain(expected, [0]))[0].state).toBe('unexplained');
  });
});

describe('a run that takes longer than was foreseen', () => {
  const random = new Random(2);
  const noisy = plain.map(tensor => mapped(tensor, value => value + 0.1 * random.normal()));
  const never = session((_, signal) => new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))); // prettier-ignore

  it('is broken off when the time is over, in a copy of the network', async () => {
    const [found] = await explain(noisy, [0], { seconds: 0.3, reload: () => Promise.resolve(never) });
    expect(found).toMatchObject({ state: 'unexplained' });
    expect(found.sentence).toMatch(/in 0.3 seconds .* were not reached/);
  });

  it('is no longer waited for, where the network is the one that the check goes on with', async () => {
    const endless = session(() => new Promise(() => undefined));
    const [found] = await explain(noisy, [0], { seconds: 0.3, session: endless });
    expect(found).toMatchObject({ state: 'unexplained' });
  });

  it('is broken off when the search is stopped', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 200);
    const [found] = await explain(noisy, [0], { stop: stop.signal, reload: () => Promise.resolve(never) });
    expect(found.state).toBe('stopped');
  });

  it('uses the network of the check where no copy can be had', async () => {
    const expected = network([apply(raws[0], [percentiles(2, 98)]), apply(raws[1], declared)]);
    const [found] = await explain(expected, [0], { reload: () => Promise.reject(new Error('no memory')) });
    expect(found.cause).toBe('percentiles');
  });
});
