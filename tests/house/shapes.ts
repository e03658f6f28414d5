/** A type of JSON, as either language can say it. Python's `int` and `float` are one: JSON has only numbers. */
export type Shape =
  | 'text'
  | 'number'
  | 'flag'
  | 'null'
  | 'anything'
  | { readonly literal: string }
  | { readonly list: Shape }
  | { readonly record: Shape }
  | { readonly oneOf: readonly Shape[] }
  | { readonly keys: Readonly<Record<string, Shape>> };

/** One shape where all are the same, else each once, in an order of its own. */
export function oneOf(shapes: readonly Shape[]): Shape {
  const flat = shapes.flatMap(shape => (typeof shape === 'object' && 'oneOf' in shape ? shape.oneOf : [shape]));
  const unique = new Map(flat.map(shape => [JSON.stringify(shape), shape]));
  const sorted = [...unique].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, shape]) => shape);
  return sorted.length === 1 && sorted[0] !== undefined ? sorted[0] : { oneOf: sorted };
}

/** Keys in one order; a key that may be absent ends in a question mark. */
export function keysOf(entries: readonly (readonly [key: string, optional: boolean, shape: Shape])[]): Shape {
  const named = entries.map(([key, optional, shape]) => [optional ? `${key}?` : key, shape] as const);
  return { keys: Object.fromEntries([...named].sort(([one], [other]) => (one < other ? -1 : 1))) };
}
