import { readModel } from '../../onnx/read';
import { FLOAT32 } from '../../onnx/model';
import type { Spoiler } from './spoiler';
import { must } from '../../tensor/testing/must';

/** Spoilings of the files themselves and of the zip around them. */
export const fileSpoilers: Readonly<Record<string, Spoiler>> = {
  'weights-byte': async draft => {
    const { source } = draft.onnx;
    const bytes = must(draft.files.get(source)).slice();
    bytes[bytes.length >> 1] ^= 0x10;
    draft.files.set(source, bytes);
    const what = `one bit in the middle of ${source} was changed`;
    return { what, zip: draft.zip(), expected: { verdict: 'failed', finding: 'hash-wrong' } };
  },

  'other-weights': async draft => {
    const bytes = must(draft.files.get(draft.onnx.source)).slice();
    const largest = scaleLargest(bytes);
    await draft.putFile(['weights', 'onnx'], draft.onnx, bytes);
    const what = `the weights “${largest}” were made half as large again, and the hash corrected`;
    return { what, zip: draft.zip(), expected: { verdict: 'failed', says: /differs/, zoo: 'failed' } };
  },

  'missing-file': async draft => {
    const file = draft.description.outputs[0].testTensor;
    if (!file) {
      return 'the first output has no test tensor';
    }
    draft.files.delete(file.source);
    return {
      what: `${file.source} was removed`,
      zip: draft.zip(),
      expected: { verdict: 'failed', finding: 'file-missing' }
    };
  },

  'wrong-hash': async draft => {
    const path = ['inputs', 0, 'test_tensor', 'sha256'];
    const hash = draft.yaml.getIn(path);
    if (typeof hash !== 'string') {
      return 'the first input’s test tensor has no sha256';
    }
    draft.yaml.setIn(path, `${hash.startsWith('0') ? '1' : '0'}${hash.slice(1)}`);
    const what = 'the sha256 of the first test input was changed in the description';
    return { what, zip: draft.zip(), expected: { verdict: 'failed', finding: 'hash-wrong' } };
  },

  'cut-short': async draft => {
    const zip = draft.zip();
    const what = 'the last third of the zip is missing';
    return {
      what,
      zip: zip.slice(0, Math.floor((zip.length * 2) / 3)),
      expected: { verdict: 'unreadable', says: /cut short/ }
    };
  },

  'path-outside': async draft => {
    const zip = draft.zip([{ name: '../x', bytes: new TextEncoder().encode('outside') }]);
    return { what: 'an entry named ../x was added', zip, expected: { verdict: 'unreadable', says: /“\.\.\/x”/ } };
  }
};

/** Scales the largest float32 constant of an ONNX file in place; gives its name. */
function scaleLargest(bytes: Uint8Array): string {
  const { initializers } = readModel(bytes).graph;
  const scalable = initializers.filter(({ elemType, raw }) => elemType === FLOAT32 && raw !== undefined);
  const [largest] = [...scalable].sort((a, b) => must(b.raw).length - must(a.raw).length);
  if (!largest?.raw) {
    throw new Error('The network holds no float32 weights of its own.');
  }
  // The reader gives a view on the file's own bytes.
  const view = new DataView(largest.raw.buffer, largest.raw.byteOffset, largest.raw.byteLength);
  for (let at = 0; at + 4 <= view.byteLength; at += 4) {
    view.setFloat32(at, view.getFloat32(at, true) * 1.5, true);
  }
  return largest.name;
}
