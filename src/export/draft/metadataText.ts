import { parse } from 'yaml';
import { beyondBounds, bounds } from '../../spec/yaml/bounds';
import { ExportError } from '../errors';

/** The values in the text of a metadata file (YAML), called `name` in sentences. Throws `ExportError`. */
export function parseMetadata(text: string, name = 'The metadata file'): unknown {
  if (beyondBounds(text)) {
    throw new ExportError('metadata', tooMuch(name));
  }
  try {
    // What makes an error pretty goes through its whole line again, and a text may have an error at each character.
    return parse(text, { maxAliasCount: bounds.aliases, prettyErrors: false }) as unknown;
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new ExportError('metadata', `${name} is not YAML: ${why}`);
  }
}

/** For a file that holds more than anybody would write into one. */
export function tooMuch(name: string): string {
  const { text, entries, depth } = bounds;
  return (
    `${name} holds too much to be a metadata file: more than ${text / 1e6} MB, ${entries} entries in one place or ` +
    `${depth} levels. Give a YAML file with keys such as name, authors, license.`
  );
}
