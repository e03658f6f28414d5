import type { Author, Citation, Draft, DraftBase } from '../../export/draft/draft';
import { editField, type Editable } from '../../export/draft/edit';
import type { CropBox } from '../../kernel/protocol';
import { isSameNetwork } from './identity';
import { isRecord } from '../../tensor/lookup';

/** Values that the researcher has entered. */
export type FieldEdits = { readonly [K in keyof Editable]?: Editable[K]['value'] };

/** What the researcher has set in a draft: it outlives a new look at the same network, and the page itself. */
interface Edits {
  readonly fields: FieldEdits;
  readonly weights: string;
  readonly output: string;
  readonly threshold: number | null;
  readonly image: string | null;
  readonly crop: CropBox | null;
}

type Check<T> = (value: unknown) => value is T;

/** Every field that can be edited, with what tells its values from anything else that a page's memory may hold. */
const editable: { readonly [K in keyof Editable]: Check<Editable[K]['value']> } = {
  name: isText,
  description: isText,
  authors: listOf(isAuthor),
  license: isText,
  cite: listOf(isCitation),
  tags: listOf(isText),
  version: isText,
  data: isText,
  fileName: isText
};

const names = Object.keys(editable) as (keyof Editable)[];

export function fieldsOf(draft: DraftBase): FieldEdits {
  const all: Editable = { ...draft.fields, fileName: draft.fileName };
  const set = names.filter(name => all[name].origin === 'user').map(name => [name, all[name].value]);
  return Object.fromEntries(set) as FieldEdits;
}

export function withFields<D extends DraftBase>(fresh: D, fields: FieldEdits): D {
  return names.reduce((draft, name) => keepField(draft, fields, name), fresh);
}

/** The fields in what a page's memory holds; what is none of them is left out. */
export function readFields(fields: Readonly<Record<string, unknown>>): FieldEdits {
  const good = names.flatMap(name => (editable[name](fields[name]) ? [[name, fields[name]] as const] : []));
  return Object.fromEntries(good) as FieldEdits;
}

export function editsOf(draft: Draft): Edits {
  return {
    fields: fieldsOf(draft),
    weights: draft.weights,
    output: draft.output,
    threshold: draft.threshold?.origin === 'user' ? draft.threshold.value : null,
    image: draft.image,
    crop: draft.crop
  };
}

/** A new draft with everything that the researcher has set before. */
export function withEdits(fresh: Draft, edits: Edits): Draft {
  const edited = withFields(fresh, edits.fields);
  const { threshold } = fresh;
  const known = fresh.candidate.weights.some(({ id }) => id === edits.weights);
  return {
    ...edited,
    weights: known ? edits.weights : fresh.weights,
    output: edits.output as Draft['output'],
    threshold:
      threshold && edits.threshold !== null
        ? { ...threshold, value: edits.threshold, origin: 'user', where: 'entered by you' }
        : threshold,
    image: edits.image,
    crop: edits.crop
  };
}

/**
 * A new draft of the same network with everything that the researcher has set in the old one: looking again
 * (the kernel was restarted, training went on) must not lose it.
 */
export function keepEdits(fresh: Draft, old: Draft | null): Draft {
  return old && isSameNetwork(fresh.candidate, old.candidate) ? withEdits(fresh, editsOf(old)) : fresh;
}

function keepField<D extends DraftBase, K extends keyof Editable>(draft: D, fields: FieldEdits, name: K): D {
  const value = fields[name];
  return value === undefined ? draft : editField(draft, name, value);
}

/** What a page's memory holds, where it is what `editsOf` gave; else null. `outputs`: those that the network has. */
export function readEdits(value: unknown, outputs: readonly string[]): Edits | null {
  if (!isRecord(value) || !isRecord(value.fields) || !isText(value.weights) || !isText(value.output)) {
    return null;
  }
  const { fields, weights, output, threshold, image, crop } = value;
  return outputs.includes(output)
    ? {
        fields: readFields(fields),
        weights,
        output,
        threshold: typeof threshold === 'number' ? threshold : null,
        image: isText(image) ? image : null,
        crop: isCrop(crop) ? crop : null
      }
    : null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function listOf<T>(check: Check<T>): Check<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(check);
}

function textsOnly(value: unknown, needed: string): value is Record<string, string> {
  return isRecord(value) && isText(value[needed]) && Object.values(value).every(isText);
}

function isAuthor(value: unknown): value is Author {
  return textsOnly(value, 'name');
}

function isCitation(value: unknown): value is Citation {
  return textsOnly(value, 'text');
}

function isCrop(value: unknown): value is CropBox {
  return isRecord(value) && ['y', 'x', 'height', 'width'].every(key => typeof value[key] === 'number');
}
