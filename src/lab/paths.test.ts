import { describe, expect, it } from 'vitest';
import { kernelPath, notebookFolder } from './paths';

describe('a file of the server, for the kernel', () => {
  it.each([
    // root, path below it, what the kernel opens
    ['/data/lab', 'models/nuclei', '/data/lab/models/nuclei'],
    ['/data/lab/', 'models/nuclei', '/data/lab/models/nuclei'],
    ['/data/lab', '/models/nuclei', '/data/lab/models/nuclei'],
    ['/data/lab', '', '/data/lab'],
    ['/', 'data/lab/models', '/data/lab/models'],
    ['/', '', '/'],
    ['~', 'models/nuclei', '~/models/nuclei'],
    ['~', '', '~'],
    ['~/lab', 'models/nuclei', '~/lab/models/nuclei'],
    ['/mnt/My Drive', 'Zellkerne März/bild 1.tif', '/mnt/My Drive/Zellkerne März/bild 1.tif'],
    ['C:/Users/lab', 'models/nuclei', 'C:/Users/lab/models/nuclei'],
    ['C:\\Users\\lab', 'models/nuclei', 'C:/Users/lab/models/nuclei'],
    ['C:/', 'models', 'C:/models'],
    ['C:/', '', 'C:/'],
    ['//server/share', 'models', '//server/share/models'],
    ['\\\\server\\share', 'models', '//server/share/models'],
    ['/odd\\name', 'models', '/odd\\name/models']
  ])('below %s: %s is %s', (root, path, whole) => {
    expect(kernelPath(path, { root, notebook: 'anywhere/else' })).toBe(whole);
    expect(kernelPath(path, { root, notebook: null })).toBe(whole);
  });

  it.each([
    ['experiments/day 1', 'experiments/day 1/models/nuclei', 'models/nuclei'],
    ['experiments/day 1', 'images/a.tif', '../../images/a.tif'],
    ['experiments', 'experiments', '.'],
    ['', 'models/nuclei', 'models/nuclei']
  ])('is told from the notebook in “%s” where the server does not say its root: %s is %s', (notebook, path, from) => {
    expect(kernelPath(path, { root: '', notebook })).toBe(from);
  });

  it('cannot be told where neither root nor notebook are known', () => {
    expect(kernelPath('models/nuclei', { root: '', notebook: null })).toBeNull();
  });
});

describe('the folder of the notebook, for the kernel', () => {
  it.each([
    ['/data/lab', 'experiments', '/data/lab/experiments'],
    ['/data/lab', '', '/data/lab'],
    ['/', 'experiments', '/experiments'],
    ['~', '', '~']
  ])('below %s: %s is %s', (root, notebook, folder) => {
    expect(notebookFolder({ root, notebook })).toBe(folder);
  });

  it('is left to the kernel, which started there, where the root is not known', () => {
    expect(notebookFolder({ root: '', notebook: 'experiments' })).toBeNull();
    expect(notebookFolder({ root: '/data', notebook: null })).toBeNull();
  });
});
