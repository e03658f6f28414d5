import type { NamedFile } from '../../spec/cursor';
import type { Finding } from '../../spec/finding';
import type { Fix } from '../../spec/fix';
import type { OpenBundle } from '../../bundle/open';
import { isDescription } from '../../bundle/inside';
import { isRemote } from '../../bundle/remote';
import { describedPath, printable, sameFileName } from '../../bundle/limits';
import type { Container, FileSource } from '../../bundle/source';
import { SourceError } from '../../bundle/source';

/** Nothing of the description changes: a bundle that is mended is packed anew, with exact names and deflate. */
const writtenAnew: Fix = { label: 'Write the zip anew', edits: [] };

interface Subject {
  readonly source: FileSource;
  readonly bundle: OpenBundle;
  /** The files that the description names and that are there. */
  readonly named: readonly NamedFile[];
  readonly signal?: AbortSignal;
}

/**
 * What the zoo's library does not find or cannot unpack, although it may have been read here. Every file of a zip is read
 * to its end for it, those that nobody names too; of a folder only the named ones, since it may be anybody's.
 */
export async function containerFindings(subject: Subject): Promise<Finding[]> {
  const { source, bundle, named, signal } = subject;
  const container = await source.container?.(signal);
  if (!container) {
    return [];
  }
  const inside = new Map(named.map(file => [sameFileName(bundle.folder + describedPath(file.source)), file]));
  const all = (await source.list(signal)).map(({ name }) => name);
  const failed = await passAll(source, container.kind === 'zip' ? all : [...inside.keys()], signal);
  if (container.refusal !== undefined) {
    const data = { problem: container.refusal };
    return [{ code: 'container-unopened', by: 'zoo', severity: 'error', path: [], data, fix: writtenAnew }];
  }
  return [
    ...descriptionFindings(bundle, container),
    ...oddFindings(bundle, container, all),
    ...named.flatMap(file => nameFinding(file, bundle, container) ?? []),
    ...unreadFindings(subject, container, inside, failed)
  ];
}

/** Why each file could not be read to its end, in sentences. */
async function passAll(
  source: FileSource,
  names: readonly string[],
  signal?: AbortSignal
): Promise<ReadonlyMap<string, string>> {
  const failed = new Map<string, string>();
  for (const name of names) {
    signal?.throwIfAborted();
    try {
      await source.pass?.(name, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof SourceError)) {
        throw error;
      }
      failed.set(name, error.message);
    }
  }
  return failed;
}

/** The description under a name that the zoo does not look for; where a folder wraps all, that is told elsewhere. */
function descriptionFindings({ description, folder }: OpenBundle, { names, kind }: Container): Finding[] {
  if (kind === 'folder' || folder !== '' || names.has(description)) {
    return [];
  }
  const data = { file: description, found: writtenAs(description, names) };
  return [{ code: 'container-description', by: 'zoo', severity: 'error', path: [], data, fix: writtenAnew }];
}

/** What the zoo's library does not mind. */
function oddFindings({ description }: OpenBundle, container: Container, all: readonly string[]): Finding[] {
  const { kind, overlapping } = container;
  const about = { by: 'zooport', path: [] } as const;
  const descriptions = kind === 'zip' ? all.filter(isDescription) : [];
  const files = descriptions.map(printable).slice(0, 3);
  const data = { count: descriptions.length, files, file: printable(description) };
  return [
    ...(descriptions.length > 1 ? [{ code: 'container-several', severity: 'warning', data, ...about } as const] : []),
    ...(overlapping === undefined
      ? []
      : [{ code: 'container-overlap', severity: 'error', data: { file: printable(overlapping) }, fix: writtenAnew, ...about } as const]) // prettier-ignore
  ];
}

function nameFinding({ source, path }: NamedFile, { folder }: OpenBundle, { names }: Container): Finding | undefined {
  // The library takes steps that lead nowhere out of the description's names, not out of the zip's.
  const exact = folder + describedPath(source);
  if (isRemote(source) || names.has(exact)) {
    return undefined;
  }
  const data = { file: source, found: writtenAs(exact, names) };
  return { code: 'container-name', by: 'zoo', severity: 'error', path, data, fix: writtenAnew };
}

/** How a file's name stands in the bundle, with what cannot be seen: the two forms of “é” look the same. */
function writtenAs(file: string, names: ReadonlySet<string>): string {
  const found = [...names].find(name => sameFileName(name) === sameFileName(file)) ?? file;
  const alike = found.normalize('NFC') === file.normalize('NFC');
  return alike ? `${printable(found)} (the same letters in another form of Unicode)` : printable(found);
}

function unreadFindings(
  { bundle }: Subject,
  { unreadable }: Container,
  inside: ReadonlyMap<string, NamedFile>,
  failed: ReadonlyMap<string, string>
): Finding[] {
  return [...new Set([...unreadable.keys(), ...failed.keys()])].map(name => {
    const file = inside.get(name);
    const path = file?.path ?? [];
    const by = file || name === bundle.description ? 'zoo' : 'zooport';
    const data = { file: printable(name) };
    const unread = unreadable.get(name);
    if (!unread) {
      return { code: 'file-unreadable', by, severity: 'error', path, data: { ...data, problem: failed.get(name) } };
    }
    const about = { ...data, problem: unread.reason };
    const packed = unread.reason.startsWith('it is packed with');
    return unread.readHere
      ? { code: 'container-file', by, severity: 'error', path, data: about, fix: writtenAnew }
      : { code: packed ? 'container-file' : 'container-damaged', by, severity: 'error', path, data: about };
  });
}

/** What other findings said of a file that cannot be unpacked would only say it again. */
export function withoutRepeats(findings: readonly Finding[], container: readonly Finding[]): Finding[] {
  const told = new Set(container.map(({ data }) => data?.file));
  const again = new Set(['file-unreadable', 'test-tensor-unreadable']);
  return findings.filter(({ code, data }) => !again.has(code) || !told.has(data?.file));
}
