import { operationsOf } from '../subject';
import type { Rule } from '../subject';
import { found } from './found';

/** Steps that measure the image. */
const measuring = ['scale_range', 'zero_mean_unit_variance', 'scale_mean_variance'];

/** classifier.py (predict) sends tile by tile, and tiktorch runs all steps on each: a tile is measured by itself. */
export const perTile: Rule = subject =>
  operationsOf(subject)
    .filter(({ operation: { id, kwargs } }) => measuring.includes(id) && kwargs.mode !== 'fixed')
    .map(({ operation: { id }, path }) => found('warning', 'ilastik-tile-values', path, { id }));

/** Steps for which tiktorch's environment.yml brings no library, or which bioimageio.core runs only when allowed to. */
const missing = ['custom', 'stardist_postprocessing', 'cellpose_flow_dynamics'];

export const availableSteps: Rule = subject =>
  operationsOf(subject)
    .filter(({ operation: { id } }) => missing.includes(id))
    .map(({ operation: { id }, path }) => found('error', 'ilastik-step', path, { id }));
