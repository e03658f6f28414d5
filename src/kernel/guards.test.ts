import { describe, expect, it } from 'vitest';
import { errorOf, isDetection, isProgress, resultOf } from './guards';
import { KernelError } from './protocol';

const EMPTY = { candidates: [], versions: { python: '3.11.7' }, cwd: '/home', looked: [] };

describe('replies of the Python half', () => {
  it('pass when they are what was agreed', () => {
    expect(resultOf('detect', { result: EMPTY })).toBe(EMPTY);
  });

  it('may say more than was agreed', () => {
    expect(isDetection({ ...EMPTY, newer: true })).toBe(true);
  });

  it.each([
    ['a list that is none', { ...EMPTY, candidates: {} }],
    ['a missing key', { candidates: [], versions: {}, looked: [] }],
    ['a candidate without weights', { ...EMPTY, candidates: [{ id: 'a' }] }],
    ['nothing', undefined]
  ])('are refused with %s', (_, result) => {
    expect(() => resultOf('detect', { result })).toThrow(KernelError);
  });

  it('become the error that they report, with its data and traceback', () => {
    const error = { problem: 'disk', message: 'The disk is full.', data: { path: '/a' }, traceback: 'Traceback …' };
    expect(() => resultOf('detect', { error })).toThrow('The disk is full.');
    expect(errorOf(error)).toMatchObject({ problem: 'disk', data: { path: '/a' }, traceback: 'Traceback …' });
  });

  it('with a problem of a newer version are internal, and keep their sentence', () => {
    expect(errorOf({ problem: 'haunted', message: 'Boo.' })).toMatchObject({ problem: 'internal', message: 'Boo.' });
  });
});

describe('progress', () => {
  it('has a message and, where known, a fraction', () => {
    expect(isProgress({ message: 'Loading' })).toBe(true);
    expect(isProgress({ message: 'Loading', fraction: 0.5 })).toBe(true);
    expect(isProgress({ message: 'Loading', fraction: 'half' })).toBe(false);
    expect(isProgress(undefined)).toBe(false);
  });
});
