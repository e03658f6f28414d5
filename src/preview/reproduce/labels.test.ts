import { describe, expect, it } from 'vitest';
import { createTensor } from '../../tensor/create';
import type { Tensor } from '../../tensor/tensor';
import { compareTensors } from './compare';
import { looksLikeObjects, numbersObjects } from '../../processing/objects';
import { compareLabels } from './labels';

const usual = { relative: 1e-3, absolute: 1e-3, mismatchedPerMillion: 0 };
const axes = ['batch', 'channel', 'y', 'x'];

/** Six squares of 4 x 4 pixels in two rows, numbered 1 to 6, on 12 x 18 pixels. */
function squares(change: (label: number, y: number, x: number) => number = label => label): Tensor<'uint16'> {
  const data = Uint16Array.from({ length: 12 * 18 }, (_, at) => {
    const [y, x] = [Math.floor(at / 18), at % 18];
    const inside = y % 6 < 4 && x % 6 < 4;
    return change(inside ? 1 + Math.floor(y / 6) * 3 + Math.floor(x / 6) : 0, y, x);
  });
  return createTensor('uint16', [1, 1, 12, 18], data);
}

describe('an output of numbered objects', () => {
  it('is the same where only the numbers are others; the zoo does not see it so', () => {
    const { verdict, zoo, reason, labels } = compareTensors(squares(), squares(label => (label === 0 ? 0 : 7 - label)), usual, { axes }); // prettier-ignore
    expect({ verdict, zoo }).toEqual({ verdict: 'passed', zoo: 'failed' });
    expect(reason).toBe(
      'reproduces: all 6 objects are the same, only their numbers are others; the zoo compares the numbers'
    );
    expect(labels).toEqual({ expected: 6, found: 6, matched: 6, differing: 0, missing: 0, extra: 0 });
  });

  it('says how many objects are missing, new or of another outline, and where', () => {
    const changed = squares((label, y, x) => (label === 5 ? 0 : label === 2 && y === 3 ? 0 : y === 11 && x > 15 ? 9 : label)); // prettier-ignore
    const { verdict, reason, labels } = compareTensors(squares(), changed, usual, { axes });
    expect(verdict).toBe('failed');
    expect(labels).toEqual({
      expected: 6,
      found: 6,
      matched: 4,
      differing: 1,
      missing: 1,
      extra: 1,
      worst: { at: [0, 0, 8, 8], overlap: 0 }
    });
    expect(reason).toContain('of 6 objects 4 are the same, 1 has another outline, 1 is missing, 1 was not expected');
    expect(reason).toContain('they differ most at y 8, x 8');
  });

  it('two objects that became one are one of another outline or none, and the rest is missing', () => {
    const { labels } = compareLabels(
      squares(),
      squares((label, y, x) => (y < 4 && x < 10 ? 1 : label))
    );
    expect(labels).toMatchObject({ expected: 6, found: 5, matched: 4, differing: 0, missing: 2, extra: 1 });
  });

  it('few pixels may differ where the tolerance allows it', () => {
    const other = squares((label, y, x) => (y === 0 && x === 0 ? 0 : label === 0 ? 0 : 7 - label));
    const tolerance = { ...usual, mismatchedPerMillion: 5000 };
    const { verdict, reason } = compareTensors(squares(), other, tolerance, { axes });
    expect(verdict).toBe('passed');
    expect(reason).toContain('but for 1 pixel at their borders');
  });
});

describe('the verdict counts objects', () => {
  /** Two squares of 40 x 40 pixels on 100 x 100. */
  const large = (change: (label: number, y: number, x: number) => number = label => label) =>
    createTensor(
      'int32',
      [1, 1, 100, 100],
      Int32Array.from({ length: 10_000 }, (_, at) => {
        const [y, x] = [Math.floor(at / 100), at % 100];
        return change(y < 40 && x % 50 < 40 ? 1 + Math.floor(x / 50) : 0, y, x);
      })
    );
  const judge = (change: (label: number, y: number, x: number) => number, mismatchedPerMillion = 0) =>
    compareTensors(large(), large(change), { ...usual, mismatchedPerMillion }, { axes, objects: true });

  it('an outline that shares 99 % is the same one', () => {
    // 12 of 1600 pixels.
    const { verdict, zoo, reason } = judge((label, y, x) => (y === 0 && x < 12 ? 0 : label));
    expect([verdict, zoo]).toEqual(['passed', 'failed']);
    expect(reason).toContain('all 2 objects are the same, but for 12 pixels at their borders; the zoo compares pixels');
  });

  it('one that shares less is another', () => {
    expect(judge((label, y, x) => (y === 0 && x < 20 ? 0 : label)).verdict).toBe('failed');
  });

  it('a small object too many is one too many, whatever the tolerance for pixels', () => {
    const { verdict, zoo, reason } = judge((label, y, x) => (y === 90 && x < 2 ? 3 : label), 1000);
    expect([verdict, zoo]).toEqual(['failed', 'passed']);
    expect(reason).toContain('1 was not expected');
    expect(reason).toContain('the zoo would not notice this');
  });
});

describe('what counts as numbered objects', () => {
  it('connected pieces with numbers from 1 on', () => {
    expect(looksLikeObjects(squares())).toBe(true);
  });

  it('not: probabilities, masks, few classes, classes in many pieces, numbers with gaps', () => {
    const float = createTensor('float32', [216], Float32Array.from(squares().data));
    const mask = squares(label => Math.min(label, 1));
    const pieces = squares((label, _, x) => (label === 0 ? 0 : 1 + (x % 5)));
    const gaps = squares(label => label * 2);
    expect([float, mask, pieces, gaps].map(looksLikeObjects)).toEqual([false, false, false, false]);
  });

  it('classes keep their numbers: where the description lists the values, another number is another class', () => {
    const output = { operations: [], data: [{ type: 'uint16' as const, values: [0, 1, 2, 3, 4, 5, 6] }] };
    const described = { id: 'a', description: '', axes: [], optional: false, ...output };
    expect(numbersObjects(described)).toEqual({ objects: false });
    const other = squares(label => (label === 0 ? 0 : 7 - label));
    expect(compareTensors(squares(), other, usual, { axes, objects: false }).verdict).toBe('failed');
  });

  it('an operation that finds objects numbers them', () => {
    const operations = [{ id: 'stardist_postprocessing', kwargs: {} }];
    const described = { id: 'a', description: '', axes: [], optional: false, data: [], operations };
    expect(numbersObjects(described)).toEqual({ objects: true });
  });
});
