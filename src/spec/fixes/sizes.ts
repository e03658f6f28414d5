import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import type { Finding } from '../finding';
import type { Fix } from '../fix';
import { asNumber, drop, fix, isOld, remove, set, textAt, valueAt } from './make';
import type { Mender } from './make';
import { axisAt, rawTensors, sameAxisId, tensorAt } from './places';
import type { RawAxis, RawTensor } from './places';

interface Place {
  readonly tensor: RawTensor;
  readonly axis: RawAxis;
}

function placeOf({ path }: Finding, raw: Fields): Place | undefined {
  const tensor = isOld(raw) ? undefined : tensorAt(raw, path);
  const axis = axisAt(tensor, path);
  return tensor && axis && { tensor, axis };
}

/** Smallest size of an axis that others may follow: a number, or {min, step}. */
function leastOf({ fields: { size } }: RawAxis): number | undefined {
  const [least, step] = isFields(size) ? [asNumber(size.min), asNumber(size.step)] : [asNumber(size), 1];
  const whole = [least, step].every(value => value !== undefined && Number.isInteger(value) && value > 0);
  return whole ? least : undefined;
}

/** Own scale over that of the axis that is followed. */
function scaleOver(axis: RawAxis, target: RawAxis): number {
  return (asNumber(axis.fields.scale) ?? 1) / (asNumber(target.fields.scale) ?? 1);
}

/** Axes of inputs with a size of their own that an axis may follow, all rules of the format considered. */
function followed(raw: Fields, { axis, tensor }: Place): (Place & { readonly least: number })[] {
  return rawTensors(raw)
    .filter(({ side, id }) => side === 'inputs' && id !== tensor.id)
    .flatMap(target => target.axes.map(other => ({ tensor: target, axis: other, least: leastOf(other) })))
    .flatMap(({ least, ...place }) => {
      const fits = least !== undefined && (place.axis.fields.unit ?? null) === (axis.fields.unit ?? null);
      return fits && (axis.type === 'channel') === (place.axis.type === 'channel') ? [{ ...place, least }] : [];
    })
    .filter(({ axis: target, least }) => {
      const halo = asNumber(axis.fields.halo) ?? 0;
      return halo === 0 || mostHalo(axis, target, least, 0) >= halo;
    });
}

/** The largest halo that leaves a pixel of the smallest tile and is a whole number of the input's pixels, too. */
function mostHalo(axis: RawAxis, target: RawAxis, least: number, offset: number): number {
  const ratio = scaleOver(axis, target);
  const size = Math.trunc(least / ratio + offset);
  for (let halo = Math.min(Math.ceil(size / 2) - 1, 10_000); halo > 0; halo--) {
    if (Number.isInteger(halo * ratio)) {
      return halo;
    }
  }
  return 0;
}

/** The input's axis of the same name is what an output's size follows. */
export const follow: Mender = (finding, raw) => {
  const place = placeOf(finding, raw);
  const targets = place ? followed(raw, place).filter(({ axis }) => axis.id === place.axis.id) : [];
  return place && targets.length === 1 ? following(place, targets[0]) : undefined;
};

function following({ axis }: Place, target: Place): Fix {
  const value = `${target.axis.id} of ${target.tensor.id}`;
  const size = { tensor_id: target.tensor.id, axis_id: target.axis.id };
  return fix('follow', { value }, set([...axis.path, 'size'], size));
}

/** A reference to what does not exist: the same axis of the one tensor that has it, or another axis of the same name. */
export const followKnown: Mender = (finding, raw) => {
  const place = placeOf(finding, raw);
  const size = place?.axis.fields.size;
  if (!place || !isFields(size)) {
    return undefined;
  }
  const known = finding.data?.known;
  const listed = (target: Place) => !Array.isArray(known) || known.includes(`${target.axis.id} of ${target.tensor.id}`);
  const targets = followed(raw, place).filter(listed);
  const wanted = [sameAxisId(size.axis_id), place.axis.id];
  const same = wanted.map(id => targets.filter(({ axis }) => axis.id === id)).find(found => found.length === 1);
  if (!same) {
    return undefined;
  }
  const [{ tensor, axis }] = same;
  const path = [...place.axis.path, 'size'];
  return fix('follow', { value: `${axis.id} of ${tensor.id}` }, set([...path, 'tensor_id'], tensor.id), set([...path, 'axis_id'], axis.id)); // prettier-ignore
};

