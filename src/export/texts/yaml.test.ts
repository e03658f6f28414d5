import { parse } from 'yaml';
import { expect, it } from 'vitest';
import { Float, writeYaml } from './yaml';

function bothReaders(value: Record<string, unknown>): unknown {
  const text = writeYaml(value);
  const newer = parse(text, { version: '1.2' }) as unknown;
  expect(parse(text, { version: '1.1' })).toEqual(newer);
  return newer;
}

it('keeps every text a text, for readers of YAML 1.1 and 1.2', () => {
  const texts = [
    'n', 'no', 'NO', 'y', 'on', 'Off', 'true', 'null', '~', '', ' ', 'nan', '.nan', '.inf', '0.1.0', '1.0', '2021-03-04',
    '12:30:45', '1_000', '0x1f', '0o17', '1e3', '-', '- a', '?', ': a', 'a: b', 'a #b', '#a', '&a', '*a', '!a', '%a', '@a',
    '`a', '"a"', "'a'", '{a}', '[a]', 'a\nb', 'a\r\n', '\ttab', 'ends ', '=', '<<', 'µm', '中文', '\u2028', '\u0085', '\ud83d\ude00', '---', '...', '> a', '| a'
  ]; // prettier-ignore
  expect(bothReaders({ texts, keys: Object.fromEntries(texts.map(text => [text, 1])) })).toEqual({
    texts,
    keys: Object.fromEntries(texts.map(text => [text, 1]))
  });
});

it('keeps a float a float and an integer an integer', () => {
  expect(writeYaml({ a: new Float(1), b: 1, c: 0.5, d: new Float(-0.25) })).toBe('a: 1.0\nb: 1\nc: 0.5\nd: -0.25\n');
});

it('writes small and large numbers so that YAML 1.1 readers do not take them for text', () => {
  expect(writeYaml({ a: 1e-20, b: 1.5e-7, c: 1e21 })).toBe('a: 1.0e-20\nb: 1.5e-7\nc: 1.0e+21\n');
});

it('nests lists and mappings, leaves out what is undefined, keeps what is empty', () => {
  const value = { a: [{ b: 1, c: [[1, 2], []] }, 'x'], d: {}, e: [], f: null, g: false, h: undefined };
  expect(bothReaders(value)).toEqual({ a: value.a, d: {}, e: [], f: null, g: false });
});

it('refuses what a description cannot hold', () => {
  expect(() => writeYaml({ a: NaN })).toThrow('not finite');
  expect(() => writeYaml({ a: new Float(Infinity) })).toThrow('not finite');
  expect(() => writeYaml({ a: () => 1 })).toThrow('function');
});
