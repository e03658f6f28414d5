import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openStored } from './stored';
import { convertKeras } from '../../convert/convert';
import type { StoredBytes } from '../../convert/file/stored';

const networks = fileURLToPath(new URL('../../../tests/networks/', import.meta.url));
const files = [
  'unet_3d/nuclei_unet3d/ckpt/nuclei_unet3d.weights.h5',
  'deep_storm/blinks_deepstorm/best.weights.keras',
  'unet_2d_multilabel/nuclei_multilabel/weights_best.keras'
];

/** Counts what is asked for. */
function counted(bytes: StoredBytes) {
  const asked = { total: 0, largest: 0 };
  const read: StoredBytes['read'] = (from, to) => {
    asked.total += to - from;
    asked.largest = Math.max(asked.largest, to - from);
    return bytes.read(from, to);
  };
  return { bytes: { length: bytes.length, read }, asked };
}

it.each(files)('%s is converted from the disk, part by part, as from memory', async name => {
  const file = openStored(networks + name);
  try {
    const { bytes, asked } = counted(file);
    const { onnx } = await convertKeras(bytes);
    const whole = await convertKeras(new Uint8Array(readFileSync(networks + name)));
    expect(Buffer.compare(onnx, whole.onnx)).toBe(0);
    expect(asked.largest).toBeLessThanOrEqual(2 ** 18);
    // A .keras file once for its checksum, and every weight once; the rest is what HDF5 looks up.
    expect(asked.total).toBeLessThan(3 * file.length);
  } finally {
    file.close();
  }
});

it('takes no zeros for weights where a file ends while it is read', async () => {
  const file = openStored(networks + files[0]);
  try {
    const cut: StoredBytes = {
      length: file.length,
      read: (from, to) => file.read(from, Math.min(to, Math.max(from, file.length / 5)))
    };
    await expect(convertKeras(cut)).rejects.toMatchObject({ name: 'ConvertError' });
  } finally {
    file.close();
  }
});
