import type { OwnDetection } from '../../kernel/ownProtocol';
import { found, png, type Answers } from './services';

/** A kernel with two networks of one's own, a volume and a plane, and two functions. */
export const held: OwnDetection = {
  networks: [
    { variable: 'net', framework: 'PyTorch', architecture: 'NucleiNet', parameters: 25889 },
    { variable: 'other', framework: 'Keras', architecture: 'Functional', parameters: 0 }
  ],
  functions: ['probability', 'show'],
  arrays: [
    { name: 'image', shape: [40, 60], dtype: 'uint8' },
    { name: 'volume', shape: [5, 40, 60], dtype: 'float32' }
  ]
};

/** Answers of that kernel; nothing of the catalogue is in it. */
export const ownKernel: Answers = {
  detect: () => Promise.resolve({ ...found(), looked: ['The kernel holds no network of the catalogue.'] }),
  detectOwn: () => Promise.resolve(held),
  thumbnail: ({ path, axes }) => {
    const shape = held.arrays.find(({ name }) => name === path)?.shape ?? [7, 30, 30];
    const likely = shape.length === 2 ? 'yx' : 'zyx';
    return Promise.resolve({ png, shape, axes: [...(axes || likely)], plane: null, suggested: null, grid: null });
  }
};
