/** An object with fields, as JSON and YAML have them: no list and not `null`. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * An entry of a table; `undefined` where the table itself has none of that name.
 *
 * Names come from files, and `table[name]` also finds what every object inherits: “constructor”, “toString”, “__proto__”.
 */
export function lookup<T>(table: Readonly<Record<string, T>> | undefined, name: unknown): T | undefined {
  return table !== undefined && typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The value, where the code's own order makes sure that there is one; throws a sentence that names `what` where not. */
export function need<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) {
    throw new Error(`There is no ${what}, though there should be.`);
  }
  return value;
}
