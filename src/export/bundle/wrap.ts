import { sha256 } from '../../bundle/sha256';
import { Float, writeYaml } from '../texts/yaml';
import type { BundleFile } from './files';
import { FILES } from './files';

type Raw = Readonly<Record<string, unknown>>;

/** The files of a bundle, rdf.yaml first. */
export interface Wrapped {
  readonly files: BundleFile[];
  /** The description as plain values. */
  readonly description: Raw;
}

/** All files of a bundle, rdf.yaml first and then by name; the description is written from their hashes. */
export async function wrap(
  files: readonly BundleFile[],
  describe: (hashes: ReadonlyMap<string, string>) => Raw
): Promise<Wrapped> {
  const others = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const hashes = new Map<string, string>();
  for (const file of others) {
    hashes.set(file.name, await sha256(file.bytes));
  }
  const description = describe(hashes);
  const rdf = textFile(FILES.description, writeYaml(description));
  return { files: [rdf, ...others], description: unwrap(description) as Raw };
}

export function textFile(name: string, text: string): BundleFile {
  return { name, bytes: new TextEncoder().encode(text) };
}

/** The description as a reader of the YAML gets it: no `Float`, nothing undefined. */
function unwrap(value: unknown): unknown {
  if (value instanceof Float) {
    return value.value;
  }
  if (Array.isArray(value)) {
    return value.map(unwrap);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, unwrap(item)]));
}
