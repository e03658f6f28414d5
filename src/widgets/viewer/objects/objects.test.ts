import { describe, expect, it } from 'vitest';
import type { OutputView, ViewTensor } from '../../../preview/report/report';
import { paint } from '../paint/painter';
import { objectColour } from '../../../tensor/labels';
import { extraColour, missingColour, outlineColour } from './objectColours';
import type { PictureModel } from '../models';
import { objectsOf } from './objects';
import { picturesOf, type Pictures } from '../pictures';
import { valuesOf } from '../plane/plane';
import { wholeOf } from '../whole';

/** Rows of single digits, one per pixel. */
function labels(...rows: readonly string[]): ViewTensor {
  const data = Uint16Array.from(rows.join(''), Number);
  return { axes: ['y', 'x'], tensor: { dtype: 'uint16', shape: [rows.length, rows[0].length], data } };
}

function viewOf(expected: ViewTensor, reproduced?: ViewTensor): OutputView {
  return { weights: 'onnx', output: 'labels', input: expected, expected, reproduced, objects: true };
}

function shown(expected: ViewTensor, reproduced?: ViewTensor): Pictures {
  const view = viewOf(expected, reproduced);
  return picturesOf(view, wholeOf(view), {}, false);
}

/** The colour of each pixel. */
function colours(picture: PictureModel | null): readonly (readonly number[])[] {
  const pixels = picture ? paint(picture.plane, picture.painting) : new Uint8ClampedArray();
  return Array.from({ length: pixels.length / 4 }, (_, at) => [...pixels.subarray(4 * at, 4 * at + 3)]);
}

const black = [0, 0, 0];

describe('label images', () => {
  it('paint the same object in the same colour whatever its number', () => {
    const pictures = shown(labels('1102', '1102'), labels('7703', '7703'));
    expect(colours(pictures.reproduced)).toEqual(colours(pictures.expected));
    expect(colours(pictures.expected).slice(0, 4)).toEqual([objectColour(1), objectColour(1), black, objectColour(2)]);
    expect(colours(pictures.difference)).toEqual(new Array(8).fill(black));
  });

  it('paint an object too many white, also where its number is that of another expected one', () => {
    const pictures = shown(labels('110022', '110000'), labels('220011', '220300'));
    // Number 1 of the reproduced picture is the expected 2, and the other way round; 3 is nobody.
    expect(colours(pictures.reproduced)[0]).toEqual(objectColour(1));
    expect(colours(pictures.reproduced)[5]).toEqual(objectColour(2));
    expect(colours(pictures.reproduced)[9]).toEqual(extraColour);
    expect(colours(pictures.difference)[9]).toEqual(extraColour);
  });

  it('show missing objects whole, and of others only the pixels in which their outlines differ', () => {
    const pictures = shown(labels('11110', '22200', '00000'), labels('11100', '00000', '00000'));
    expect(colours(pictures.difference)).toEqual([
      ...[black, black, black, outlineColour, black],
      ...[missingColour, missingColour, missingColour, black, black],
      ...new Array(5).fill(black)
    ]);
    expect(pictures.difference?.painting).toMatchObject({ count: 2 });
  });

  it('tell a missing object from another one in its place', () => {
    const pictures = shown(labels('111100'), labels('000220'));
    expect(pictures.difference && [...valuesOf(pictures.difference.plane)]).toEqual([1, 1, 1, 3, 2, 0]);
  });

  it('keep the colours of both where the shapes differ, without a difference', () => {
    const pictures = shown(labels('12'), labels('12', '00'));
    expect(pictures.difference).toBeNull();
    expect(colours(pictures.reproduced)[1]).toEqual(objectColour(2));
  });

  it('count objects and not their highest number', () => {
    expect(objectsOf(viewOf(labels('1090')))).toMatchObject({ expected: 2, reproduced: 0, match: null });
  });

  it('of 64-bit integers match as those of others do', () => {
    const big: ViewTensor = {
      axes: ['y', 'x'],
      tensor: { dtype: 'int64', shape: [1, 4], data: BigInt64Array.of(1n, 1n, 0n, 2n) }
    };
    expect(colours(shown(big, labels('3304')).reproduced)).toEqual(colours(shown(big).expected));
  });
});
