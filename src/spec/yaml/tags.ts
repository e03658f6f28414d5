import type { DocumentEvent } from 'js-yaml';

/** What YAML's own tags begin with; `!!` is short for it. */
export const standard = 'tag:yaml.org,2002:';

interface Tagged {
  readonly tagStart: number;
  readonly tagEnd: number;
}

/** The tag of a node in full; `!` where it is empty. */
export function fullTag(
  text: string,
  { tagStart, tagEnd }: Tagged,
  directives: DocumentEvent['directives']
): string | undefined {
  if (tagStart < 0) {
    return undefined;
  }
  const raw = text.slice(tagStart, tagEnd);
  if (raw.startsWith('!<')) {
    return raw.slice(2, -1);
  }
  const [handle] = /^!(?:[^!]*!)?/.exec(raw) ?? [''];
  const prefixes = directives.map(one => (one.kind === 'tag' && one.handle === handle ? one.prefix : undefined));
  const prefix = prefixes.find(one => one !== undefined) ?? (handle === '!!' ? standard : handle);
  return raw === '!' ? raw : prefix + raw.slice(handle.length);
}

/** A list or a group with its tag; “pairs” and “omap” are lists of groups with one field each. */
export function collectionOf(
  kind: 'list' | 'group',
  value: unknown[] | Record<string, unknown>,
  tag: string | undefined
): { readonly value: unknown } | { readonly problem: string } {
  const own = kind === 'list' ? 'seq' : 'map';
  if (tag === undefined || tag === '!' || tag === `${standard}${own}`) {
    return { value };
  }
  if (tag === `${standard}set` && kind === 'group') {
    return { value: new Set(Object.keys(value)) };
  }
  const isPairs = tag === `${standard}pairs`;
  const pairs = Array.isArray(value) ? value.map(pairOf) : [];
  if ((!isPairs && tag !== `${standard}omap`) || kind !== 'list' || pairs.includes(undefined)) {
    return { problem: `the tag “${tag}” is not understood here` };
  }
  const entries = pairs.flatMap(pair => (pair ? [pair] : []));
  return { value: isPairs ? entries : new Map(entries) };
}

function pairOf(item: unknown): [string, unknown] | undefined {
  const entries = typeof item === 'object' && item !== null ? Object.entries(item) : [];
  return entries.length === 1 ? entries[0] : undefined;
}
