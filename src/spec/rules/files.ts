import type { Fields } from '../cursor';
import type { Finding } from '../finding';
import type { Path } from '../path';
import type { ModelDescription } from '../model';
import { fieldOf, found, groupsIn, isOld, reportedAt, tensorsOf } from './places';

export const reserved = ['rdf.yaml', 'bioimageio.yaml', 'model.yaml'];

/** Suffixes that the format asks for; only that of covers may be written in capitals. */
export const coverSuffixes = ['.gif', '.jpeg', '.jpg', '.png', '.svg'];
const oldCoverSuffixes = [...coverSuffixes, '.tif', '.tiff'];

interface Named {
  readonly source: string;
  /** Where the file is described. */
  readonly path: Path;
  /** Weights, architecture and custom steps name their file among other fields: that field is what is wrong. */
  readonly among?: boolean;
  readonly suffixes?: readonly string[];
  readonly anyCase?: boolean;
}

/** What a file's name alone tells. Whether it is there, and whole, is checked where the files are. */
export function fileRules(description: ModelDescription, raw: Fields): Finding[] {
  return [...ownFiles(description), ...weightsFiles(description, raw), ...tensorFiles(description, raw)].flatMap(
    named => [...reservedRule(named), ...suffixRule(named)]
  );
}

function ownFiles(description: ModelDescription): Named[] {
  const { documentation, covers, attachments, raw } = description;
  const suffixes = isOld(description) ? oldCoverSuffixes : coverSuffixes;
  return [
    ...(documentation ? [{ source: documentation.source, path: ['documentation'], suffixes: ['.md'] }] : []),
    ...covers.map(({ source }, index) => ({ source, path: ['covers', index], suffixes, anyCase: true })),
    ...attachments.map(({ source }, index) => ({ source, path: ['attachments', index] })),
    ...['license', 'icon'].flatMap(field => described(raw[field], [field]))
  ];
}

/** A file description as a file that is named, where it is one. */
export function described(value: unknown, path: Path, suffixes?: readonly string[]): Named[] {
  const source = fieldOf(value, 'source');
  return typeof source === 'string' ? [{ source, path, ...(suffixes && { suffixes }) }] : [];
}

function weightsFiles({ weights }: ModelDescription, raw: Fields): Named[] {
  return weights.flatMap(({ format, source }) => {
    const entry = fieldOf(raw, 'weights', format);
    const path = ['weights', format];
    const keras = format === 'keras_v3' ? { suffixes: ['.keras'] } : {};
    const architecture = described(fieldOf(entry, 'architecture'), [...path, 'architecture']);
    return [
      { source, path, among: true, ...keras },
      ...described(fieldOf(entry, 'external_data'), [...path, 'external_data'], ['.data']),
      ...described(fieldOf(entry, 'dependencies'), [...path, 'dependencies'], ['.yaml', '.yml']),
      ...architecture.map(named => ({ ...named, among: true }))
    ];
  });
}

function tensorFiles(description: ModelDescription, raw: Fields): Named[] {
  const tensors = tensorsOf(description).flatMap(({ tensor, path }) => [
    ...described(tensor.testTensor, [...path, 'test_tensor']),
    ...described(tensor.sampleTensor, [...path, 'sample_tensor'])
  ]);
  const steps = groupsIn(raw.outputs, ['outputs']).flatMap(({ fields, path }) =>
    groupsIn(fields.postprocessing, [...path, 'postprocessing']).flatMap(step => described(step.fields, step.path))
  );
  return [...tensors, ...steps.map(named => ({ ...named, among: true }))];
}

function reservedRule({ source, path, among }: Named): Finding[] {
  const name = source.split('/').at(-1) ?? source;
  const taken = reserved.some(kept => name === kept || name.endsWith(`.${kept}`));
  return taken ? [found('file-reserved', among ? [...path, 'source'] : path, { file: source })] : [];
}

/** Whether a file's name ends as the format asks for. */
export function suffixRule({ source, path, among, suffixes = [], anyCase }: Named): Finding[] {
  const suffix = suffixOf(source);
  const fits = suffixes.length === 0 || suffixes.includes(anyCase ? suffix.toLowerCase() : suffix);
  const data = { file: source, expected: suffixes.join(' or ') };
  const finding = found('file-suffix', path, data);
  return fits ? [] : [among ? reportedAt([...path, 'source'], finding) : finding];
}

/** A name without the slashes at its end. */
function withoutEnd(name: string): string {
  let end = name.length;
  while (name[end - 1] === '/') {
    end--;
  }
  return name.slice(0, end);
}

/** The last suffix of a file's name, as Python's pathlib has it: a leading dot starts none. */
export function suffixOf(source: string): string {
  const path = /^https?:\/\//.test(source) ? source.split(/[?#]/)[0] : withoutEnd(source);
  const name = path.split('/').at(-1) ?? '';
  return /[^.](\.[^.]+)$/.exec(name)?.[1] ?? '';
}
