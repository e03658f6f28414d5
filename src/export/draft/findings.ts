import { isFields } from '../../spec/cursor';
import type { Fields } from '../../spec/cursor';
import type { Finding } from '../../spec/finding';
import type { Path } from '../../spec/path';
import { applyFix } from '../../spec/fixes/apply';
import { addFixes } from '../../spec/fixes/fixes';
import { readRaw } from '../../spec/read';
import type { Author, Citation, Draft, DraftBase, DraftFields, FieldName } from './draft';
import { editField } from './edit';
import { networkEntry } from '../networks/catalogue';
import { knownOf, remarksOf } from '../networks/remarks';

/** What is to be said of one field of the draft: by the format, or, of the output, by the network's own recipe. */
export interface DraftFinding {
  readonly field: FieldName | 'fileName' | 'output';
  /** The place inside the field, for instance `[0, 'orcid']` of the authors; absent where it is the whole field. */
  readonly path?: Path;
  readonly finding: Finding;
  /** The draft with the finding's mend made; the same draft where there is none. */
  apply<D extends DraftBase>(draft: D): D;
}

/**
 * What the format will say of the fields that the researcher edits: its own rules, on a description that is whole but for
 * them. About 1 ms, so it may be asked with every letter typed.
 */
export function draftFindings(draft: Draft): DraftFinding[] {
  return [...fieldFindings(draft), ...outputFindings(draft)];
}

/** Where the bundle will differ from the notebook, and the notebook's training from its prediction. */
function outputFindings({ candidate, output }: Draft): DraftFinding[] {
  const remarks = candidate.network ? remarksOf(networkEntry(candidate.network.id), output, knownOf(candidate)) : [];
  return remarks.map(finding => ({ field: 'output', finding, apply: draft => draft }));
}

/** The same for any draft: what is said of its fields. */
export function fieldFindings(draft: DraftBase): DraftFinding[] {
  const raw = describeFields(draft);
  return addFixes(readRaw(raw).findings, raw).flatMap(finding => {
    const [field, path] = fieldOf(finding.path);
    return field
      ? [{ field, ...(path.length > 0 && { path }), finding, apply: before => mended(before, finding) }]
      : [];
  });
}

/** The draft with the mend of the finding made. */
export function applyDraftFix(draft: Draft, { finding }: DraftFinding): Draft {
  return mended(draft, finding);
}

const tensor = (id: string, size: unknown) => ({
  id,
  axes: [{ type: 'batch' }, { type: 'space', id: 'x', size }],
  test_tensor: { source: `${id}.npy` },
  sample_tensor: { source: `${id}.tif` }
});

/** A description with nothing to say about, to stand around the draft's own fields. */
const around = {
  format_version: '0.5.8',
  type: 'model',
  documentation: 'README.md',
  covers: ['cover.png'],
  inputs: [tensor('input', 64)],
  outputs: [tensor('output', { tensor_id: 'input', axis_id: 'x' })],
  weights: { onnx: { source: 'weights.onnx', opset_version: 17 } }
} as const;

const described = ['name', 'description', 'authors', 'license', 'cite', 'tags', 'version'] as const;
type Described = (typeof described)[number];

function isDescribed(key: unknown): key is Described {
  return described.some(name => name === key);
}

/** Empty values are left out, as they are when the bundle is made; the name cannot be. */
function describeFields({ fields }: DraftBase): Fields {
  const stated = described.filter(key => key === 'name' || fields[key].value.length > 0);
  return { ...around, ...Object.fromEntries(stated.map(key => [key, fields[key].value])) };
}

function fieldOf([first, ...rest]: Path): readonly [DraftFinding['field'] | undefined, Path] {
  // Maintainers are made from the authors who have a GitHub name.
  return first === 'maintainers' ? ['authors', []] : [isDescribed(first) ? first : undefined, rest];
}

function mended<D extends DraftBase>(draft: D, { fix }: Finding): D {
  if (!fix) {
    return draft;
  }
  const before = describeFields(draft);
  const after = applyFix(before, fix);
  return described.filter(key => after[key] !== before[key]).reduce((edited, key) => edit(edited, key, after[key]), draft); // prettier-ignore
}

const readers: { readonly [K in Described]: (value: unknown) => DraftFields[K]['value'] } = {
  name: text,
  description: text,
  license: text,
  version: text,
  tags: value => entries(value).flatMap(tag => (typeof tag === 'string' ? [tag] : [])),
  authors: value => entries(value).filter(isFields).map(author),
  cite: value => entries(value).filter(isFields).map(citation)
};

function edit<D extends DraftBase, K extends Described>(draft: D, key: K, value: unknown): D {
  return editField(draft, key, readers[key](value));
}

function author(fields: Fields): Author {
  return { ...texts(fields, ['affiliation', 'orcid', 'github_user']), name: text(fields.name) };
}

function citation(fields: Fields): Citation {
  return { ...texts(fields, ['doi', 'url']), text: text(fields.text) };
}

function texts<K extends string>(fields: Fields, keys: readonly K[]): { readonly [P in K]?: string } {
  const found: { [P in K]?: string } = {};
  for (const key of keys) {
    const value = fields[key];
    if (typeof value === 'string') {
      found[key] = value;
    }
  }
  return found;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function entries(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
