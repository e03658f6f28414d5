import { isRecord } from '../tensor/lookup';

/** An object of a JSON document. */
export type Json = Readonly<Record<string, unknown>>;

/** The object under `key`, an empty one where there is none. */
export function objectOf(value: Json, key: string): Json {
  const found = value[key];
  return isRecord(found) ? found : {};
}

/** The objects of the list under `key`. */
export function objectsOf(value: Json, key: string): readonly Json[] {
  const found = value[key];
  return Array.isArray(found) ? found.filter(isRecord) : [];
}

export function stringOf(value: Json, key: string): string | undefined {
  const found = value[key];
  return typeof found === 'string' ? found : undefined;
}

export function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(item => typeof item === 'number');
}
