/** A number written with a decimal point even where it is whole: readers tell integers from floats by it. */
export class Float {
  constructor(readonly value: number) {}
}

/** Words that YAML 1.1 or 1.2 readers take for a boolean or for nothing. */
const AMBIGUOUS = /^(y|n|yes|no|on|off|true|false|null|nan|inf)$/i;
/** Letters first and no character that means anything to YAML: no number, date, version, time or comment looks like it. */
const PLAIN = /^[A-Za-z][A-Za-z0-9_./()+ -]*$/;
/** Characters that JSON leaves as they are and YAML does not allow or breaks lines at. */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff]/g;

/**
 * A description as YAML that readers of version 1.1 and 1.2 understand alike: every text that one of them could take for
 * something else is quoted, there are no anchors, and numbers have a form that both know.
 * Keys keep their order; entries that are `undefined` are left out. Throws where a value is no text, number, boolean,
 * null, list or mapping, or a number is not finite.
 */
export function writeYaml(description: Readonly<Record<string, unknown>>): string {
  return lines(description).join('\n') + '\n';
}

function lines(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => indent('- ', item));
  }
  return entries(value as Record<string, unknown>).flatMap(([key, item]) => {
    const name = scalar(key);
    return isEmpty(item) ? [`${name}: ${leaf(item)}`] : [`${name}:`, ...lines(item).map(line => `  ${line}`)];
  });
}

/** A list's entry: its first line stands behind the dash. */
function indent(dash: string, item: unknown): string[] {
  if (isEmpty(item)) {
    return [dash + leaf(item)];
  }
  return lines(item).map((line, index) => (index === 0 ? dash : '  ') + line);
}

/** True for all that fits on its key's line. */
function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Float) {
    return true;
  }
  return Array.isArray(value) ? value.length === 0 : entries(value as Record<string, unknown>).length === 0;
}

function entries(value: Record<string, unknown>): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

function leaf(value: unknown): string {
  if (value instanceof Float) {
    return number(value.value, true);
  }
  switch (typeof value) {
    case 'string':
      return scalar(value);
    case 'number':
      return number(value, false);
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? '[]' : '{}';
    default:
      throw new TypeError(`A description cannot hold a ${typeof value}.`);
  }
}

function scalar(text: string): string {
  if (PLAIN.test(text) && !AMBIGUOUS.test(text) && !text.endsWith(' ')) {
    return text;
  }
  return JSON.stringify(text).replace(UNPRINTABLE, letter => {
    return '\\u' + letter.charCodeAt(0).toString(16).padStart(4, '0');
  });
}

/** YAML 1.1 takes `1e-6` for a text, since it wants a point before the exponent and a sign in it. */
function number(value: number, decimal: boolean): string {
  if (!Number.isFinite(value)) {
    throw new TypeError('A description cannot hold a number that is not finite.');
  }
  const text = String(value);
  const [mantissa, exponent] = text.split('e');
  const pointed = mantissa.includes('.') || (!decimal && exponent === undefined) ? mantissa : `${mantissa}.0`;
  return exponent === undefined ? pointed : `${pointed}e${exponent}`;
}
