import type { Operation } from '../spec/model';
import { isKnownOperation } from './registry';

const reasons: Readonly<Record<string, (kwargs: Operation['kwargs']) => string | undefined>> = {
  custom: () => 'it is Python code of the bundle, and code of a bundle is never run here',
  stardist_postprocessing: ({ grid }) =>
    Array.isArray(grid) && grid.length === 3
      ? 'it finds objects in volumes, and only its form for planes runs here yet'
      : undefined,
  cellpose_flow_dynamics: () => 'it makes objects of the network’s numbers by a library that does not run here yet'
};

/** Why a step cannot be carried out here, without capital and full stop; nothing where it can. */
export function whyUnrunnable({ id, kwargs }: Operation): string | undefined {
  const known = isKnownOperation(id) ? undefined : 'it is not known here';
  const reason = Object.hasOwn(reasons, id) ? reasons[id](kwargs) : known;
  return reason === undefined
    ? undefined
    : `the step "${id}" was not carried out: ${reason}. Compare this output by running the bundle in Python`;
}
