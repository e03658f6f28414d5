import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import type { Finding } from '../finding';
import type { Path } from '../path';
import type { FileRef, ModelDescription } from '../model';
import { tensorsOf } from '../rules/places';
import { say } from './say';

/** What happens to a description on its way into the zoo. */
export function uploadAdvice(description: ModelDescription, raw: Fields): Finding[] {
  return [...idSet(description), ...toleranceDropped(raw), ...nested(description), ...coverNone(description)];
}

function idSet({ id }: ModelDescription): Finding[] {
  return id === undefined ? [] : [say('id-set', 'info', ['id'], { id })];
}

function toleranceDropped({ config }: Fields): Finding[] {
  const bioimageio = isFields(config) ? config.bioimageio : undefined;
  const listed = isFields(bioimageio) ? bioimageio.reproducibility_tolerance : undefined;
  const path = ['config', 'bioimageio', 'reproducibility_tolerance'];
  return Array.isArray(listed) && listed.length > 0 ? [say('tolerance-dropped', 'info', path)] : [];
}

function coverNone({ covers }: ModelDescription): Finding[] {
  return covers.length === 0 ? [say('cover-none', 'info', ['covers'])] : [];
}

function nested(description: ModelDescription): Finding[] {
  return named(description)
    .filter(([{ source }]) => isInFolder(source))
    .map(([{ source }, path]) => say('file-nested', 'warning', path, { file: source }));
}

function isInFolder(source: string): boolean {
  const plain = source.replace(/^(\.\/)+/, '');
  const elsewhere = /^([a-z][a-z0-9+.-]*:|\/|\\)/i.test(plain) || plain.split('/').includes('..');
  return plain.includes('/') && !elsewhere;
}

function named(description: ModelDescription): (readonly [FileRef, Path])[] {
  const { documentation, covers, attachments, weights } = description;
  const lists = (files: readonly FileRef[], field: string) =>
    files.map((file, index) => [file, [field, index]] as const);
  return [
    ...(documentation ? [[documentation, ['documentation']] as const] : []),
    ...lists(covers, 'covers'),
    ...lists(attachments, 'attachments'),
    ...weights.flatMap(entry => [
      [entry, ['weights', entry.format]] as const,
      ...(entry.externalData ? [[entry.externalData, ['weights', entry.format, 'external_data']] as const] : [])
    ]),
    ...tensorsOf(description).flatMap(({ tensor, path }) => [
      ...(tensor.testTensor ? [[tensor.testTensor, [...path, 'test_tensor']] as const] : []),
      ...(tensor.sampleTensor ? [[tensor.sampleTensor, [...path, 'sample_tensor']] as const] : [])
    ])
  ];
}
