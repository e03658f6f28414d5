/** A scalar that stands in the YAML text exactly so, for instance `1_000` or `.inf`. */
export class Raw {
  constructor(readonly text: string) {}
}

/** What a description of the corpus is made of. */
export type Value = null | boolean | number | string | Raw | readonly Value[] | Group;
export interface Group {
  readonly [key: string]: Value;
}

export type Place = readonly (string | number)[];

export function isGroup(value: Value | undefined): value is Group {
  return typeof value === 'object' && value !== null && !isList(value) && !(value instanceof Raw);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function at(value: Value | undefined, place: Place): Value | undefined {
  return place.reduce<Value | undefined>((inner, part) => {
    if (isList(inner) && typeof part === 'number') {
      return inner[part];
    }
    return isGroup(inner) && typeof part === 'string' ? inner[part] : undefined;
  }, value);
}

/** A copy in which `place` holds what `change` makes of it; `undefined` takes it out. */
export function changed(value: Value, place: Place, change: (old: Value | undefined) => Value | undefined): Value {
  const [part, ...rest] = place;
  const inner = (old: Value | undefined) =>
    rest.length === 0 ? change(old) : old === undefined ? undefined : changed(old, rest, change);
  if (isList(value) && typeof part === 'number') {
    return value.flatMap((item, index) => {
      const made = index === part ? inner(item) : item;
      return made === undefined ? [] : [made];
    });
  }
  if (!isGroup(value) || typeof part !== 'string') {
    return value;
  }
  const made = inner(value[part]);
  const entries = Object.entries(value).flatMap(([key, old]): [string, Value][] => {
    const kept = key === part ? made : old;
    return kept === undefined ? [] : [[key, kept]];
  });
  return Object.fromEntries(part in value || made === undefined ? entries : [...entries, [part, made]]);
}

/** Every place in a value, the innermost last; not the value itself. */
export function placesIn(value: Value, place: Place = []): Place[] {
  const inner: [string | number, Value][] = isList(value)
    ? value.map((item, index) => [index, item])
    : isGroup(value)
      ? Object.entries(value)
      : [];
  return inner.flatMap(([part, item]) => [[...place, part], ...placesIn(item, [...place, part])]);
}
