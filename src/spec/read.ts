import { Cursor, inWords, isFields } from './cursor';
import type { Fields, NamedFile, Reading } from './cursor';
import type { Finding } from './finding';
import type { ModelDescription } from './model';
import { readModel } from './model05';
import { readOld } from './v04/read';
import { asPlain } from './plain';
import { prepare } from './prepare';
import { applyRules } from './rules';
import { followsFrom } from './rules/follow';
import { validateSchema } from './schema/validate';
import { readVersion } from './version';
import type { FormatVersion } from './version';
import { parseYaml } from './yaml/yaml';

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
  // What has no proper name is unknown, too: once is enough.
  const odd = new Set(findings.map(({ path }) => JSON.stringify(path)));
  const others = read.findings.filter(({ code, path }) => code !== 'field-unknown' || !odd.has(JSON.stringify(path)));
  return { ...read, findings: [...findings, ...others] };
}

/** The same for a value that is parsed already. */
export function readRaw(parsed: unknown): ReadResult {
  const { value, findings } = asPlain(parsed);
  const read = readPlain(value, findings);
  const seen = new Set<string>();
  const once = read.findings.filter(({ code, path }) => {
    const place = JSON.stringify([code, ...path]);
    const first = !seen.has(place);
    seen.add(place);
    return first;
  });
  return { ...read, findings: once.map(finding => (hasNoPlace(finding) ? atTop(finding) : finding)) };
}

function atTop(finding: Finding): Finding {
  return { ...finding, zooPath: [] };
}

/** A version that the zoo's library does not know yet is noticed before any field. */
function hasNoPlace({ code }: Finding): boolean {
  return code === 'version-newer';
}

function readPlain(value: unknown, findings: Finding[]): ReadResult {
  const reading: Reading = { findings, files: [], unknown: 'error', lowerIds: true };
  const root = new Cursor(value, [], reading);
  if (!isFields(value)) {
    root.report('not-a-description', { found: inWords(value) });
    return { description: null, ...reading };
  }
  const type = root.need('type').value;
  if (type !== undefined && type !== null && type !== 'model') {
    root.at('type').report('not-a-model', { type: typeof type === 'string' ? type : inWords(type) });
    return { description: null, ...reading };
  }
  const version = readVersion(root.at('format_version')) ?? assumedVersion(value.format_version);
  if (!version) {
    return { description: null, ...reading };
  }
  return version.minor === '0.4' ? readOld(value, reading.findings, version) : readNew(value, reading, version);
}

/** Where the version cannot be told, the zoo's library goes by the newest one, but by 0.4 for 0.3. */
function assumedVersion(text: unknown): FormatVersion | null {
  if (typeof text !== 'string') {
    return null;
  }
  if (/^0\.[34](\.[^.]*)?$/.test(text)) {
    return { text, minor: '0.4', patch: 0, newer: false };
  }
  return { text, minor: '0.5', patch: Number.MAX_SAFE_INTEGER, newer: false };
}

/**
 * What the fields are is judged by the schema and the rules; the description is built from whatever of them can be
 * used, so that a network runs even where its description is faulty.
 */
function readNew(raw: Fields, before: Reading, version: FormatVersion): ReadResult {
  if (!/^\d+\.\d+\.\d+$/.test(version.text) && before.findings.every(({ path }) => path[0] !== 'format_version')) {
    const root = new Cursor(raw, [], before);
    root.at('format_version').report('version-invalid', { found: inWords(version.text) });
  }
  const { value, findings } = validateSchema('0.5', prepare(raw, version));
  const fields = isFields(value) ? value : raw;
  const reading: Reading = { findings: [], files: [], unknown: 'error', lowerIds: false };
  const read = readModel(new Cursor(fields, [], reading), version);
  const description = { ...read, raw };
  const follows = followsFrom(findings);
  const rules = applyRules(description, fields).filter(finding => !follows(finding));
  return { description, findings: [...before.findings, ...findings, ...rules], files: reading.files };
}
