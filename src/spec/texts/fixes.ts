/** What the button of each mend says. Names in braces are filled in by the mend. */
const fixTexts = {
  use: 'Use {value}',
  'use-in': 'Use {value} for “{field}”',
  remove: 'Remove “{field}”',
  'remove-entry': 'Leave “{value}” out',
  rename: 'Call it “{value}”',
  'rename-field': 'Rename “{field}” to “{value}”',
  quote: 'Put quotes around it: “{value}”',
  'as-list': 'Make it a list of one',
  'as-file': 'Write it as a file: source “{value}”',
  'add-field': 'Add “{field}”: {value}',
  swap: 'Swap the two: {value}',
  shorten: 'Shorten it to {length} characters',
  trim: 'Remove the spaces around it',
  'own-hash': 'Take the SHA-256 of the file as it is now (nobody can then see that it was changed)',
  'any-size': 'Take any number of images at once',
  follow: 'Let it follow “{value}”',
  halo: 'Use a halo of {value}',
  'no-halo': 'Use no halo',
  'end-float': 'End with ensure_dtype float32',
  percentiles: 'Use {value} percent',
  tolerance: 'Tolerate {value}',
  'no-parent': 'Remove “parent”',
  'no-limit': 'Leave the limit out',
  one: 'Describe all channels at once',
  'test-size': 'Use {value}, as in the test tensor',
  'test-type': 'Use {value}, as in the test tensor',
  'test-range': 'Use {value}, as in the test tensor',
  'file-opset': 'Use {value}, as in the file',
  'network-size': 'Use {value}, as in the network',
  'end-type': 'End with ensure_dtype {value}',
  'one-number': 'Use one number for all channels'
} as const;

export type FixKind = keyof typeof fixTexts;

/** Values longer than this would make a button too wide. */
const longest = 48;

/** The label of a mend, filled in. */
export function fixLabel(kind: FixKind, data: Readonly<Record<string, unknown>> = {}): string {
  return fixTexts[kind].replace(/\{(\w+)\}/g, (_, key: string) => shown(data[key]));
}

function shown(value: unknown): string {
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
