import { describe, expect, it } from 'vitest';
import type { OwnFollowedSize, OwnFreeSize, PreparedOwn } from '../../kernel/ownProtocol';
import { preparedOwn } from '../testing/own';
import { followedAxes } from './follow';
import { planOwn } from './plan';

const axes = ['batch', 'channel', 'x'];

interface Given {
  readonly length: number;
  readonly free?: OwnFreeSize;
  readonly follows?: Partial<OwnFollowedSize>;
  readonly output: number;
}

/** A network with one axis beside batch and channel; `more`: further outputs of it. */
function network({ length, free, follows = {}, output }: Given, ...more: Given[]): PreparedOwn {
  const base = preparedOwn('one');
  const size = { input: 'image', axis: 'x', scale: 1, offset: 0 };
  const outputs = [{ follows, output }, ...more].map((one, number) => ({
    ...base.outputs[0],
    id: `out${number}`,
    axes,
    shape: [1, 1, one.output],
    sizes: { x: { ...size, ...one.follows } }
  }));
  const sizes: PreparedOwn['inputs'][number]['sizes'] = free ? { x: free } : {};
  return { ...base, inputs: [{ ...base.inputs[0], axes, shape: [1, 1, length], sizes }], outputs };
}

function planned(prepared: PreparedOwn, radius: number) {
  const radii = followedAxes(prepared).map(axis => ({ ...axis, radius }));
  const { inputs, outputs } = planOwn(prepared, radii, { ties: [], batches: true });
  return { input: inputs[0].get('x'), outputs: outputs.map(output => output.get('x')) };
}

describe('sizes and halo', () => {
  it('leave one step that no border touches', () => {
    const { input, outputs } = planned(network({ length: 64, free: { min: 8, step: 8 }, output: 64 }), 11);
    expect(outputs[0]).toMatchObject({ halo: 16 });
    expect(input).toMatchObject({ size: { min: 40, step: 8 } });
  });

  it('keep the series of the network where its sizes are no multiples of the step', () => {
    const { input } = planned(network({ length: 61, free: { min: 5, step: 8 }, output: 61 }), 6);
    expect(input).toMatchObject({ size: { min: 29, step: 8 } });
  });

  it('shrink with a small test image, also where the network looks at all of it', () => {
    const { input, outputs } = planned(network({ length: 20, free: { min: 4, step: 4 }, output: 20 }), Infinity);
    expect(outputs[0]).toMatchObject({ halo: 8 });
    expect(input).toMatchObject({ size: { min: 20, step: 4 } });
  });

  it('have no halo for what the network cuts off by itself', () => {
    const valid = network({ length: 50, free: { min: 10, step: 1 }, follows: { offset: -8 }, output: 42 });
    expect(planned(valid, 4).outputs[0]).toMatchObject({ size: { offset: -8 }, halo: 0 });
    expect(planned(valid, 6).outputs[0]).toMatchObject({ halo: 2 });
  });

  it('are the test image’s alone where the network takes no other', () => {
    const { input, outputs } = planned(network({ length: 64, output: 64 }), 3);
    expect(input).toMatchObject({ size: 64 });
    expect(outputs[0]).toMatchObject({ size: { tensor_id: 'image', axis_id: 'x', offset: 0 }, halo: 3 });
  });
});

it('have one halo for all outputs along an axis, and none where there are several inputs', () => {
  const given = { length: 50, free: { min: 10, step: 1 } };
  const prepared = network({ ...given, follows: { scale: 2 }, output: 100 }, { ...given, follows: { offset: -8 }, output: 42 }); // prettier-ignore
  expect(planned(prepared, 6).outputs.map(output => output?.halo)).toEqual([12, 6]);
  const two = { ...prepared, inputs: [...prepared.inputs, { ...prepared.inputs[0], id: 'other' }] };
  expect(planned(two, 6).outputs.map(output => output?.halo)).toEqual([0, 0]);
});

describe('scales', () => {
  /** Size of an output as the format computes it, in float64. */
  function sizes(prepared: PreparedOwn, length: number): number[] {
    const { input, outputs } = planned(prepared, 2);
    return outputs.map(output => {
      const offset = typeof output?.size === 'object' ? output.size.offset : NaN;
      return (length * (input?.scale ?? 1)) / (output?.scale ?? 1) + offset;
    });
  }

  it.each([
    [2, 48, 96],
    [0.25, 48, 12],
    [1 / 3, 48, 16],
    [3, 48, 144],
    [2 / 3, 48, 32]
  ])('give exactly the size that the network has: %d pixels for each', (scale, length, output) => {
    const prepared = network({ length, free: { min: 12, step: 12 }, follows: { scale }, output });
    expect(sizes(prepared, length)).toEqual([output]);
  });

  it('are k² and k for halves and wholes, which deepImageJ reads as the format does', () => {
    const { input, outputs } = planned(network({ length: 48, free: { min: 4, step: 4 }, follows: { scale: 0.25 }, output: 12 }), 2); // prettier-ignore
    expect([input?.scale, outputs[0]?.scale]).toEqual([1 / 16, 1 / 4]);
    expect(outputs[0]?.halo).toBe(1);
  });

  it('serve several outputs of different scales', () => {
    const given = { length: 48, free: { min: 12, step: 12 } };
    const first = { ...given, follows: { scale: 2 }, output: 96 };
    const second = { ...given, follows: { scale: 1 / 3 }, output: 16 };
    expect(sizes(network(first, second, { ...given, output: 48 }), 48)).toEqual([96, 16, 48]);
  });

  it('are refused where no description can say the size', () => {
    const odd = network({ length: 48, free: { min: 1, step: 1 }, follows: { scale: Math.SQRT2 }, output: 67 });
    expect(() => planned(odd, 1)).toThrow(/“out0” has 1\.41.* pixels for each of the input along x/);
  });
});

it('lets an output follow the earlier of two inputs that go together, in whole pixels of it', () => {
  const base = network({ length: 48, free: { min: 8, step: 8 }, follows: { input: 'half', scale: 2 }, output: 48 });
  const half = { ...base.inputs[0], id: 'half', shape: [1, 1, 24], sizes: { x: { min: 4, step: 4 } } };
  const prepared = { ...base, inputs: [base.inputs[0], half] };
  const radii = followedAxes(prepared).map(axis => ({ ...axis, radius: 3 }));
  const { inputs, outputs } = planOwn(prepared, radii, { ties: [{ input: 1, axis: 'x', to: 0 }], batches: true });
  expect(outputs[0].get('x')).toMatchObject({ size: { tensor_id: 'image', axis_id: 'x', offset: 0 }, perPixel: 1, halo: 0 }); // prettier-ignore
  expect(inputs[1].get('x')).toEqual({ size: { tensor_id: 'image', axis_id: 'x', offset: 0 }, scale: 2 });
});
