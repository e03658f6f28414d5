import { isMap, isScalar, isSeq, stringify } from 'yaml';
import type { Document, Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import type { Path } from '../path';
import type { Edit } from '../fix';

/**
 * The text with only those characters changed that the edit is about; `undefined` where the place was not found or has
 * a layout that is not dealt with here. The caller holds the result against the value that it must give.
 */
export function splice(text: string, document: Document.Parsed, edit: Edit): string | undefined {
  const parent = collectionAt(document, edit.path.slice(0, -1));
  const key = edit.path.at(-1);
  if (!parent || key === undefined) {
    return undefined;
  }
  if (edit.op === 'set') {
    return set(text, parent, key, edit.value);
  }
  if (edit.op === 'rename') {
    const pair = pairOf(parent, key);
    return pair && replaceNode(text, pair.key, inline(edit.key));
  }
  if (parent.items.length === 1 && edit.path.length > 1) {
    const empty = isMap(parent) ? {} : [];
    return splice(text, document, { op: 'set', path: edit.path.slice(0, -1), value: empty });
  }
  return remove(text, parent, key);
}

type Collection = YAMLMap | YAMLSeq;

function collectionAt(document: Document.Parsed, path: Path): Collection | undefined {
  let node: unknown = document.contents;
  for (const key of path) {
    node = isMap(node)
      ? pairOf(node, key)?.value
      : isSeq(node) && typeof key === 'number'
        ? node.items[key]
        : undefined;
  }
  return isMap(node) || isSeq(node) ? node : undefined;
}

function pairOf(parent: Collection, key: string | number): Pair | undefined {
  return isMap(parent)
    ? parent.items.find(pair => isScalar(pair.key) && String(pair.key.value) === String(key))
    : undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value && Array.isArray(value.range);
}

/** Where a node begins and its content ends, without the spaces and line ends behind it. */
function spanOf(text: string, node: unknown): readonly [number, number] | undefined {
  if (!isNode(node) || !node.range) {
    return undefined;
  }
  const [start, end] = node.range;
  return [start, start + text.slice(start, end).trimEnd().length];
}

function replaceNode(text: string, node: unknown, written: string): string | undefined {
  const span = spanOf(text, node);
  return span && text.slice(0, span[0]) + written + text.slice(span[1]);
}

function set(text: string, parent: Collection, key: string | number, value: unknown): string | undefined {
  const pair = pairOf(parent, key);
  if (pair) {
    return setValue(text, pair, value);
  }
  if (isSeq(parent) && typeof key === 'number' && key < parent.items.length) {
    return replaceNode(text, parent.items[key], inline(value));
  }
  return append(text, parent, isMap(parent) ? `${inline(key)}: ${inline(value)}` : inline(value));
}

/** A value on the line of its key is replaced where it stands; one below its key, or an absent one, moves to the line. */
function setValue(text: string, { key, value: node }: Pair, value: unknown): string | undefined {
  const keySpan = spanOf(text, key);
  const span = spanOf(text, node);
  if (!keySpan || !span) {
    return undefined;
  }
  const between = text.slice(keySpan[1], span[0]);
  if (span[1] > span[0] && !between.includes('\n')) {
    const quoted = isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE');
    const written = quoted && typeof value === 'string' ? JSON.stringify(value) : inline(value);
    return text.slice(0, span[0]) + written + text.slice(span[1]);
  }
  const colon = text.indexOf(':', keySpan[1]) + 1;
  return `${text.slice(0, colon)} ${inline(value)}${text.slice(Math.max(colon, span[1]))}`;
}

/** Adds an entry behind the last one, in the layout of the collection. */
function append(text: string, parent: Collection, entry: string): string | undefined {
  const span = spanOf(text, parent);
  if (!span) {
    return undefined;
  }
  if (parent.flow) {
    const end = span[1] - 1;
    const before = text.slice(0, end).trimEnd();
    return `${before}${parent.items.length > 0 ? ', ' : ''}${entry}${text.slice(before.length)}`;
  }
  const column = text.slice(lineStart(text, span[0]), span[0]).replace(/[^ ]/g, ' ');
  const end = lineEnd(text, span[1]);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  return `${text.slice(0, end)}${newline}${column}${isMap(parent) ? '' : '- '}${entry}${text.slice(end)}`;
}

function remove(text: string, parent: Collection, key: string | number): string | undefined {
  const index = isMap(parent) ? parent.items.findIndex(pair => pair === pairOf(parent, key)) : Number(key);
  const [item, next, previous] = [index, index + 1, index - 1].map(at => entrySpan(text, parent, at));
  if (!item) {
    return undefined;
  }
  if (parent.flow) {
    const [from, to] = next ? [item[0], next[0]] : [previous?.[1] ?? item[0], item[1]];
    return text.slice(0, from) + text.slice(to);
  }
  const start = lineStart(text, item[0]);
  if (text.slice(start, item[0]).trim() === '') {
    const end = lineEnd(text, item[1]);
    return text.slice(0, start) + text.slice(end + (/^\r?\n/.exec(text.slice(end))?.[0].length ?? 0));
  }
  // The first field behind a list's dash: the next one takes its place.
  return next && text.slice(0, item[0]) + text.slice(next[0]);
}

/** From a field's key, or a list's dash, to the end of the value. */
function entrySpan(text: string, parent: Collection, index: number): readonly [number, number] | undefined {
  const item = parent.items[index];
  if (isMap(parent)) {
    const pair = parent.items[index];
    const [key, value] = [spanOf(text, pair?.key), spanOf(text, pair?.value)];
    return key && [key[0], Math.max(key[1], value?.[1] ?? 0)];
  }
  const span = spanOf(text, item);
  const dash = span && !parent.flow ? text.lastIndexOf('-', span[0] - 1) : -1;
  return span && [dash >= 0 ? dash : span[0], span[1]];
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function lineEnd(text: string, at: number): number {
  const end = /\r?\n|$/.exec(text.slice(at))?.index ?? 0;
  return at + end;
}

/** Letters first, nothing that means something to YAML. */
const plain = /^[A-Za-z_][A-Za-z0-9_./()+ -]*(?<! )$/;
/** Words that a reader of YAML 1.1 or 1.2 takes for something else than text. */
const ambiguous = /^(y|n|yes|no|on|off|true|false|null|nan|inf)$/i;

/** A value on one line that means the same inside brackets and outside, and to readers of YAML 1.1 and 1.2. */
function inline(value: unknown): string {
  if (typeof value === 'string') {
    return plain.test(value) && !ambiguous.test(value) ? value : JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(inline).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${inline(key)}: ${inline(item)}`)
      .join(', ')}}`;
  }
  if (typeof value === 'number' && Number.isFinite(value)) {
    // YAML 1.1 takes 1e-6 for a text, since it wants a point in front of the exponent.
    return String(value).replace(/^(-?\d+)e/, '$1.0e');
  }
  return stringify(value ?? null).trim();
}
