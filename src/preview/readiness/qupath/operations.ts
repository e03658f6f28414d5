import { operationsOf, rawAt } from '../subject';
import type { PlacedOperation, Rule } from '../subject';
import { found } from './found';
import { lookup } from '../../../tensor/lookup';

/** Processing.java: steps whose settings it reads. */
const read = ['binarize', 'clip', 'scale_linear', 'scale_mean_variance', 'scale_range', 'zero_mean_unit_variance'];

/** BioimageIoTools.java (transformToOp, qupath-core-processing): steps that it carries out. */
const known = ['binarize', 'clip', 'scale_linear', 'scale_range', 'sigmoid', 'zero_mean_unit_variance'];

function steps(...ids: readonly string[]) {
  return (subject: Parameters<Rule>[0]): PlacedOperation[] =>
    operationsOf(subject).filter(({ operation: { id } }) => ids.includes(id));
}

/** Processing.java looks into “kwargs” without asking whether they are there. */
export const settings: Rule = subject =>
  steps(...read)(subject)
    .filter(({ path }) => (rawAt(subject, ...path, 'kwargs') ?? null) === null)
    .map(({ operation: { id }, path }) => found('error', 'qupath-settings', path, { id }));

/** Model.java (DoubleArrayDeserializer) takes nothing but lists; BioimageIoTools.java needs both of scale_linear. */
const lists: Readonly<Record<string, readonly string[]>> = {
  scale_linear: ['gain', 'offset'],
  zero_mean_unit_variance: ['mean', 'std']
};

export const listsOnly: Rule = subject =>
  steps(...Object.keys(lists))(subject).flatMap(({ operation: { id, kwargs }, path }) =>
    (lookup(lists, id) ?? [])
      .filter(name => (id === 'scale_linear' || !isAbsent(kwargs[name])) && !Array.isArray(kwargs[name]))
      .map(name => found('error', 'qupath-list', [...path, 'kwargs', name], { id, name }))
  );

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Processing.java reads the threshold as one number. */
export const thresholds: Rule = subject =>
  steps('binarize')(subject)
    .filter(({ operation: { kwargs } }) => Array.isArray(kwargs.threshold))
    .map(({ path }) => found('error', 'qupath-number', [...path, 'kwargs', 'threshold'], { id: 'binarize', name: 'threshold' })); // prettier-ignore

/** BioimageIoTools.java warns in its log and goes on without; whatever comes is float32 there. */
export const leftOut: Rule = subject =>
  operationsOf(subject)
    .filter(({ operation: { id } }) => id !== 'ensure_dtype' && !known.includes(id))
    .map(({ operation: { id }, path }) => found('warning', 'qupath-step-left-out', path, { id, known }));

/** Processing.java has the two defaults the wrong way round. */
export const percentiles: Rule = subject =>
  steps('scale_range')(subject)
    .filter(({ operation: { kwargs } }) => [kwargs.min_percentile, kwargs.max_percentile].some(isAbsent))
    .map(({ path }) => found('warning', 'qupath-percentiles', [...path, 'kwargs']));

/** BioimageIoTools.java: operations see a tile, never the image. */
export const perTile: Rule = subject =>
  steps(
    'scale_range',
    'zero_mean_unit_variance'
  )(subject)
    .filter(({ operation: { kwargs } }) => kwargs.mode !== 'fixed')
    .map(({ operation: { id }, path }) => found('warning', 'qupath-tile-values', path, { id }));
