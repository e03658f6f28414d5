import { expect, it } from 'vitest';
import { freeName, stemOf } from './names';

function taken(...names: string[]): (name: string) => Promise<boolean> {
  return name => Promise.resolve(names.includes(name));
}

it('appends the first number that is free', async () => {
  expect(await freeName('a.bioimageio.zip', taken('a.bioimageio.zip'))).toBe('a-2.bioimageio.zip');
  expect(await freeName('a.bioimageio.zip', taken('a-2.bioimageio.zip'))).toBe('a-3.bioimageio.zip');
});

it('counts on from a number that is there', async () => {
  expect(await freeName('a-7.bioimageio.zip', taken())).toBe('a-8.bioimageio.zip');
});

it('gives the part of the name that the researcher writes', () => {
  expect(stemOf('nuclei.bioimageio.zip')).toBe('nuclei');
});
