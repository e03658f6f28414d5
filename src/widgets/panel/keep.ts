import type { Draft } from '../../export/draft';
import { editField, type Editable } from '../../export/edit';

const editable = [
  'name',
  'description',
  'authors',
  'license',
  'cite',
  'tags',
  'version',
  'data',
  'fileName'
] as const satisfies readonly (keyof Editable)[];

/**
 * A new draft of the same network with everything that the researcher has set in the old one: looking again
 * (the kernel was restarted, training went on) must not lose it.
 */
export function keepEdits(fresh: Draft, old: Draft | null): Draft {
  if (!old || old.candidate.id !== fresh.candidate.id) {
    return fresh;
  }
  const edited = editable.reduce((draft, name) => keepField(draft, old, name), fresh);
  const known = fresh.candidate.weights.some(({ id }) => id === old.weights);
  return {
    ...edited,
    weights: known ? old.weights : fresh.weights,
    output: old.output,
    threshold: old.threshold?.origin === 'user' ? old.threshold : fresh.threshold,
    image: old.image,
    crop: old.crop
  };
}

function keepField<K extends keyof Editable>(draft: Draft, old: Draft, name: K): Draft {
  const fields: Editable = { ...old.fields, fileName: old.fileName };
  const field = fields[name];
  return field.origin === 'user' ? editField(draft, name, field.value) : draft;
}
