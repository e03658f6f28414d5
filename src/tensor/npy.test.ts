import { describe, expect, it } from 'vitest';
import { createTensor } from './create';
import { TensorError } from './error';
import { bytesOf, loadFixtures, printed } from './fixtures/load';
import { halfToNumber, roundToHalf } from './half';
import { readNpy, readNpyHeader, writeNpy } from './npy';
import { must } from './testing/must';

const { npy, refused, halves } = loadFixtures();

describe('reads what numpy.save wrote', () => {
  it.each(npy.map(found => [found.name, found] as const))('%s', (_, found) => {
    const tensor = readNpy(bytesOf(found.file));
    expect(tensor.dtype).toBe(found.dtype);
    expect(tensor.shape).toEqual(found.shape);
    expect(Array.from(tensor.data, String)).toEqual(printed(found));
  });

  it('from the middle of a larger buffer', () => {
    const file = bytesOf(must(npy.find(({ name }) => name === 'float64')).file);
    const padded = new Uint8Array(file.length + 3);
    padded.set(file, 3);
    expect(readNpy(padded.subarray(3))).toEqual(readNpy(file));
  });

  it('with the name of the type in place of its code', () => {
    const file = bytesOf(must(npy.find(({ name }) => name === 'float64')).file);
    const text = Buffer.from(file)
      .toString('latin1')
      .replace("'<f8'", "'float64'")
      .replace(/ {4}(?= *\n)/, '');
    expect(readNpy(new Uint8Array(Buffer.from(text, 'latin1')))).toEqual(readNpy(file));
  });

  it('tells float16 from float32 in the head', () => {
    const head = readNpyHeader(bytesOf(must(npy.find(({ name }) => name === 'float16')).file));
    expect(head).toMatchObject({ descr: '<f2', half: true, dtype: 'float32' });
  });
});

describe('refuses, and says which', () => {
  it.each(refused.map(found => [found.name, found] as const))('%s', (_, { file, problem }) => {
    const error = (() => {
      try {
        return readNpy(bytesOf(file));
      } catch (caught) {
        return caught;
      }
    })();
    expect(error).toBeInstanceOf(TensorError);
    expect(error).toMatchObject({ problem });
  });

  it('a head that claims more elements than memory holds', () => {
    const file = bytesOf(must(npy.find(({ name }) => name === 'one axis')).file);
    const text = new TextDecoder('latin1').decode(file).replace('(5,), }   ', '(9e9,), } ');
    expect(() => readNpy(Uint8Array.from(text, letter => letter.charCodeAt(0)))).toThrow(TensorError);
    const large = new TextDecoder('latin1').decode(file).replace('(5,), }         ', '(999999999,), } ');
    expect(() => readNpy(Uint8Array.from(large, letter => letter.charCodeAt(0)))).toThrow('needs 3999999996 bytes');
  });
});

describe('writes what numpy.save writes, byte for byte', () => {
  const little = npy.filter(({ name }) => !/big-endian|Fortran|float16|version/.test(name));
  it.each(little.map(found => [found.name, found] as const))('%s', (_, found) => {
    const file = bytesOf(found.file);
    expect(Buffer.from(writeNpy(readNpy(file))).equals(Buffer.from(file))).toBe(true);
  });

  it('writes only its own part of a shared buffer', () => {
    const data = new Float32Array([1, 2, 3, 4]).subarray(1, 3);
    expect([...readNpy(writeNpy(createTensor('float32', [2], data))).data]).toEqual([2, 3]);
  });
});

describe('half precision', () => {
  it.each(halves)('%f is rounded as numpy rounds it', (value, half) => {
    expect(roundToHalf(value)).toBe(half);
  });

  it('every half-precision number is kept', () => {
    for (let half = 0; half < 0x10000; half++) {
      const value = halfToNumber(half);
      expect(Object.is(roundToHalf(value), value)).toBe(true);
    }
  });
});
