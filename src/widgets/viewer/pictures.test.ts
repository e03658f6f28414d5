import { describe, expect, it } from 'vitest';
import type { OutputView, ViewTensor } from '../../preview/report/report';
import { outputView, picture } from '../testing/tensors';
import { plainLooks, type Looks } from './looks';
import { picturesOf, type Pictures } from './pictures';
import { wholeOf } from './whole';

function shown(view: OutputView, change: Partial<Looks>): Pictures {
  return picturesOf(view, wholeOf(view), {}, false, { ...plainLooks, ...change });
}

const channels: ViewTensor = {
  axes: ['y', 'x', 'channel'],
  tensor: { dtype: 'uint8', shape: [1, 2, 3], data: Uint8Array.of(0, 10, 200, 1, 20, 250) }
};

describe('channels at once', () => {
  it('are added up, each with its own contrast', () => {
    const { input } = shown(
      { ...outputView(undefined), input: channels },
      { input: { ...plainLooks.input, composite: 'light' } }
    );
    expect(input.layers?.map(({ blend }) => blend)).toEqual(['add', 'add', 'add']);
    const ends = input.layers?.map(({ painting }) => painting.kind === 'scale' && painting.map[255]);
    expect(ends).toEqual([
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255]
    ]);
    const highs = input.layers?.map(({ painting }) => painting.kind === 'scale' && painting.contrast.high);
    expect(highs?.map(high => Math.round(Number(high)))).toEqual([1, 20, 250]);
  });

  it('stay one where there is one only', () => {
    const look = { ...plainLooks.input, composite: 'light' as const };
    expect(shown(outputView(picture()), { input: look, output: look }).expected.layers).toBeUndefined();
  });
});

describe('outputs over the input', () => {
  it('are as strong as they are told to be; a threshold makes them a mask', () => {
    const { input, expected } = shown(outputView(picture()), { over: true, opacity: 0.3 });
    expect(expected.layers?.map(({ plane }) => plane)).toEqual([input.plane, expected.plane]);
    expect(expected.layers?.[1]).toMatchObject({ opacity: 0.3, painting: { kind: 'scale' } });
    const masked = shown(outputView(picture()), { over: true, threshold: 0.5 });
    expect(masked.reproduced?.layers?.[1].painting).toMatchObject({ kind: 'mask', above: 0.5 });
  });

  it('never change what the difference shows', () => {
    const plain = shown(outputView(picture(value => value * 0.5)), {});
    const over = shown(outputView(picture(value => value * 0.5)), { over: true, threshold: 0.2 });
    expect(over.difference?.layers).toBeUndefined();
    expect(over.difference?.painting).toEqual(plain.difference?.painting);
  });
});
