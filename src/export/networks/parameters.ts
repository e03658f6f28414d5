/** The recipe's parameters by name. */
export type Parameters = Readonly<Record<string, unknown>>;

/** A parameter that the recipe must state as a finite number; the bundle would be wrong with a guessed one. */
export function numberOf(parameters: Parameters, name: string): number {
  const value = parameters[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new Error(`The recipe does not state its parameter "${name}" as a number.`);
  }
  return value;
}

/** The same for a list of numbers, at least one. */
export function numbersOf(parameters: Parameters, name: string): readonly number[] {
  const value = parameters[name];
  if (!isNumbers(value)) {
    throw new Error(`The recipe does not state its parameter "${name}" as a list of numbers.`);
  }
  return value;
}

/** A list of numbers where the recipe, or what is known before it ran, has one. */
export function knownNumbers(parameters: Parameters, name: string): readonly number[] | null {
  const value = parameters[name];
  return isNumbers(value) ? value : null;
}

export function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every(item => typeof item === 'number' && Number.isFinite(item)); // prettier-ignore
}
