import { isRecord } from '../tensor/lookup';

/** Tells whether a value that came from elsewhere is what was agreed. */
export type Guard<T> = (value: unknown) => value is T;

export const isText: Guard<string> = (value): value is string => typeof value === 'string';
export const isNumber: Guard<number> = (value): value is number => typeof value === 'number' && Number.isFinite(value);
export const isFlag: Guard<boolean> = (value): value is boolean => typeof value === 'boolean';

export function listOf<T>(guard: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(guard);
}

export function orNull<T>(guard: Guard<T>): Guard<T | null> {
  return (value): value is T | null => value === null || guard(value);
}

export function orNothing<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

export function recordOf<T>(guard: Guard<T>): Guard<Readonly<Record<string, T>>> {
  return (value): value is Readonly<Record<string, T>> => isRecord(value) && Object.values(value).every(guard);
}

export function oneOf<T extends string>(...texts: readonly T[]): Guard<T> {
  return (value): value is T => texts.some(text => text === value);
}

/** Holds every key of the type to a guard; keys beyond it are let through (a newer Python half may say more). */
export function shape<T extends object>(guards: { readonly [K in keyof Required<T>]: Guard<T[K]> }): Guard<T> {
  const entries = Object.entries<Guard<unknown>>(guards as Record<string, Guard<unknown>>);
  return (value): value is T => isRecord(value) && entries.every(([key, guard]) => guard(value[key]));
}
