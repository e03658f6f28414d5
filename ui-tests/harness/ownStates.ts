import { editField } from '../../src/export/draft/edit';
import { draftOfChoice } from '../../src/export/own/draft';
import type { OwnDetection } from '../../src/kernel/ownProtocol';
import type { OwnState } from '../../src/widgets/panel/own/state';
import { emptyState, type PanelState, type Phase } from '../../src/widgets/panel/state';
import { candidate } from './states';

const held: OwnDetection = {
  networks: [
    { variable: 'net', framework: 'PyTorch', architecture: 'NucleiNet', parameters: 25889 },
    { variable: 'segmentation_of_the_second_dish', framework: 'Keras', architecture: 'Functional', parameters: 1941105 }
  ],
  functions: ['probability', 'segment'],
  arrays: [
    { name: 'held_out', shape: [512, 640], dtype: 'uint16' },
    { name: 'stack', shape: [24, 512, 640], dtype: 'float32' }
  ]
};

function state(phase: Phase, axes: string, part: Partial<OwnState> = {}): PanelState {
  const own = { images: ['held_out'], axes: [axes], predict: 'probability' };
  const draft = draftOfChoice(held.networks[0], own, new Date('2026-11-23T10:00:00Z'));
  return {
    ...emptyState,
    notebook: 'nuclei.ipynb',
    phase,
    own: { held, draft: editField(draft, 'license', 'MIT'), picked: [], picture: null, ...part }
  };
}

/** Networks of one's own: the list, and the form as it is filled in. */
export function ownStates(png: string): Readonly<Record<string, PanelState>> {
  const picture = { image: 'held_out', png, shape: [512, 640], failure: null, busy: false };
  const found: Phase = { name: 'found' };
  const looked = ['The kernel holds no network of the catalogue.'];
  const chain =
    'What probability does before the network is not among the operations of the format: the nearest, a division by 255, ' +
    'is 3 % of the range away. Say the operations yourself with preprocessing=, or choose “the network alone”.';
  const failure = { sentence: chain };
  return {
    'own-list': state({ name: 'nothing', looked }, '', { draft: null }),
    'own-form': { ...state(found, 'yx', { picture }), candidates: [candidate] },
    'own-fault': state(found, 'zyx', { picture }),
    'own-no-picture': state(found, '', {
      picture: {
        ...picture,
        png: null,
        shape: null,
        failure: 'The kernel is busy with a cell of the notebook.',
        busy: true
      }
    }),
    'own-failed': state({ name: 'failed', during: 'making', failure }, 'yx', { picture })
  };
}
