import { Cursor, inWords, isFields } from '../cursor';
import type { Fields, NamedFile, Reading } from '../cursor';
import type { Finding } from '../finding';
import type { Path } from '../path';
import type { ModelDescription } from '../model';
import { readFile } from '../files';
import { readModel } from '../model05';
import terms from '../schema/terms.json';
import { lookUp } from '../schema/complaint';
import type { FormatVersion } from '../version';
import { convertOld } from './convert';
import { judge } from './judge';
import { originalPath } from './paths';
import { entriesOf } from './rules/weights';
import { upgrade } from './upgrade';
import type { Upgraded } from './upgrade';

interface OldReadResult {
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
  const said = before.some(({ path, severity }) => severity === 'error' && path[0] === 'format_version');
  const findings = judged.findings
    .filter(({ path }) => !said || path[0] !== 'format_version')
    .map(finding => placed(finding, raw, moved));
  const { description, files } = described(judged.fields, raw, version);
  return { description, findings: [...before, ...findings], files: files.map(file => fileOf(file, moved)) };
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
  return { description, files: reading.files };
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
function fileOf({ source, sha256, path }: NamedFile, moved: Upgraded['moved']): NamedFile {
  const compared = sha256 !== undefined && path.at(-1) !== 'architecture';
  return { source, path: elsewhere(originalPath(path), moved), ...(compared && { sha256 }) };
}

/** Where the file itself has the field that a finding is about. */
function placed(finding: Finding, raw: Fields, moved: Upgraded['moved']): Finding {
  const { path, zooPath = path } = finding;
  const own = inside(raw, elsewhere(path, moved));
  const said = breaksSummary(finding) ? ['type'] : inside(raw, zooPath);
  const about = { ...finding, ...ofText(finding, raw, own), path: own };
  return said === own || said.join() === own.join() ? about : { ...about, zooPath: said };
}

/** What is wrong with a character of a text that was read as a list is said of the whole text. */
function ofText({ code, path, data }: Finding, raw: Fields, own: Path): Pick<Finding, 'data'> {
  const written = lookUp(raw, own);
  return code === 'field-type' && own.length < path.length && typeof written === 'string'
    ? { data: { ...data, found: inWords(written), expected: 'a list' } }
    : {};
}

/**
 * As far as the file itself goes: a text may have been read as a list of its characters, and below a field that stands
 * elsewhere in the file there is nothing.
 */
function inside(raw: Fields, path: Path): Path {
  let value: unknown = raw;
  const end = path.findIndex(part => {
    const open = Array.isArray(value) || isFields(value);
    value = open ? lookUp(value, [part]) : undefined;
    return !open;
  });
  return end < 0 ? path : path.slice(0, end);
}

/** Without a readable id and version the zoo's library cannot sum up what it found, and names the type instead. */
function breaksSummary({ path, code }: Finding): boolean {
  return path.length === 1 && (path[0] === 'version' || (path[0] === 'id' && code === 'field-type'));
}

/** The place that a field has in the file, where it was moved before it was read. */
function elsewhere(path: Path, moved: Upgraded['moved']): Path {
  const pair = moved.find(([to]) => to.every((part, index) => part === path[index]));
  return pair ? [...pair[1], ...path.slice(pair[0].length)] : path;
}
