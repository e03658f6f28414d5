import type { OwnDetection } from '../../kernel/ownProtocol';
import { found, png, type Answers } from './services';

/** A kernel with two networks of one's own, the second of two images, a volume and a plane, and three functions. */
export const held: OwnDetection = {
  networks: [
    { variable: 'net', framework: 'PyTorch', architecture: 'NucleiNet', parameters: 25889, inputs: ['x'] },
    { variable: 'other', framework: 'Keras', architecture: 'Functional', parameters: 0, inputs: ['first', 'second'] }
  ],
  functions: [
    { name: 'probability', arguments: ['image'], needed: 1 },
    { name: 'show', arguments: ['image', 'title'], needed: 1 },
    { name: 'change', arguments: ['before', 'after'], needed: 2 }
  ],
  arrays: [
    { name: 'image', shape: [40, 60], dtype: 'uint8' },
    { name: 'volume', shape: [5, 40, 60], dtype: 'float32' }
  ]
};

/** Answers of a kernel that holds these; nothing of the catalogue is in it. */
export function kernelWith(detection: OwnDetection): Answers {
  return {
    detect: () => Promise.resolve({ ...found(), looked: ['The kernel holds no network of the catalogue.'] }),
    detectOwn: () => Promise.resolve(detection),
    thumbnail: ({ path, axes }) => {
      const shape = detection.arrays.find(({ name }) => name === path)?.shape ?? [7, 30, 30];
      const likely = shape.length === 2 ? 'yx' : 'zyx';
      return Promise.resolve({ png, shape, axes: [...(axes || likely)], plane: null, suggested: null, grid: null });
    }
  };
}

export const ownKernel: Answers = kernelWith(held);
