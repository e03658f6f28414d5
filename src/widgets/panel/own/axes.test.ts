import { describe, expect, it } from 'vitest';
import { axesFault, axesInWords, lettersOf } from './axes';

describe('the axes of an image', () => {
  it('are letters, however they are typed', () => {
    expect(lettersOf(' Z, y X')).toBe('zyx');
    expect(axesFault('Y X', [40, 60])).toBeNull();
  });

  it.each([
    ['yq', [40, 60], '“q” is no axis. The letters are: y rows, x columns'],
    ['yy', [40, 60], 'The letter y stands twice.'],
    ['yx', [3, 40, 60], 'The image has 3 axes, and here are 2 letters.'],
    ['y', [40], 'Rows (y) and columns (x)'],
    ['', [40, 60], 'The image has 2 axes, and here are 0 letters.'],
    ['zc', [40, 60], 'Rows (y) and columns (x)']
  ])('“%s” of %j has a fault in words', (typed, shape, words) => {
    expect(axesFault(typed, shape)).toContain(words);
  });

  it('are not asked for where nobody has read the image: its file may state them', () => {
    expect(axesFault('', null)).toBeNull();
    expect(axesFault('zyx', null)).toBeNull();
    expect(axesFault('zz', null)).toContain('twice');
  });

  it('are said in words, with their sizes where they fit', () => {
    expect(axesInWords('zyx', [24, 512, 640])).toBe('24 planes, 512 rows, 640 columns');
    expect(axesInWords('yx', [24, 512, 640])).toBe('rows, columns');
    expect(axesInWords('yxc', null)).toBe('rows, columns, channels');
  });
});
