import type { Base } from './base';
import type { Random } from '../../../tensor/testing/random';
import { at, changed, isGroup, isList, placesIn } from './value';
import type { Group, Place, Value } from './value';
import { anything, values } from './values';

/** One change of a description. `null` where it does not apply to what was drawn. */
type Change = (description: Group, draw: Random, bases: readonly Base[]) => Group | null;

/** A place whose kind of field is drawn first, so that the many steps and axes do not crowd out the few fields of the top. */
function somewhere(description: Group, draw: Random): Place {
  const byKind = new Map<string, Place[]>();
  for (const place of placesIn(description)) {
    const kind = place.map(part => (typeof part === 'number' ? '#' : part)).join('.');
    byKind.set(kind, [...(byKind.get(kind) ?? []), place]);
  }
  return draw.pick(draw.pick([...byKind.values()]));
}

function edit(description: Group, place: Place, change: (old: Value | undefined) => Value | undefined): Group {
  const made = changed(description, place, change);
  return isGroup(made) ? made : description;
}

function keyOf(place: Place): string {
  const named = place.filter(part => typeof part === 'string');
  return String(named.at(-1) ?? '');
}

const remove: Change = (description, draw) => edit(description, somewhere(description, draw), () => undefined);

const wrongType: Change = (description, draw) => {
  const value = draw.pick(anything);
  return edit(description, somewhere(description, draw), () => value);
};

/** A value that is worth trying in the field of this name: borders, near misses, references to nothing. */
const likely: Change = (description, draw) => {
  const place = somewhere(description, draw);
  const tried = values[keyOf(place)];
  const value = tried && draw.pick(tried);
  return value === undefined ? null : edit(description, place, () => value);
};

const groupKeys = ['extra', 'Name', 'sha256', 'config', 'offset', 'x', 'halo', 'description'];

const unknownKey: Change = (description, draw) => {
  const places = [[], ...placesIn(description).filter(place => isGroup(at(description, place)))];
  const place = draw.pick(places);
  const group = at(description, place);
  const known = isGroup(group) ? Object.keys(group) : [];
  const misspelt = known.length > 0 ? `${draw.pick(known)}s` : 'extra';
  const key = draw.chance(0.5) ? misspelt : draw.pick(groupKeys);
  const value = draw.pick(anything);
  return edit(description, [...place, key], () => value);
};

const rename: Change = (description, draw) => {
  const place = somewhere(description, draw);
  const key = place.at(-1);
  const value = at(description, place);
  if (typeof key !== 'string' || value === undefined) {
    return null;
  }
  const to = draw.pick([key.toUpperCase(), key.replace('_', '-'), `${key} `, key.slice(0, -1), `_${key}`]);
  const without = edit(description, place, () => undefined);
  return to === key ? null : edit(without, [...place.slice(0, -1), to], () => value);
};

const ofList: Change = (description, draw) => {
  const places = placesIn(description).filter(place => isList(at(description, place)));
  const shuffle = draw.pick([
    (items: readonly Value[]) => [...items, items[0] ?? 'a'],
    (items: readonly Value[]) => items.slice(1),
    (items: readonly Value[]) => items.slice(0, -1),
    (items: readonly Value[]) => [...items].reverse(),
    (items: readonly Value[]) => [...items, null],
    () => [],
    (items: readonly Value[]) => [...items, ...items]
  ]);
  return edit(description, draw.pick(places), items => (isList(items) ? shuffle(items) : items));
};

const wrapped: Change = (description, draw) => {
  const way = draw.below(4);
  return edit(description, somewhere(description, draw), old => {
    if (old === undefined) {
      return undefined;
    }
    if (way === 0) {
      return [old];
    }
    if (isList(old) && old.length > 0) {
      return old[0];
    }
    return typeof old === 'number' ? String(old) : typeof old === 'string' ? (way === 1 ? `${old} ` : [...old].reverse().join('')) : { '0': old }; // prettier-ignore
  });
};

/** The same field of another description, or another field of this one. */
const transplant: Change = (description, draw, bases) => {
  const place = somewhere(description, draw);
  const donor = draw.pick(bases).description;
  const from = placesIn(donor).filter(other => keyOf(other) === keyOf(place) && other.length > 0);
  const value = from.length > 0 ? at(donor, draw.pick(from)) : undefined;
  return value === undefined ? null : edit(description, place, () => value);
};

const swap: Change = (description, draw) => {
  const first = somewhere(description, draw);
  const second = somewhere(description, draw);
  const [a, b] = [at(description, first), at(description, second)];
  const nested = (outer: Place, inner: Place) => outer.every((part, index) => inner[index] === part);
  if (a === undefined || b === undefined || nested(first, second) || nested(second, first)) {
    return null;
  }
  return edit(edit(description, first, () => b), second, () => a); // prettier-ignore
};

/** A field that this description left out, with a value that another has, or one worth trying. */
const optional: Change = (description, draw, bases) => {
  const groups: Place[] = [[], [], ...placesIn(description).filter(place => isGroup(at(description, place)))];
  const place = draw.pick(groups);
  const kind = place.filter(part => typeof part === 'string').join('.');
  const donors = bases.flatMap(base =>
    [[] as Place, ...placesIn(base.description)]
      .filter(other => other.filter(part => typeof part === 'string').join('.') === kind)
      .flatMap(other => Object.entries(groupAt(base.description, other)))
  );
  const own = groupAt(description, place);
  const absent = donors.filter(([key]) => !(key in own));
  if (absent.length === 0) {
    return null;
  }
  const [key, value] = draw.pick(absent);
  const given = draw.chance(0.5) ? value : draw.pick(values[key] ?? [value]);
  return edit(description, [...place, key], () => given);
};

function groupAt(description: Group, place: Place): Group {
  const found = at(description, place);
  return isGroup(found) ? found : {};
}

/** Each with its share. */
const changes: readonly (readonly [string, number, Change])[] = [
  ['remove', 16, remove],
  ['type', 18, wrongType],
  ['value', 34, likely],
  ['unknown', 7, unknownKey],
  ['rename', 4, rename],
  ['list', 8, ofList],
  ['wrap', 5, wrapped],
  ['transplant', 7, transplant],
  ['swap', 3, swap],
  ['optional', 9, optional]
];

/** Makes one change; which, stands in `group`. */
export function changeField(
  description: Group,
  draw: Random,
  bases: readonly Base[]
): { readonly description: Group; readonly group: string } {
  for (;;) {
    let rest = draw.next() * changes.reduce((sum, [, share]) => sum + share, 0);
    const found = changes.find(([, share]) => (rest -= share) < 0) ?? changes[0];
    const made = found[2](description, draw, bases);
    if (made) {
      return { description: made, group: found[0] };
    }
  }
}
