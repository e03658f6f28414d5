import { standard } from './tags';

/**
 * The scalars of YAML 1.2 as the zoo's own parser (ruyaml, “safe”) tells them apart: `1_000` and `017` are whole numbers,
 * `1e3` is a number, and dates are dates.
 */
const patterns = {
  null: /^(?:~|null|Null|NULL)?$/,
  bool: /^(?:true|True|TRUE|false|False|FALSE)$/,
  int: /^(?=[-+0-9])(?:[-+]?0b[0-1_]+|[-+]?0o?[0-7_]+|[-+]?[0-9_]+|[-+]?0x[0-9a-fA-F_]+)$/,
  float:
    /^(?=[-+0-9.])(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  timestamp:
    /^(?!\d{4}-(?:\d-\d{1,2}|\d{2}-\d)$)(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|[ \t]+)(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d*))?(?:[ \t]*(?:Z|([-+])(\d{1,2})(?::(\d{2}))?))?)?$/
};

/** What was read, or why it was not. */
type Read = { readonly value: unknown } | { readonly problem: string };

const flags: Readonly<Record<string, boolean>> = {
  yes: true, no: false, y: true, n: false, true: true, false: false, on: true, off: false
}; // prettier-ignore

function readFlag(text: string): Read {
  const flag = Object.hasOwn(flags, text.toLowerCase()) ? flags[text.toLowerCase()] : undefined;
  return flag === undefined ? { problem: `“${text}” is neither yes nor no` } : { value: flag };
}

function readWhole(text: string): Read {
  const plain = text.replaceAll('_', '');
  const digits = plain.replace(/^[-+]/, '');
  const whole = /^\d+$/.test(digits) || /^0(?:b[01]+|o[0-7]+|x[0-9a-f]+)$/i.test(digits);
  return whole
    ? { value: Number(digits) * (plain.startsWith('-') ? -1 : 1) }
    : { problem: `“${text}” is no whole number` };
}

function readFloat(text: string): Read {
  const plain = text.replaceAll('_', '').toLowerCase();
  if (/^[-+]?\.inf$/.test(plain)) {
    return { value: plain.startsWith('-') ? -Infinity : Infinity };
  }
  if (/^[-+]?\.nan$/.test(plain)) {
    return { value: NaN };
  }
  const number = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(plain);
  return number ? { value: Number(plain) } : { problem: `“${text}” is no number` };
}

/** A date without a time of day, which the zoo's library does not take for a point in time. */
export class Day extends Date {}

/** A day, or a time in UTC; the zoo's parser takes times without a zone for UTC too. */
function readTime(text: string): Read {
  const parts = patterns.timestamp.exec(text);
  if (!parts) {
    return { problem: `“${text}” is no date` };
  }
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(part => Number(part ?? 0));
  const milliseconds = Number(`0.${parts[7] || '0'}`) * 1000;
  const offset = (Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0)) * (parts[8] === '-' ? -1 : 1);
  const date = new Date(Date.UTC(year, month - 1, day));
  // Years below 100 would be read as of the last century.
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || year === 0 || hour > 23 || minute > 59 || second > 59) {
    return { problem: `“${text}” is no date that exists` };
  }
  if (parts[4] === undefined) {
    return { value: new Day(date.getTime()) };
  }
  return { value: new Date(date.getTime() + (hour * 3600 + (minute - offset) * 60 + second) * 1000 + milliseconds) };
}

function readBytes(text: string): Read {
  try {
    const bytes = atob(text);
    return { value: Uint8Array.from(bytes, character => character.charCodeAt(0)) };
  } catch {
    return { problem: 'the text behind “!!binary” is no Base64' };
  }
}

/** What a tag that is written out makes of a text, as in `!!float 1`. */
const readers: ReadonlyMap<string, (text: string) => Read> = new Map([
  ['null', () => ({ value: null })],
  ['bool', readFlag],
  ['int', readWhole],
  ['float', readFloat],
  ['timestamp', readTime],
  ['binary', readBytes],
  ['str', (text: string) => ({ value: text })]
]);

/** First letters of the words that are no texts. */
const letters = /^[A-Za-z]/;
const wordStarts = 'nNtTfF';

/** Without a tag the text itself tells: the first pattern that fits counts. */
function readUntagged(text: string): Read {
  if (letters.test(text) && !wordStarts.includes(text[0])) {
    return { value: text };
  }
  if (patterns.null.test(text)) {
    return { value: null };
  }
  if (patterns.bool.test(text)) {
    return readFlag(text);
  }
  if (patterns.int.test(text)) {
    return readWhole(text);
  }
  if (patterns.float.test(text)) {
    return readFloat(text);
  }
  return patterns.timestamp.test(text) ? readTime(text) : { value: text };
}

/** The value of a scalar. `tag` is written out in full, and `!` where it is empty: then quotes make no text of a number. */
export function readScalar(text: string, plain: boolean, tag: string | undefined): Read {
  if (tag === undefined || tag === '!') {
    return plain || tag === '!' ? readUntagged(text) : { value: text };
  }
  const reader = tag.startsWith(standard) ? readers.get(tag.slice(standard.length)) : undefined;
  return reader?.(text) ?? { problem: `the tag “${tag}” is not understood` };
}
