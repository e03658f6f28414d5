import { shortened } from '../../spec/place/shortened';
import { ExportError } from '../errors';

export function optional<K extends string>(
  fields: Record<string, unknown>,
  at: string,
  key: K
): { readonly [P in K]?: string } {
  return fields[key] === undefined
    ? {}
    : ({ [key]: text(fields[key], `${at}.${key}`) } as { readonly [P in K]?: string });
}

export function only(fields: Record<string, unknown>, at: string, known: readonly string[]): void {
  const stray = Object.keys(fields).find(key => !known.includes(key));
  if (stray !== undefined) {
    throw wrong(`"${at}" has the key "${shortened(stray)}", which is not one of ${known.join(', ')}.`);
  }
}

export function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(`${what} must be a list of "key: value" lines, but it is ${kind(value)}.`);
  }
  return value as Record<string, unknown>;
}

export function list(value: unknown, at: string): unknown[] {
  if (!Array.isArray(value)) {
    throw wrong(`"${at}" must be a list, each entry behind a dash, but it is ${kind(value)}.`);
  }
  return value;
}

export function text(value: unknown, at: string): string {
  if (typeof value !== 'string' || value.trim() === '') {
    throw wrong(
      `"${at}" must be a text, but it is ${kind(value)}. Put quotes around it if it looks like something else.`
    );
  }
  return value.trim();
}

export function kind(value: unknown): string {
  if (value === null || value === undefined || value === '') {
    return 'empty';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  return typeof value === 'object'
    ? 'a list of "key: value" lines'
    : `${shortened(JSON.stringify(value))} (a ${typeof value})`;
}

export function wrong(message: string): ExportError {
  return new ExportError('metadata', message);
}
