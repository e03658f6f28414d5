import { describe, expect, it } from 'vitest';
import { fileIds, resultNames, resultsByName } from './names';

describe('names of results', () => {
  it.each([
    [
      ['in/a.tif', 'in/b.ome.tiff', 'in/c.ome.zarr', 'in/no ending'],
      ['a', 'b', 'c', 'no ending']
    ],
    [
      ['in/a.tif', 'in/a.png', 'in/b.tif'],
      ['a.tif', 'a.png', 'b']
    ],
    [
      ['one/a.tif', 'two/a.tif'],
      ['one.a.tif', 'two.a.tif']
    ],
    [
      ['one/a.tif', 'x/one/a.tif'],
      ['one.a.tif', 'one.a.tif (2)']
    ],
    // A name with its ending may be another one's without.
    [
      ['in/a.tif', 'in/a.png', 'in/a.tif.png'],
      ['in.a.tif', 'a.png', 'a.tif.png']
    ],
    // On disks that make no difference.
    [
      ['in/A.tif', 'in/a.png'],
      ['A.tif', 'a.png']
    ],
    [
      ['in/\u00e9.tif', 'in/e\u0301.png'],
      ['\u00e9.tif', 'e\u0301.png']
    ]
  ])('of %j', (paths, names) => {
    expect(resultNames(paths)).toEqual(names);
  });

  it('leave those of another image alone', () => {
    expect(resultNames(['in/a.png'], name => name === 'a')).toEqual(['a.png']);
    expect(resultNames(['in/a.png'], name => name !== 'in.a.png (2)')).toEqual(['in.a.png (2)']);
  });

  it('are told by their ids, as far as a file can hold them', () => {
    expect(fileIds(['labels', 'a/b', 'a:b', 'v1.0', ''])).toEqual(['labels', 'a_b', 'a_b (2)', 'v1_0', 'output']);
  });

  it('tell results from images', () => {
    const names = ['a.tif', 'a.labels.tif', 'b.labels.tif', 'c.png', 'c.png.labels.npy', 'c.mask.tif', 'A.LABELS.TIF'];
    expect([...resultsByName(names, ['labels'])]).toEqual(['a.labels.tif', 'c.png.labels.npy', 'A.LABELS.TIF']);
  });
});