/** What units of axes end in; a unit that is none is not copied. */
const knownUnit = /(meter|second|minute|hour|day|angstrom|foot|inch|mile|parsec|yard)$/;

/** The unit of the axis that is followed, unless another axis follows this one. */
export const sameUnit: Mender = (finding, raw) => {
  const place = placeOf(finding, raw);
  const target = place && targetOf(raw, place);
  const path = place && [...place.axis.path, 'unit'];
  if (!place || !target || !path || isFollowed(raw, place)) {
    return undefined;
  }
  const unit = textAt(target.fields, ['unit']);
  if (unit !== undefined && !knownUnit.test(unit)) {
    return undefined;
  }
  return unit === undefined ? drop(path, raw) : fix('use-in', { field: 'unit', value: unit }, set(path, unit));
};

function targetOf(raw: Fields, { axis }: Place): RawAxis | undefined {
  const { size } = axis.fields;
  const tensor = isFields(size) ? rawTensors(raw).find(({ id }) => id === String(size.tensor_id).toLowerCase()) : undefined; // prettier-ignore
  return isFields(size) ? tensor?.axes.find(({ id }) => id === sameAxisId(size.axis_id)) : undefined;
}

function isFollowed(raw: Fields, { tensor, axis }: Place): boolean {
  return rawTensors(raw).some(other => other.axes.some(({ fields: { size } }) => isFields(size) && String(size.tensor_id).toLowerCase() === tensor.id && sameAxisId(size.axis_id) === axis.id)); // prettier-ignore
}

/** A batch of a fixed size other than 1 becomes free. */
export const anySize: Mender = (finding, raw) => {
  const place = placeOf(finding, raw);
  return place?.axis.type === 'batch' ? fix('any-size', {}, remove([...place.axis.path, 'size'])) : undefined;
};

/** The largest halo that is possible; none where none is. */
export const smallerHalo: Mender = (finding, raw) => {
  const place = placeOf(finding, raw);
  const target = place && targetOf(raw, place);
  const least = target && leastOf(target);
  const size = place?.axis.fields.size;
  if (!place || !target || least === undefined) {
    return undefined;
  }
  const offset = isFields(size) ? (asNumber(size.offset) ?? 0) : 0;
  const found = asNumber(place.axis.fields.halo) ?? Infinity;
  const most = largestBelow(found, place.axis, target, mostHalo(place.axis, target, least, offset));
  const path = [...place.axis.path, 'halo'];
  return most > 0 ? fix('halo', { value: most }, set(path, most)) : fix('no-halo', {}, remove(path));
};

function largestBelow(found: number, axis: RawAxis, target: RawAxis, most: number): number {
  for (let halo = Math.min(Math.floor(found), most); halo > 0; halo--) {
    if (Number.isInteger(halo * scaleOver(axis, target))) {
      return halo;
    }
  }
  return 0;
}

/** A halo on a fixed size: the size follows the input where that has the same size, else there is no halo. */
export const haloOfFixed: Mender = (finding, raw) => {
  const place = placeOf(finding, raw);
  if (!place || asNumber(place.axis.fields.halo) === undefined) {
    return undefined;
  }
  const own = asNumber(valueAt(place.axis.fields, ['size']));
  const targets = followed(raw, place).filter(({ axis, least }) => axis.id === place.axis.id && scaleOver(place.axis, axis) === 1 && leastFits(axis, least, own)); // prettier-ignore
  return targets.length === 1 ? following(place, targets[0]) : fix('no-halo', {}, remove([...place.axis.path, 'halo']));
};

/** True where following the axis can give the size that is stated now. */
function leastFits({ fields: { size } }: RawAxis, least: number, own: number | undefined): boolean {
  const step = isFields(size) ? asNumber(size.step) : undefined;
  return own !== undefined && (step ? own >= least && (own - least) % step === 0 : own === least);
}
