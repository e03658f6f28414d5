import { editField } from '../../src/export/draft/edit';
import { draftOfChoice } from '../../src/export/own/draft';
import type { OwnDetection } from '../../src/kernel/ownProtocol';
import type { OwnState } from '../../src/widgets/panel/own/state';
import { emptyState, type PanelState, type Phase } from '../../src/widgets/panel/state';
import { candidate } from './states';
import { finished, weightsReports } from './weightsReports';

const held: OwnDetection = {
  networks: [
    { variable: 'net', framework: 'PyTorch', architecture: 'NucleiNet', parameters: 25889, inputs: ['x'] },
    {
      variable: 'segmentation_of_the_second_dish',
      framework: 'Keras',
      architecture: 'Functional',
      parameters: 1941105,
      inputs: ['raw']
    },
    {
      variable: 'change',
      framework: 'PyTorch',
      architecture: 'ChangeNet',
      parameters: 3745,
      inputs: ['before', 'after']
    }
  ],
  functions: [
    { name: 'probability', arguments: ['image'], needed: 1 },
    { name: 'difference', arguments: ['before', 'after'], needed: 2 }
  ],
  arrays: [
    { name: 'held_out', shape: [512, 640], dtype: 'uint16' },
    { name: 'stack', shape: [24, 512, 640], dtype: 'float32' }
  ]
};

const began = new Date('2026-11-23T10:00:00Z');

function state(phase: Phase, axes: string, part: Partial<OwnState> = {}): PanelState {
  const own = { images: ['held_out'], axes: [axes], predict: 'probability' };
  const draft = editField(draftOfChoice(held.networks[0], own, began), 'license', 'MIT');
  return {
    ...emptyState,
    notebook: 'nuclei.ipynb',
    phase,
    own: { held, draft, picked: [], pictures: [], ...part }
  };
}

/** A kernel with a network of which nothing else is known. */
function bare(): Partial<OwnState> {
  const draft = draftOfChoice(held.networks[0], { images: [''], axes: [''] }, began);
  return { held: { networks: held.networks.slice(0, 1), functions: [], arrays: [] }, draft };
}

/** A network that takes two images. */
function pair(png: string): Partial<OwnState> {
  const own = { images: ['stack', 'held_out'], axes: ['zyx', 'yx'], predict: 'difference' };
  const shown = { png, failure: null, busy: false };
  return {
    draft: draftOfChoice(held.networks[2], own, began),
    pictures: [
      { ...shown, image: 'stack', axes: 'zyx', shape: [24, 512, 640] },
      { ...shown, image: 'held_out', axes: 'yx', shape: [512, 640] }
    ]
  };
}

/** Networks of one's own: the list, and the form as it is filled in. */
export function ownStates(png: string): Readonly<Record<string, PanelState>> {
  const picture = { image: 'held_out', axes: 'yx', png, shape: [512, 640], failure: null, busy: false };
  const found: Phase = { name: 'found' };
  const looked = ['The kernel holds no network of the catalogue.'];
  const chain =
    'What probability does before the network is not among the operations of the format: the nearest, a division by 255, ' +
    'is 3 % of the range away. Say the operations yourself with preprocessing=, or choose “the network alone”.';
  const failure = { sentence: chain };
  return {
    'own-list': state({ name: 'nothing', looked }, '', { draft: null }),
    'own-form': { ...state(found, 'yx', { pictures: [picture] }), candidates: [candidate] },
    'own-fault': state(found, 'zyx', { pictures: [picture] }),
    'own-no-picture': state(found, '', {
      pictures: [
        { ...picture, png: null, shape: null, failure: 'The kernel is busy with a cell of the notebook.', busy: true }
      ]
    }),
    'own-empty': state(found, '', bare()),
    'own-two': state(found, '', pair(png)),
    'own-making': state(
      {
        name: 'making',
        steps: [
          { text: 'Connecting to the kernel', state: 'done', seconds: 0.1 },
          { text: 'Looking for what happens before the network', state: 'done', seconds: 1.2 },
          { text: 'Saving the weights', state: 'running', fraction: 0.6 }
        ],
        check: []
      },
      'yx'
    ),
    'own-done': state(finished(weightsReports.weights, 'run'), 'yx'),
    'own-left': state(finished(weightsReports['weights-left'], 'no'), 'yx'),
    'own-code': state(finished(weightsReports['weights-code'], 'run'), 'yx'),
    'own-failed': state({ name: 'failed', during: 'making', failure }, 'yx', { pictures: [picture] })
  };
}
