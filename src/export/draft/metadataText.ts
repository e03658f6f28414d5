import { CORE_SCHEMA, YAMLException, loadAll } from 'js-yaml';
import { bounds } from '../../spec/yaml/bounds';
import { parseYaml } from '../../spec/yaml/yaml';
import { ExportError } from '../errors';

/** What a text has too much of to be read; all else that is wrong with it the parser says below. */
const tooMany = ['yaml-too-large', 'yaml-too-many', 'yaml-many-values', 'yaml-deep', 'yaml-aliases'];

/** The values in the text of a metadata file (YAML), called `name` in sentences; dates stay texts. Throws `ExportError`. */
export function parseMetadata(text: string, name = 'The metadata file'): unknown {
  if (parseYaml(text).findings.some(({ code }) => tooMany.includes(code))) {
    throw new ExportError('metadata', tooMuch(name));
  }
  let documents: unknown[];
  try {
    documents = loadAll(text, { schema: CORE_SCHEMA, maxAliases: bounds.aliases, maxDepth: bounds.depth + 1 });
  } catch (error) {
    throw notYaml(name, error instanceof YAMLException ? inLine(error) : String(error));
  }
  if (documents.length > 1) {
    throw notYaml(name, 'it holds several documents, one behind the other');
  }
  return documents[0] ?? null;
}

function notYaml(name: string, why: string): ExportError {
  return new ExportError('metadata', `${name} is not YAML: ${why}`);
}

function inLine({ reason, mark }: YAMLException): string {
  return mark ? `${reason} (line ${mark.line + 1})` : reason;
}

/** For a file that holds more than anybody would write into one. */
export function tooMuch(name: string): string {
  const { text, entries, depth } = bounds;
  return (
    `${name} holds too much to be a metadata file: more than ${text / 1e6} MB, ${entries} entries in one place or ` +
    `${depth} levels. Give a YAML file with keys such as name, authors, license.`
  );
}
