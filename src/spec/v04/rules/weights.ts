import { isFields } from '../../cursor';
import type { Fields } from '../../cursor';
import type { Finding } from '../../finding';
import type { Path } from '../../path';
import { fieldOf, found, reportedAt } from '../../rules/places';
import { problemOf } from '../../schema/formats';
import { fileProblem } from './fileNames';
import { isSet, isSound } from './places';
import type { OldRule } from './places';

interface Entry {
  readonly format: string;
  readonly fields: Fields;
  readonly path: Path;
}

export function entriesOf({ weights }: Fields): Entry[] {
  return Object.entries(isFields(weights) ? weights : {}).flatMap(([format, fields]) =>
    isFields(fields) ? [{ format, fields, path: ['weights', format] }] : []
  );
}

/** Texts of two parts: where a network's code is, and what it depends on. */
export const callableRules: OldRule = fields =>
  entriesOf(fields).flatMap(({ format, fields: { architecture, dependencies }, path }) => [
    ...(format === 'pytorch_state_dict' && typeof architecture === 'string' && !isCallable(architecture)
      ? [found('old-architecture', [...path, 'architecture'], { found: architecture })]
      : []),
    ...(typeof dependencies === 'string' && !areDependencies(dependencies)
      ? [found('old-dependencies', [...path, 'dependencies'], { found: dependencies })]
      : [])
  ]);

/** A file and the name in it, `network.py:Net`; `undefined` where the text names a module. */
export function fileOfCallable(text: string): { readonly file: string; readonly name: string } | undefined {
  const parts = text.trim().split(':');
  const name = parts.at(-1) ?? '';
  const file = parts.slice(0, -1).join(':');
  const fits = hasTwoParts(text.trim()) && !fileProblem(file) && isName(name);
  return fits ? { file, name } : undefined;
}

/** On one line, and a colon with something on both sides. */
function hasTwoParts(text: string): boolean {
  const colon = text.indexOf(':', 1);
  return colon > 0 && colon < text.length - 1 && !/[\n\r\u2028\u2029]/.test(text);
}

function isName(text: string): boolean {
  return problemOf('identifier', text) === undefined;
}

function isCallable(text: string): boolean {
  const parts = text.trim().split('.');
  return fileOfCallable(text) !== undefined || (parts.length > 1 && parts.every(isName));
}

/** `conda:environment.yaml` */
export function fileOfDependencies(text: string): string | undefined {
  const [manager, ...file] = text.trim().split(':');
  return hasTwoParts(text.trim()) && manager !== '' ? file.join(':') : undefined;
}

function areDependencies(text: string): boolean {
  const file = fileOfDependencies(text);
  return file !== undefined && !fileProblem(file, { reserved: true });
}

/** What the fields of one kind of weights say of each other. That one is the original is not looked at in 0.4. */
export const weightsRules: OldRule = (fields, rejected) => {
  const entries = entriesOf(fields);
  const own = entries
    .filter(({ path }) => isSound(path, rejected))
    .flatMap(entry => entryRule(entry).map(finding => reportedAt(entry.path, finding)));
  const none = isFields(fields.weights) && Object.values(fields.weights).every(entry => !isSet(entry));
  return none && isSound(['weights'], rejected) ? [...own, found('weights-none', ['weights'])] : own;
};

function entryRule({ format, fields, path }: Entry): Finding[] {
  if (fields.parent === format) {
    return [found('weights-parent-self', [...path, 'parent'])];
  }
  const architecture = format === 'pytorch_state_dict' ? fieldOf(fields, 'architecture') : undefined;
  if (typeof architecture !== 'string') {
    return [];
  }
  const [inFile, hashed] = [fileOfCallable(architecture) !== undefined, isSet(fields.architecture_sha256)];
  const place = [...path, 'architecture_sha256'];
  if (inFile === hashed) {
    return [];
  }
  return [found(inFile ? 'old-architecture-hash' : 'old-architecture-hash-extra', place, { found: architecture })];
}
