import type { ViewTensor } from '../../src/preview/report/report';

const size = 128;

/** Blobs on a noisy ground, the same at every run. */
export function nuclei(change: (value: number, y: number, x: number) => number = value => value): ViewTensor {
  const data = new Float32Array(size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      data[y * size + x] = change(blobs(y, x), y, x);
    }
  }
  return { axes: ['batch', 'y', 'x', 'channel'], tensor: { dtype: 'float32', shape: [1, size, size, 1], data } };
}

/** What a microscope would have seen. */
export function photons(): ViewTensor {
  const data = new Uint16Array(size * size);
  for (let index = 0; index < data.length; index++) {
    const y = Math.floor(index / size);
    const x = index % size;
    data[index] = 400 + 3000 * blobs(y, x) * (0.7 + 0.3 * noise(y, x)) + 150 * noise(x, y);
  }
  return {
    axes: ['batch', 'y', 'x', 'channel'],
    tensor: { dtype: 'uint16', shape: [1, size, size, 1], data },
    pixelSize: { value: 0.65, unit: 'micrometer' }
  };
}

const centres = Array.from({ length: 14 }, (_, index) => ({
  y: (index * 47) % size,
  x: (index * 83 + 11) % size,
  radius: 7 + (index % 4) * 2
}));

function blobs(y: number, x: number): number {
  return centres.reduce((most, centre) => {
    const distance = Math.hypot(y - centre.y, x - centre.x);
    return Math.max(most, 1 / (1 + Math.exp((distance - centre.radius) / 1.2)));
  }, 0);
}

/** Even numbers in 0..1 without a seed: the fraction of a fast sine. */
export function noise(y: number, x: number): number {
  const value = Math.sin(y * 12.9898 + x * 78.233) * 43758.5453;
  return value - Math.floor(value);
}
