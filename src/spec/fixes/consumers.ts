import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import type { Path } from '../path';
import type { Edit } from '../fix';
import { meantModelId } from './ids';
import { asNumber, fix, isOld, listAt, put, remove, set, textAt, valueAt } from './make';
import type { Mender } from './make';
import { axisAt, stepsPath, tensorAt } from './places';
import { channelCount } from './tensors';

/** The opset that the ONNX file has; the finding knows it. */
export const fileOpset: Mender = ({ data }, raw) => {
  const found = [data?.actual, data?.opset].map(asNumber).find(number => number !== undefined);
  const path = ['weights', 'onnx', 'opset_version'];
  return found !== undefined && found !== asNumber(valueAt(raw, path)) && isFields(valueAt(raw, path.slice(0, -1)))
    ? fix('file-opset', { value: found }, set(path, found))
    : undefined;
};

/** As many rays as the network gives. */
export const networkRays: Mender = ({ path, data }) => {
  const size = asNumber(data?.size);
  return size === undefined ? undefined : fix('network-size', { value: size }, set(path, size));
};

/** The one size that the network takes. */
export const networkSize: Mender = ({ path, data }, raw) => {
  const axis = axisAt(tensorAt(raw, path), path);
  const size = asNumber(data?.size);
  if (!axis || size === undefined || !Number.isInteger(size) || size < 1 || isOld(raw)) {
    return undefined;
  }
  if (axis.type === 'channel') {
    return channelCount(raw, axis, size, 'network-size');
  }
  const possible = axis.type !== 'batch' || size === 1;
  return possible ? fix('network-size', { value: size }, set([...axis.path, 'size'], size)) : undefined;
};

const types = ['float32', 'float64', 'uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'uint64', 'int64', 'bool'];

/** Preprocessing ends with the type that the network takes. */
export const networkType: Mender = ({ path, data }, raw) => {
  const tensor = tensorAt(raw, path);
  const dtype = data?.found;
  if (!tensor || isOld(raw) || typeof dtype !== 'string' || !types.includes(dtype)) {
    return undefined;
  }
  const steps = stepsPath(tensor);
  const list = listAt(raw, steps);
  const last = list.at(-1);
  const ends = isFields(last) && last.id === 'ensure_dtype';
  const edit = ends
    ? set([...steps, list.length - 1, 'kwargs', 'dtype'], dtype)
    : set([...steps, list.length], { id: 'ensure_dtype', kwargs: { dtype } });
  return fix('end-type', { value: dtype }, edit);
};

/** The id that the finding proposes, made of the name. */
export const proposedId: Mender = ({ path, data }) => {
  const id = typeof data?.id === 'string' ? meantModelId(data.id) : undefined;
  return id === undefined ? undefined : fix('add-field', { field: 'id', value: id }, set(path, id));
};

/** Since this patch version files must be described, and bare names are wrong. */
const describedSince = 11;

/** Only the file's name, where the version of the format allows it. */
export const plainFile: Mender = ({ path }, raw) => {
  const source = textAt(raw, [...path, 'source']);
  const version = /^0\.5\.(\d+)$/.exec(String(raw.format_version));
  const allowed = isOld(raw) || (version !== null && Number(version[1]) < describedSince);
  return source !== undefined && allowed ? put(path, source) : undefined;
};

/** Lists of equal numbers become one number, and the axis that they stood along goes. */
export const oneNumber: Mender = ({ path }, raw) => {
  const kwargs = path.slice(0, path.indexOf('kwargs') + 1);
  const fields = valueAt(raw, kwargs);
  if (!isFields(fields)) {
    return undefined;
  }
  const along = ['axis', 'axes'].filter(key => key in fields).map(key => remove([...kwargs, key]));
  const single = Object.keys(fields).flatMap(key => flattened(fields, key, kwargs));
  const lists = Object.values(fields).filter(Array.isArray).length - (Array.isArray(fields.axes) ? 1 : 0);
  const edits = [...single, ...along];
  return single.length === lists && edits.length > 0 ? fix('one-number', {}, ...edits) : undefined;
};

function flattened(fields: Fields, key: string, kwargs: Path): Edit[] {
  const list = key === 'axes' ? [] : listAt(fields, [key]);
  return list.length > 0 && list.every(value => typeof value === 'number' && value === list[0]) ? [set([...kwargs, key], list[0])] : []; // prettier-ignore
}

/** The axes without the batch. */
export const withoutBatch: Mender = ({ path }, raw) => {
  const axes = listAt(raw, path);
  const kept = axes.filter(axis => axis !== 'batch' && axis !== 'b');
  return kept.length > 0 && kept.length < axes.length ? put(path, kept) : undefined;
};

/** The word by which Fiji knows a StarDist model. */
export const stardistName: Mender = ({ path }, raw) => {
  const name = textAt(raw, path);
  const longest = 128 - ' StarDist'.length;
  return name !== undefined && name.length <= longest ? put(path, `${name} StarDist`) : undefined;
};
