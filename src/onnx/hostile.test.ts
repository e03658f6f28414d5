import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { extent, radiusOf } from './receptive/extent';
import { graphFacts } from './facts';
import type { Attribute, OnnxNode } from './model';
import { FLOAT32, INT64 } from './model';
import { OnnxError, readModel } from './read';
import { UnknownExtent } from './trace';
import { WireWriter } from './wire';
import { writeModel } from './write';
import { Random } from '../tensor/testing/random';

/** Far above what any of it takes; what the bounds are for took minutes, or all memory. */
const deadline = 20_000;
const file = new Uint8Array(readFileSync(new URL('../runtime/testing/models/unet.onnx', import.meta.url)));

/** Whatever the bytes are: read, or refused with a sentence. */
function readAll(bytes: Uint8Array): 'read' | 'refused' {
  try {
    graphFacts(bytes);
    extent(readModel(bytes));
    return 'read';
  } catch (error) {
    expect(error).toBeInstanceOf(OnnxError);
    expect((error as Error).message).toMatch(/^This is not an ONNX file.*\.$/);
    return 'refused';
  }
}

describe('an ONNX file that was changed at random', () => {
  it('is read or refused, wherever a length lies or the file ends', () => {
    const random = new Random(11);
    const seen = new Set<string>();
    for (let trial = 0; trial < 300; trial++) {
      const bytes = file.slice(0, random.below(10) < 3 ? random.below(file.length) : file.length);
      for (let change = random.below(4); change >= 0; change--) {
        bytes[random.below(bytes.length)] = [0, 1, 0x7f, 0x80, 0xff, random.below(256)][random.below(6)];
      }
      seen.add(readAll(bytes));
    }
    expect(seen.has('refused')).toBe(true);
  });

  it('is refused where a field claims more bytes than there are', () => {
    for (const length of [2 ** 31, 2 ** 32 + 1, 2 ** 53, 2 ** 63]) {
      const bytes = new WireWriter().int(1, 8).int(7, length).finish();
      // The same number, said to be the length of the graph.
      bytes[2] = 7 * 8 + 2;
      expect(readAll(bytes)).toBe('refused');
    }
  });

  it('is refused where graphs lie in one another without end', () => {
    let parts = new Uint8Array();
    for (let depth = 0; depth < 3000; depth++) {
      // graph > node > attribute > graph
      const attribute = new WireWriter().bytes(6, parts).int(20, 5).finish();
      const node = new WireWriter().bytes(5, attribute).finish();
      parts = new Uint8Array(new WireWriter().bytes(1, node).finish());
    }
    expect(['read', 'refused']).toContain(readAll(new WireWriter().int(1, 8).bytes(7, parts).finish()));
  });
});

const ints = (...value: number[]): Attribute => ({ kind: 'ints', value });

/** One node between image and output, and the constants of its inputs behind the first. */
function graphOf(op: string, attributes: Record<string, Attribute>, ...constants: number[][]) {
  const names = constants.map((_, index) => `c${index}`);
  const node: OnnxNode = {
    name: 'odd',
    op,
    domain: '',
    inputs: ['in', ...names],
    outputs: ['out'],
    attributes: new Map(Object.entries(attributes))
  };
  const value = (name: string) => ({ name, elemType: FLOAT32, dims: [null, null, null, null] });
  const initializers = constants.map((values, index) => ({
    name: names[index],
    elemType: Number.isInteger(values[0]) ? INT64 : FLOAT32,
    dims: [values.length],
    values,
    external: false
  }));
  return readModel(
    writeModel({
      irVersion: 8,
      producer: '',
      producerVersion: '',
      opsets: new Map([['', 13]]),
      metadata: new Map(),
      graph: { name: '', nodes: [node], initializers, inputs: [value('in')], outputs: [value('out')] }
    })
  );
}

const huge = 2 ** 40;

it.each([
  ['a window of a billion pixels', graphOf('MaxPool', { kernel_shape: ints(1, 1e9), pads: ints(0, 1e9, 0, 1e9) })],
  ['a window that moves by nothing', graphOf('MaxPool', { kernel_shape: ints(3, 3), strides: ints(1, 0) })],
  ['margins of a trillion pixels', graphOf('Pad', { pads: ints(0, 0, 0, huge, 0, 0, 0, huge) })],
  ['margins that take away', graphOf('Pad', { pads: ints(0, 0, 0, -huge, 0, 0, 0, 0) })],
  ['a trillion copies', graphOf('Tile', {}, [1, 1, 1, huge])],
  ['no copy at all', graphOf('Tile', {}, [1, 1, 1, -1])],
  ['an enlargement by a billion', graphOf('Upsample', {}, [1, 1, 1, 1e9])],
  ['a window in transposed steps of a billion', graphOf('ConvTranspose', { kernel_shape: ints(1, 1e9), strides: ints(1, 1e9) })], // prettier-ignore
  ['axes that there are not', graphOf('Squeeze', { axes: ints(-huge, huge) })],
  ['an order of axes that is none', graphOf('Transpose', { perm: ints(9, 9, 9, 9) })]
])(
  'a network with %s has a reach that is told, or is not known',
  (_, model) => {
    const began = performance.now();
    const known = extent(model);
    expect(known.axes.every(({ radius, step }) => radius >= 0 && step >= 1)).toBe(true);
    try {
      expect(radiusOf(model, 3, { min: 1, step: 1, scale: 1, offset: 0 })).toBeGreaterThanOrEqual(0);
    } catch (error) {
      expect(error).toBeInstanceOf(UnknownExtent);
    }
    expect(performance.now() - began).toBeLessThan(deadline);
  },
  2 * deadline
);
