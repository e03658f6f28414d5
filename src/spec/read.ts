import { Cursor, inWords, isFields } from './cursor';
import type { Fields, NamedFile, Reading } from './cursor';
import type { Finding } from './finding';
import type { ModelDescription } from './model';
import { readModel } from './model05';
import { convertOld } from './old/convert';
import { originalPath } from './old/paths';
import { applyRules } from './rules';
import { readVersion } from './version';
import type { FormatVersion } from './version';
import { parseYaml } from './yaml';

export interface ReadResult {
  /** `null` where this is no model description of a version that can be read. */
  readonly description: ModelDescription | null;
  /** What the text alone tells; files and their hashes are checked where the files are (`preview`). */
  readonly findings: Finding[];
  /** Every file that the description names, with its place. */
  readonly files: readonly NamedFile[];
}

/** Reads a model description, format 0.5 or 0.4, and says what is wrong with it. Never throws. */
export function readDescription(yamlText: string): ReadResult {
  const { value, findings } = parseYaml(yamlText);
  if (value === undefined) {
    return { description: null, findings, files: [] };
  }
  const read = readRaw(value);
  return { ...read, findings: [...findings, ...read.findings] };
}

/** The same for a value that is parsed already. */
export function readRaw(value: unknown): ReadResult {
  const reading: Reading = { findings: [], files: [], unknown: 'error', lowerIds: true };
  const root = new Cursor(value, [], reading);
  if (!isFields(value)) {
    root.report('not-a-description', { found: inWords(value) });
    return { description: null, ...reading };
  }
  const type = root.need('type').value;
  if (type !== undefined && type !== null && type !== 'model') {
    root.report('not-a-model', { type: String(type) });
    return { description: null, ...reading };
  }
  const version = readVersion(root.at('format_version'));
  if (!version) {
    return { description: null, ...reading };
  }
  return version.minor === '0.4' ? readOld(value, reading, version) : readNew(value, reading, version);
}

function readNew(raw: Fields, before: Reading, version: FormatVersion): ReadResult {
  const reading: Reading = { ...before, unknown: version.newer ? 'warning' : 'error' };
  const description = readModel(new Cursor(raw, [], reading), version);
  return {
    description,
    findings: [...reading.findings, ...applyRules(description, raw)],
    files: reading.files
  };
}

/** Reads 0.4 by way of 0.5's shapes; findings and files keep the places that they have in the file itself. */
function readOld(raw: Fields, before: Reading, version: FormatVersion): ReadResult {
  const converted = convertOld(new Cursor(raw, [], before));
  const reading: Reading = { findings: [], files: [], unknown: 'warning', lowerIds: false };
  const description = { ...readModel(new Cursor(converted, [], reading), version), raw };
  const found = [...reading.findings, ...applyRules(description, converted)];
  return {
    description,
    findings: [...before.findings, ...found.map(finding => ({ ...finding, path: originalPath(finding.path) }))],
    files: [...before.files, ...reading.files.map(file => ({ ...file, path: originalPath(file.path) }))]
  };
}
