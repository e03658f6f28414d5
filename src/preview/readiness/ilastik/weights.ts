import { consumers } from '../../../spec/consumers';
import type { WeightsEntry } from '../../../spec/model';
import { isNewer, rawAt, rawFields } from '../subject';
import type { Rule, Subject } from '../subject';
import { found } from './found';

function firstTaken({ description }: Subject): WeightsEntry | undefined {
  const entries = consumers.ilastik.reads.map(format => description.weights.find(weights => weights.format === format));
  return entries.find(weights => weights !== undefined);
}

/** Without them bioimageio.spec refuses to pack the model ("None of the weight formats ... is present"). */
export const someWeights: Rule = subject => {
  const formats = subject.description.weights.map(({ format }) => format);
  return formats.length === 0 || firstTaken(subject)
    ? []
    : [found('error', 'ilastik-weights', ['weights'], { formats })];
};

/** tiktorch, environment.yml: PyTorch 2.7. */
export const torchVersion: Rule = subject => {
  const first = firstTaken(subject);
  const version: unknown = first && rawFields(subject, 'weights', first.format).pytorch_version;
  return first && typeof version === 'string' && isNewer(version.split('+')[0], '2.7.99')
    ? [found('warning', 'ilastik-torch', ['weights', first.format, 'pytorch_version'], { version })]
    : [];
};

/** Libraries that tiktorch brings along (environment.yml); others of the network's code are not there. */
const libraries = ['torch', 'torchvision', 'pytorch3dunet', 'tiktorch', 'bioimageio'];

export const architecture: Rule = subject => {
  const path = ['weights', 'pytorch_state_dict', 'architecture'];
  const from = rawAt(subject, ...path, 'import_from');
  const known = typeof from !== 'string' || from === '' || libraries.includes(from.split('.')[0]);
  return firstTaken(subject)?.format === 'pytorch_state_dict' && !known
    ? [found('warning', 'ilastik-library', path, { library: from.split('.')[0] })]
    : [];
};
