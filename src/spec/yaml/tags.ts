import type { ScalarTag, Tags } from 'yaml';

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

type Problem = (message: string) => void;

const flags: Readonly<Record<string, boolean>> = {
  yes: true, no: false, y: true, n: false, true: true, false: false, on: true, off: false
}; // prettier-ignore

function readFlag(text: string, onError: Problem): unknown {
  const flag = Object.hasOwn(flags, text.toLowerCase()) ? flags[text.toLowerCase()] : undefined;
  return flag ?? refused(`“${text}” is neither yes nor no`, onError);
}

function readWhole(text: string, onError: Problem): unknown {
  const plain = text.replaceAll('_', '');
  const digits = plain.replace(/^[-+]/, '');
  const whole = /^\d+$/.test(digits) || /^0(?:b[01]+|o[0-7]+|x[0-9a-f]+)$/i.test(digits);
  return whole ? Number(digits) * (plain.startsWith('-') ? -1 : 1) : refused(`“${text}” is no whole number`, onError);
}

function readFloat(text: string, onError: Problem): unknown {
  const plain = text.replaceAll('_', '').toLowerCase();
  if (/^[-+]?\.inf$/.test(plain)) {
    return plain.startsWith('-') ? -Infinity : Infinity;
  }
  if (/^[-+]?\.nan$/.test(plain)) {
    return NaN;
  }
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(plain) ? Number(plain) : refused(`“${text}” is no number`, onError); // prettier-ignore
}

/** A date without a time of day, which the zoo's library does not take for a point in time. */
export class Day extends Date {}

/** A day, or a time in UTC; the zoo's parser takes times without a zone for UTC too. */
function readTime(text: string, onError: Problem): unknown {
  const parts = patterns.timestamp.exec(text);
  if (!parts) {
    return refused(`“${text}” is no date`, onError);
  }
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(part => Number(part ?? 0));
  const milliseconds = Number(`0.${parts[7] || '0'}`) * 1000;
  const offset = (Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0)) * (parts[8] === '-' ? -1 : 1);
  const date = new Date(Date.UTC(year, month - 1, day));
  // Years below 100 would be read as of the last century.
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || year === 0 || hour > 23 || minute > 59 || second > 59) {
    return refused(`“${text}” is no date that exists`, onError);
  }
  if (parts[4] === undefined) {
    return new Day(date.getTime());
  }
  return new Date(date.getTime() + (hour * 3600 + (minute - offset) * 60 + second) * 1000 + milliseconds);
}

function refused(message: string, onError: Problem): undefined {
  onError(message);
  return undefined;
}

function scalar(name: keyof typeof patterns, resolve: (text: string, onError: Problem) => unknown): ScalarTag[] {
  const tag = `tag:yaml.org,2002:${name}`;
  // Without a pattern it serves where the tag is written out, as in `!!float 1`.
  return [
    { tag, default: true, test: patterns[name], resolve },
    { tag, default: false, resolve }
  ];
}

/** The tags of the zoo's parser, for the `customTags` of a document. */
export function zooTags(tags: Tags): Tags {
  const kept = tags.filter(tag => typeof tag === 'string' || tag.collection || tag.tag.endsWith(':str'));
  return [
    ...kept,
    ...scalar('null', () => null),
    ...scalar('bool', readFlag),
    ...scalar('int', readWhole),
    ...scalar('float', readFloat),
    ...scalar('timestamp', readTime),
    'binary',
    'omap',
    'pairs',
    'set'
  ];
}
