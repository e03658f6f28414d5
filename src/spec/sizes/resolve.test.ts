import { describe, expect, test } from 'vitest';
import type { ModelDescription } from '../model';
import { SizeError } from './error';
import { loadCases, perAxis, sizedModel, stored } from './fixtures/load';
import type { SizeCase } from './fixtures/load';
import { isReference } from './kinds';
import { outputSizes, stepsOf } from './output';
import { resolveSizes } from './resolve';

const cases = loadCases().map((one, index) => ({ ...one, index }));

/** What is asked, or the error in place of an answer. */
function answer<T>(ask: () => T): T | 'error' {
  try {
    return ask();
  } catch (error) {
    expect(error).toBeInstanceOf(SizeError);
    return 'error';
  }
}

/** bioimageio.spec gives no size for an output that follows an axis of an output; here such a size is known too. */
function followsOutput({ outputs }: ModelDescription, tensor: string, axis: string): boolean {
  const size = outputs.find(({ id }) => id === tensor)?.axes.find(({ id }) => id === axis)?.size ?? null;
  return isReference(size) && outputs.some(({ id }) => id === size.tensor_id);
}

/** Its assertion fails where such an axis comes before the one that it follows. */
function failsOnOrder({ axes, description }: SizeCase): boolean {
  const placed = description.outputs.flatMap(({ id, axes: own }) => own.map(axis => ({ id, axis })));
  return (
    axes === 'AssertionError' &&
    placed.some(({ axis: { size } }, at) =>
      placed.slice(at).some(({ id, axis }) => isReference(size) && size.tensor_id === id && size.axis_id === axis.id)
    )
  );
}

describe('sizes of random models, as bioimageio.spec gives them', () => {
  test('there are models of all kinds', () => {
    expect(cases.length).toBeGreaterThanOrEqual(300);
    expect(cases.filter(({ axes }) => typeof axes === 'string').length).toBeGreaterThan(0);
    expect(cases.filter(({ description }) => description.inputs.length > 1).length).toBeGreaterThan(50);
  });

  test('for a choice of n, batch and largest sizes', () => {
    const different = cases.flatMap(one => {
      const ours = answer(() => resolveSizes(one.description, one.choice));
      if (failsOnOrder(one)) {
        return [];
      }
      const theirs = typeof one.axes === 'string' ? 'error' : one.axes;
      const found = ours === 'error' ? ours : { inputs: stored(ours.inputs), outputs: stored(ours.outputs) };
      return same(found, theirs) ? [] : [{ case: one.index, found, theirs }];
    });
    expect(different).toEqual([]);
  });

  test('of the outputs, for any sizes of the inputs', () => {
    const different = cases.flatMap(one => {
      const ours = answer(() => outputSizes(one.description, one.given));
      if (failsOnOrder({ ...one, axes: typeof one.gives === 'string' ? one.gives : one.axes })) {
        return [];
      }
      const found = ours === 'error' ? ours : asTheirs(one.description, ours);
      const theirs = typeof one.gives === 'string' ? 'error' : one.gives;
      return same(found, theirs) ? [] : [{ case: one.index, found, theirs }];
    });
    expect(different).toEqual([]);
  });

  test('as the smallest n that holds a size', () => {
    const different = cases.filter(({ description, given, steps }) => {
      const ours = [...stepsOf(description, given)].filter(([, axes]) => axes.size > 0);
      return !same(stored(new Map(ours)), steps);
    });
    expect(different).toEqual([]);
  });
});

/** Data dependent sizes are -1 there, and what follows an output is left out. */
function asTheirs(description: ModelDescription, ours: ReturnType<typeof outputSizes>) {
  const axes = [...ours].map(([tensor, sizes]) => {
    const kept = [...sizes].filter(([axis]) => !followsOutput(description, tensor, axis));
    return [tensor, new Map(kept.map(([axis, size]) => [axis, typeof size === 'number' ? size : -1]))] as const;
  });
  return stored(new Map(axes));
}

function same(ours: unknown, theirs: unknown): boolean {
  return JSON.stringify(sorted(ours)) === JSON.stringify(sorted(theirs));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    // Python has no negative zero among its whole numbers.
    return value === 0 ? 0 : value;
  }
  const entries = Object.entries(value).map(([key, part]) => [key, sorted(part)] as const);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

describe('sizes that bioimageio.spec cannot tell', () => {
  const fixed = { type: 'space', id: 'x', size: 12 } as const;
  const follower = { type: 'space', id: 'y', size: { tensor_id: 'out', axis_id: 'x', offset: 1 } } as const;

  test('an output that follows an axis after its own is known here', () => {
    const model = sizedModel({ raw: [fixed] }, { out: [follower, fixed] });
    expect(stored(resolveSizes(model, { n: 0 }).outputs)).toEqual({ out: { y: 13, x: 12 } });
    expect(stored(outputSizes(model, perAxis({ raw: { x: 12 } })))).toEqual({ out: { y: 13, x: 12 } });
  });

  test('a reference that leads nowhere is refused in a sentence', () => {
    const model = sizedModel({ raw: [{ ...follower, size: { tensor_id: 'raw', axis_id: 'z', offset: 0 } }] }, {});
    expect(() => resolveSizes(model, { n: 0 })).toThrow(/axis “y” of “raw” cannot be told/);
  });
});
