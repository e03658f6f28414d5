import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import type { Path } from '../path';
import { asNumber, drop, fix, isOld, listAt, set, put, valueAt } from './make';
import type { Mender } from './make';
import { nearest } from './nearest';
import { rawTensors, sameAxisId, stepsPath, tensorAt } from './places';

const operations = ['binarize', 'clip', 'ensure_dtype', 'fixed_zero_mean_unit_variance', 'scale_linear', 'scale_mean_variance', 'scale_range', 'sigmoid', 'softmax', 'zero_mean_unit_variance', 'stardist_postprocessing', 'cellpose_flow_dynamics']; // prettier-ignore

/** A step whose name is nearly one of the format's. */
export const knownStep: Mender = ({ path }, raw) => {
  const [place, found] = namedAt(raw, path);
  const meant = found === undefined ? undefined : nearest(found, operations);
  return meant === undefined || meant === found ? undefined : put(place, meant);
};

/** The finding may stand at the step or at its name (`id`, in 0.4 `name`). */
function namedAt(raw: Fields, path: Path): readonly [Path, string | undefined] {
  const value = valueAt(raw, path);
  if (!isFields(value)) {
    return [path, typeof value === 'string' ? value : undefined];
  }
  const key = typeof value.name === 'string' ? 'name' : 'id';
  return [[...path, key], typeof value[key] === 'string' ? value[key] : undefined];
}

/** An axis that is not there: the tensor's axis that is nearly called so. */
export const knownAxis: Mender = ({ path, data }, raw) => {
  const ids = isOld(raw) ? [] : (tensorAt(raw, path)?.axes.map(({ id }) => id) ?? []);
  const found = data?.axis ?? valueAt(raw, path);
  const meant = typeof found === 'string' ? nearest(found, ids) : undefined;
  if (meant === undefined) {
    return undefined;
  }
  const list = listAt(raw, path);
  if (!Array.isArray(valueAt(raw, path))) {
    return put(path, meant);
  }
  const index = list.indexOf(found);
  return index < 0 || list.some(axis => sameAxisId(axis) === meant) ? undefined : fix('use', { value: meant }, set([...path, index], meant)); // prettier-ignore
};

/** A tensor that is not there: the one that is nearly called so, or the only one that can be meant. */
export const knownTensor: Mender = ({ path, data }, raw) => {
  const found = valueAt(raw, path);
  const inputs = rawTensors(raw).filter(({ side }) => side === 'inputs').map(({ id }) => id); // prettier-ignore
  const ids = Array.isArray(data?.known) ? data.known.map(String) : inputs;
  const only = inputs.length === 1 && ids.includes(inputs[0]) ? inputs[0] : undefined;
  const meant = nearest(String(found), ids) ?? only;
  const valid = meant !== undefined && (isOld(raw) || /^[a-z_]\w*$/.test(meant));
  return valid && meant !== found ? put(path, meant) : undefined;
};

/** Normalised values stay what they are. */
export const endAsFloat: Mender = ({ path }, raw) => {
  const tensor = tensorAt(raw, path);
  if (!tensor || tensor.side !== 'inputs') {
    return undefined;
  }
  const steps = stepsPath(tensor);
  const count = listAt(raw, steps).length;
  return fix('end-float', {}, set([...steps, count], { id: 'ensure_dtype', kwargs: { dtype: 'float32' } }));
};

/** A step that does nothing goes. */
export const withoutStep: Mender = ({ path }, raw) => {
  const at = path.indexOf('kwargs');
  const step = at < 0 ? path : path.slice(0, at);
  return isFields(valueAt(raw, step)) && typeof step.at(-1) === 'number' ? drop(step, raw) : undefined;
};

/** Axes over which nothing is measured go. */
export const withoutAxes: Mender = ({ path }, raw) => {
  const axes = [...path, ...(path.at(-1) === 'axes' ? [] : ['axes'])];
  return valueAt(raw, axes) === undefined ? undefined : drop(axes, raw);
};

/** Percentiles in the wrong order. */
export const swapPercentiles: Mender = ({ path }, raw) => {
  const kwargs = path.slice(0, path.indexOf('kwargs') + 1);
  const [low, high] = ['min_percentile', 'max_percentile'].map(key => asNumber(valueAt(raw, [...kwargs, key])));
  const possible = low !== undefined && high !== undefined && high < low && low > 1 && low <= 100 && high >= 0;
  return possible
    ? fix(
        'swap',
        { value: `${high} to ${low}` },
        set([...kwargs, 'min_percentile'], high),
        set([...kwargs, 'max_percentile'], low)
      )
    : undefined;
};

/** Percentiles from 0 to 1 mean those from 0 to 100. */
export const percent: Mender = ({ path }, raw) => {
  const kwargs = path.slice(0, path.indexOf('kwargs') + 1);
  const [low, high] = ['min_percentile', 'max_percentile'].map(key => asNumber(valueAt(raw, [...kwargs, key])));
  if (high === undefined || high <= 0 || high > 1 || (low ?? 0) > 1 || (low ?? 0) >= high) {
    return undefined;
  }
  const [lowPercent, highPercent] = [low ?? 0, high].map(share => Number((share * 100).toPrecision(12)));
  return fix(
    'percentiles',
    { value: `${lowPercent} to ${highPercent}` },
    ...(low === undefined ? [] : [set([...kwargs, 'min_percentile'], lowPercent)]),
    set([...kwargs, 'max_percentile'], highPercent)
  );
};
