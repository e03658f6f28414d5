import type { PlainStep } from './step';
import { stepError } from './step';

/** An argument that must be a finite number; `fallback` where it is not given. */
export function numberArgument(step: PlainStep, name: string, fallback?: number): number {
  const value = optionalNumber(step, name) ?? fallback;
  if (value === undefined) {
    throw stepError(step, 'bad-arguments', `needs the argument "${name}", a number.`);
  }
  return value;
}

export function optionalNumber(step: PlainStep, name: string): number | undefined {
  const value = step.kwargs[name] ?? undefined;
  if (value !== undefined && !isFinite(value)) {
    throw stepError(step, 'bad-arguments', `needs a number as "${name}", not ${show(value)}.`);
  }
  return value;
}

/** An argument that may be one number or a list of them. */
export function numbersArgument(step: PlainStep, name: string, fallback?: number): number | readonly number[] {
  const value = step.kwargs[name] ?? fallback;
  if (Array.isArray(value) && value.length > 0 && value.every(isFinite)) {
    return value;
  }
  if (!isFinite(value)) {
    throw stepError(step, 'bad-arguments', `needs a number or a list of numbers as "${name}", not ${show(value)}.`);
  }
  return value;
}

export function textArgument(step: PlainStep, name: string): string | undefined {
  const value = step.kwargs[name] ?? undefined;
  if (value !== undefined && typeof value !== 'string') {
    throw stepError(step, 'bad-arguments', `needs a name as "${name}", not ${show(value)}.`);
  }
  return value;
}

/** The axis that a list of values runs along: its position, or undefined where the step names none. */
export function axisArgument(step: PlainStep, fallback?: string): number | undefined {
  const name = textArgument(step, 'axis') ?? fallback;
  return name === undefined ? undefined : positionOf(step, name, step.axes);
}

/** The axes over which statistics are taken, in full names; undefined where the step names none. */
export function axesArgument(step: PlainStep): readonly string[] | undefined {
  const value = step.kwargs.axes ?? undefined;
  if (value === undefined) {
    return undefined;
  }
  // A string of letters is how format 0.4 writes them.
  const names: unknown = typeof value === 'string' ? [...value] : value;
  // None at all is allowed: each element is its own statistic then.
  if (!isTexts(names)) {
    throw stepError(step, 'bad-arguments', `needs a list of axes as "axes", not ${show(value)}.`);
  }
  return names.map(fullName);
}

/** Position of an axis; throws where the tensor has none of that name. */
export function positionOf(step: PlainStep, name: string, axes: readonly string[]): number {
  const position = axes.findIndex(axis => fullName(axis) === fullName(name));
  if (position < 0) {
    throw stepError(
      step,
      'bad-axes',
      `names the axis "${name}", but there are only: ${axes.join(', ')}. Name one of them.`
    );
  }
  return position;
}

const letters: Readonly<Record<string, string>> = { b: 'batch', c: 'channel', t: 'time', i: 'index' };

/** Format 0.4 and older notebooks use one letter where 0.5 writes the word. */
export function fullName(axis: string): string {
  return Object.hasOwn(letters, axis) ? letters[axis] : axis;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}

function isFinite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value));
}
