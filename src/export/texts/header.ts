import type { DraftBase } from '../draft/draft';
import { slug } from '../draft/naming';
import { FILES } from '../bundle/files';
import { Float } from './yaml';

type Raw = Readonly<Record<string, unknown>>;

/** The SHA-256 of every file by name. */
export type Hashes = ReadonlyMap<string, string>;

/**
 * The first part of a description, up to its tensors: what the researcher says of the network. Documentation and cover
 * are plain strings, which every reader takes. Empty values are left out rather than written as null.
 */
export function header(draft: DraftBase, version: string, attachments: readonly string[], hashes: Hashes): Raw {
  const { fields } = draft;
  return {
    format_version: version,
    type: 'model',
    id: slug(fields.name.value),
    name: fields.name.value,
    description: fields.description.value,
    authors: unlessEmpty(fields.authors.value.map(author => ({ ...author }))),
    maintainers: unlessEmpty(maintainers(draft)),
    cite: unlessEmpty(fields.cite.value.map(citation => ({ ...citation }))),
    license: fields.license.value || undefined,
    documentation: FILES.documentation,
    covers: [FILES.cover],
    tags: unlessEmpty(fields.tags.value),
    version: fields.version.value || undefined,
    timestamp: draft.made.replace(/(\.\d+)?Z$/, '+00:00'),
    attachments: unlessEmpty(attachments.map(fileIn(hashes)))
  };
}

/** Authors who gave their GitHub name can be asked: the zoo wants one such person at least. */
function maintainers({ fields }: DraftBase): Raw[] {
  return fields.authors.value
    .filter(author => author.github_user)
    .map(({ name, github_user }) => ({ name, github_user }));
}

/** A file of the bundle as the description names it. */
export function fileIn(hashes: Hashes): (name: string) => Raw {
  return name => ({ source: name, sha256: hashes.get(name) });
}

/**
 * Where an output has k pixels for each of the input, the format takes its size as `input * scale of input / scale of
 * output`, deepImageJ as `input * scale of output`. Scales of k² and k give k both ways; without a unit only their ratio
 * means anything.
 */
export function pixelScale(scale: number): Raw {
  return scale === 1 ? {} : { scale: new Float(scale) };
}

export function haloOf(pixels: number): Raw {
  return pixels > 0 ? { halo: pixels } : {};
}

export function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
