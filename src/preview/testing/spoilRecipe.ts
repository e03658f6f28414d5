import { isSeq } from 'yaml';
import type { Operation } from '../../spec/model';
import type { Draft } from './draft';
import type { Spoiler } from './spoiler';

const normalising = ['scale_range', 'zero_mean_unit_variance', 'fixed_zero_mean_unit_variance', 'scale_linear'];

/** Spoilings of what the description says is done to the image before the network sees it. */
export const recipeSpoilers: Readonly<Record<string, Spoiler>> = {
  percentile: async draft => {
    const at = findStep(draft, ({ id }) => id === 'scale_range');
    if (!at) {
      return 'no input is normalised by percentiles (scale_range)';
    }
    draft.yaml.setIn([...at, 'kwargs', 'max_percentile'], 80);
    const what = 'the upper percentile of the normalisation was set to 80';
    return { what, zip: draft.zip(), expected: { verdict: 'failed', says: /differs/, zoo: 'failed' } };
  },

  'no-normalisation': async draft => {
    const at = findStep(draft, ({ id }) => normalising.includes(id));
    if (!at) {
      return 'no input is normalised';
    }
    const steps = draft.yaml.getIn(at.slice(0, -1));
    if (isSeq(steps)) {
      steps.delete(at.at(-1));
    }
    const what = 'the normalisation was taken out of the preprocessing';
    return { what, zip: draft.zip(), expected: { verdict: 'failed', says: /differs/, zoo: 'failed' } };
  }
};

/** Path of the first step of an input's preprocessing that fits. */
function findStep(draft: Draft, fits: (operation: Operation) => boolean): (string | number)[] | undefined {
  for (const [index, input] of draft.description.inputs.entries()) {
    const step = input.operations.findIndex(fits);
    if (step >= 0) {
      return ['inputs', index, 'preprocessing', step];
    }
  }
  return undefined;
}
