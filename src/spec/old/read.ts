import { Cursor } from '../cursor';
import type { Fields, NamedFile, Reading } from '../cursor';
import type { Finding, Path } from '../finding';
import type { ModelDescription } from '../model';
import { readFile } from '../files';
import { readModel } from '../model05';
import terms from '../schema/terms.json';
import type { FormatVersion } from '../version';
import { convertOld } from './convert';
import { judge } from './judge';
import { originalPath } from './paths';
import { entriesOf } from './rules/weights';
import { upgrade } from './upgrade';
import type { Upgraded } from './upgrade';

export interface OldReadResult {
  readonly description: ModelDescription;
  readonly findings: Finding[];
  readonly files: readonly NamedFile[];
}

/**
 * Reads a description of 0.4 or 0.3: judged by the rules of 0.4, and described in the shapes of 0.5.
 * Findings and files keep the places that they have in the file itself.
 */
export function readOld(raw: Fields, before: readonly Finding[], version: FormatVersion): OldReadResult {
  const { fields, broken, moved } = upgrade(raw);
  const judged = broken ? { fields, findings: [brokenOff] } : judge(fields);
  const findings = judged.findings.map(finding => placed(finding, moved));
  return { ...described(judged.fields, raw, version), findings: [...before, ...findings] };
}

const brokenOff: Finding = { code: 'old-unreadable', by: 'zoo', severity: 'error', path: [] };

/** The description is built from whatever can be used; what cannot has been judged before. */
function described(fields: Fields, raw: Fields, version: FormatVersion) {
  const reading: Reading = { findings: [], files: [], unknown: 'warning', lowerIds: false };
  const read = readModel(new Cursor(convertOld(fields), [], reading), version);
  entriesOf(fields).forEach(({ fields: entry, path }) => noteAttachments(new Cursor(entry, path, reading)));
  // A description of 0.3 is one of 0.4 from here on, as it is to the zoo's library.
  const formatVersion = version.text.startsWith('0.4') ? version.text : terms.newest['0.4'];
  const description = { ...read, formatVersion, raw };
  return { description, files: reading.files.map(fileOf) };
}

/** Weights may have files of their own, for which 0.5 has no place. */
function noteAttachments(entry: Cursor): void {
  entry
    .at('attachments')
    .at('files')
    .items()
    .forEach(file => readFile(file, { plain: true }));
}

/** The zoo's library does not compare the hash of a network's source code while it reads 0.4. */
function fileOf({ source, sha256, path }: NamedFile): NamedFile {
  const compared = sha256 !== undefined && path.at(-1) !== 'architecture';
  return { source, path: originalPath(path), ...(compared && { sha256 }) };
}

/** Where the file itself has the field that a finding is about. */
function placed(finding: Finding, moved: Upgraded['moved']): Finding {
  const { path, zooPath = path } = finding;
  const from = moved.find(([to]) => to.every((part, index) => part === path[index]));
  return from ? { ...finding, path: elsewhere(path, from), zooPath } : finding;
}

function elsewhere(path: Path, [to, from]: readonly [Path, Path]): Path {
  return [...from, ...path.slice(to.length)];
}
