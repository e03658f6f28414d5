import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import type { CommonArguments } from '../calls';

/** The call is wrong; the message says how. */
export class UsageError extends Error {
  constructor(
    message: string,
    readonly command?: string
  ) {
    super(message);
    this.name = 'UsageError';
  }
}

export const text = { type: 'string' } as const;
export const several = { type: 'string', multiple: true } as const;
export const flag = { type: 'boolean' } as const;

/** Every command takes `--allow-code`; `convert` and `run` run no code of a file in any case. */
export const common = { json: flag, timeout: text, 'allow-code': flag, help: { ...flag, short: 'h' } } as const;

/** The options and the other words of a call. Throws `UsageError`. */
export function parseWords<O extends NonNullable<ParseArgsConfig['options']>>(
  command: string,
  words: readonly string[],
  options: O
) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? firstSentence(error.message) : String(error), command);
  }
}

/** Node adds advice on its own escapes behind the first sentence. */
function firstSentence(message: string): string {
  return `${message.split(/\. (?=To )|\n/)[0].replace(/\.$/, '')}.`;
}

export function readCommon(values: { json?: boolean; timeout?: string }, command: string): CommonArguments {
  const { json = false, timeout } = values;
  if (timeout === undefined) {
    return { json };
  }
  const seconds = Number(timeout);
  if (!(seconds > 0) || timeout.trim() === '') {
    throw new UsageError('--timeout takes a number of seconds above zero, for instance --timeout 600.', command);
  }
  return { json, timeout: seconds };
}

export function single(words: readonly string[], what: string, command: string): string {
  if (words.length !== 1 || words[0] === '') {
    throw new UsageError(words.length > 1 ? `Name only one: ${words.join(', ')}` : `Name ${what}.`, command);
  }
  return words[0];
}

/** A whole number above zero. */
export function count(value: string | undefined, option: string, command: string): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new UsageError(`${option} takes a whole number above zero, not “${value}”.`, command);
  }
  return number;
}
