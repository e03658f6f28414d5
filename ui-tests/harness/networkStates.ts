import { networkEntry } from '../../src/export/networks/catalogue';
import { makeDraft } from '../../src/export/draft/prefill';
import type { Candidate, NetworkId } from '../../src/kernel/protocol';
import type { PanelState, Picture } from '../../src/widgets/panel/state';
import { emptyState } from '../../src/widgets/panel/state';
import { candidate } from './states';

function state(id: NetworkId, part: Partial<Candidate>, shown: Partial<Picture> & { png: string }): PanelState {
  const { name } = networkEntry(id);
  const whole = {
    ...candidate,
    network: { id, name, why: `The notebook says Network = "${name}".` },
    notes: [],
    ...part
  };
  const [image] = whole.images;
  const suggested = { y: 96, x: 160, height: 256, width: 256 };
  return {
    ...emptyState,
    notebook: `${id}.ipynb`,
    candidates: [whole],
    draft: makeDraft(whole, undefined, new Date('2026-11-23T10:00:00Z')),
    phase: { name: 'found' },
    picture: {
      path: image.path,
      shape: [512, 640],
      axes: ['y', 'x'],
      plane: null,
      suggested,
      grid: null,
      failure: null,
      ...shown
    }
  };
}

/** The form for networks that take volumes, colours, or give something else than a mask. */
export function networkStates(png: string): Readonly<Record<string, PanelState>> {
  const [image] = candidate.images;
  return {
    'network-volume': state(
      'unet_3d',
      {
        takes: { axes: ['z', 'y', 'x'], channels: 1 },
        facts: { downscaling: { value: 2, origin: 'disk', where: 'params.csv' } },
        images: [{ ...image, shape: [24, 512, 640] }]
      },
      {
        png,
        shape: [24, 512, 640],
        axes: ['z', 'y', 'x'],
        plane: 12,
        suggested: { y: 96, x: 160, height: 256, width: 256, z: 4, depth: 16 }
      }
    ),
    'network-stardist': state(
      'stardist_2d',
      { takes: { axes: ['y', 'x', 'channel'], channels: 3 }, images: [{ ...image, shape: [512, 640, 3] }] },
      { png, shape: [512, 640, 3], axes: ['y', 'x', 'channel'] }
    ),
    'network-care': state('care_2d', {}, { png })
  };
}
