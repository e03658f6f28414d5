import { createHash } from 'node:crypto';
import { createTensor } from '../../../tensor/create';
import { writeNpy } from '../../../tensor/npy';
import type { DType } from '../../../tensor/tensor';

export type Files = Readonly<Record<string, Uint8Array>>;

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A test tensor of small whole numbers from 1 to 7 (bool: 0 and 1), so that it fits every type. */
export function npyOf(shape: readonly number[], dtype: DType = 'float32', value?: number): Uint8Array {
  const tensor = createTensor(dtype, shape);
  const { data } = tensor;
  for (let i = 0; i < data.length; i++) {
    const number = value ?? (dtype === 'bool' ? i % 2 : (i % 7) + 1);
    if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
      data[i] = BigInt(number);
    } else {
      data[i] = number;
    }
  }
  return writeNpy(tensor);
}

/** A grey picture of 16 x 16 pixels. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAAAAAA6mKC9AAABC0lEQVR42mNgwACMTMwsrGzsHJxc3Dy8fPwMDEwsbBxcPHwCQiJiElIycgwMzGycPPxCohLScooq6lq6DAwsHDwCIhIyCioaOgYmFjYMDKxc/CKScsoaukbmNo5u3gwMbDxCEnIqWgZmNk4efiFRDAzsfKIyylqGFvZuviHRSZkMDBwCEgoaBhYOHgERCRkFFQwMnELSKrpm9h6BUck5pXXtDAxcInIaRjZuAVEpeRVNPdMYGLjFFHXMnXwjkvMqW/pnLWVg4JFQMbDxCEnIqWiZMGfFFgYGXil1E0e/6IzSpv45K7cdZmDgk9GycAtJKqjrmbVi25FLDAz8cro23lGZFe3Tlm45fOkhAK9eOEF6ql03AAAAAElFTkSuQmCC';

/** The files that every description of the corpus may name. */
export const common: Files = {
  'README.md': bytesOf('# A network\n\n# Validation\n\nCompared with drawn nuclei.\n'),
  'plain.md': bytesOf('A network, and no more.\n'),
  'latin.md': Uint8Array.from([35, 32, 252, 98, 101, 114, 10]),
  'notes.txt': bytesOf('Some notes.\n'),
  'cover.png': Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10]),
  'sample.png': Uint8Array.from(Buffer.from(picture, 'base64')),
  'weights.onnx': bytesOf('onnx'),
  'weights.data': bytesOf('numbers'),
  'weights.h5': bytesOf('hdf5'),
  'weights.keras': bytesOf('keras'),
  'weights.pt': bytesOf('torch'),
  'script.pt': bytesOf('torchscript'),
  'saved.zip': bytesOf('PK'),
  'network.py': bytesOf('def Net(): ...\n'),
  'environment.yaml': bytesOf('name: net\nchannels: [conda-forge]\ndependencies: [python, pytorch]\n'),
  'licence.txt': bytesOf('Do what you like.\n'),
  'post.py': bytesOf('def finish(x): ...\n')
};
