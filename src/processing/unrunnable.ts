import type { Operation } from '../spec/model';
import { isKnownOperation } from './registry';

const instances = 'it makes objects of the network’s numbers by a library that does not run here yet';

const reasons: Readonly<Record<string, string>> = {
  custom: 'it is Python code of the bundle, and code of a bundle is never run here',
  stardist_postprocessing: instances,
  cellpose_flow_dynamics: instances
};

/** Why a step cannot be carried out here, without capital and full stop; nothing where it can. */
export function whyUnrunnable({ id }: Operation): string | undefined {
  if (isKnownOperation(id)) {
    return undefined;
  }
  const reason = Object.hasOwn(reasons, id) ? reasons[id] : 'it is not known here';
  return `the step "${id}" was not carried out: ${reason}. Compare this output by running the bundle in Python`;
}
