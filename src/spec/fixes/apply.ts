import { isFields } from '../cursor';
import type { Path } from '../path';
import type { Edit, Fix } from '../fix';

/** The parsed description after a mend; the original stays as it is. What an edit cannot reach stays as it is, too. */
export function applyFix(raw: Readonly<Record<string, unknown>>, fix: Fix): Record<string, unknown> {
  const mended = fix.edits.reduce<unknown>(applyEdit, raw);
  return isFields(mended) ? { ...mended } : { ...raw };
}

/**
 * The text of the description after a mend: comments, order and layout of all else stay. What writes it knows comments,
 * which the reader does not, is larger than that, and is loaded with the first mend.
 */
export async function applyFixToText(text: string, fix: Fix): Promise<string> {
  const { editText } = await import(/* webpackChunkName: "mend" */ './text');
  return fix.edits.reduce((edited, edit) => editText(edited, edit, applyEdit), text);
}

/** Several mends of one description as one, so that no place moves before the edit that means it. */
export function joinFixes(fixes: readonly Fix[]): Fix {
  const edits = fixes.flatMap(fix => fix.edits);
  const written = edits.map(edit => JSON.stringify(edit));
  const once = edits.filter((_, index) => written.indexOf(written[index]) === index);
  const of = (op: Edit['op']) => once.filter(edit => edit.op === op);
  const backwards = (one: Edit, other: Edit) => comparePaths(other.path, one.path);
  return {
    label: fixes.map(fix => fix.label).join('; '),
    edits: [...of('set'), ...of('remove').sort(backwards), ...of('rename').sort(backwards)]
  };
}

/** In the order of the description; what lies deeper comes later. */
function comparePaths(one: Path, other: Path): number {
  const length = Math.min(one.length, other.length);
  for (let depth = 0; depth < length; depth++) {
    const [a, b] = [one[depth], other[depth]];
    if (a !== b) {
      return typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1;
    }
  }
  return one.length - other.length;
}

/** One edit of a plain value, copied where it changes. */
function applyEdit(value: unknown, edit: Edit): unknown {
  const [key, ...rest] = edit.path;
  if (key === undefined) {
    return edit.op === 'set' ? edit.value : value;
  }
  if (rest.length > 0) {
    return changeAt(value, key, inner => applyEdit(inner, { ...edit, path: rest }));
  }
  switch (edit.op) {
    case 'set':
      return changeAt(value, key, () => edit.value);
    case 'remove':
      return removeAt(value, key);
    case 'rename':
      return isFields(value) && Object.hasOwn(value, key)
        ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name === key ? edit.key : name, item]))
        : value;
  }
}

function changeAt(value: unknown, key: string | number, change: (inner: unknown) => unknown): unknown {
  if (typeof key === 'number') {
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    const reached = (Array.isArray(value) || value === undefined || value === null) && key <= list.length;
    return reached ? [...list.slice(0, key), change(list[key]), ...list.slice(key + 1)] : value;
  }
  if (isFields(value)) {
    const inner = Object.hasOwn(value, key) ? value[key] : undefined;
    return { ...value, [key]: change(inner) };
  }
  return value === undefined || value === null ? { [key]: change(undefined) } : value;
}

function removeAt(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) {
    return value.filter((_, index) => index !== key);
  }
  return isFields(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) : value;
}
