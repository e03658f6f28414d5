import type { NetworkEntry } from './networkEntry';
import { numbered } from './channels';

/** The outputs of a network that tells foreground from background: its probability, and the mask that a threshold makes of it. */
export function foreground(element: 'pixel' | 'voxel'): Pick<NetworkEntry, 'kinds' | 'outputs'> {
  const common = { range: () => [0, 1] as const, dtype: 'float32', look: 'grey' } as const;
  return {
    kinds: ['probability', 'mask'],
    outputs: {
      probability: {
        id: 'probability',
        title: 'Probability, 0 to 1',
        description: `Probability of each ${element} to be foreground, 0 to 1`,
        channels: numbered('probability'),
        ...common
      },
      mask: {
        id: 'mask',
        title: 'Mask, by a threshold',
        description: 'Foreground 1, background 0',
        channels: numbered('mask'),
        ...common
      }
    }
  };
}
