/** The value; the test fails where there is none. */
export function must<T>(value: T): NonNullable<T> {
  if (value === null || value === undefined) {
    throw new Error('The test expects a value here, and there is none.');
  }
  return value;
}
