import { sha256 } from '../../bundle/sha256';
import type { BundleFile } from './files';
import { describe } from '../texts/describe';
import { lossTable, plotLosses } from '../pictures/losses';
import type { Material } from './fetched';
import type { Parts } from './parts';
import { FILES } from './files';
import { pictures } from '../pictures/pictures';
import { writeReadme } from '../texts/readme';
import { Float, writeYaml } from '../texts/yaml';

type Raw = Readonly<Record<string, unknown>>;

/** All files of the bundle, rdf.yaml first and then by name, and the description as plain values. */
export async function assemble(
  parts: Parts,
  material: Material,
  onnx: Uint8Array
): Promise<{ files: BundleFile[]; description: Raw }> {
  const others = [...payload(parts, material, onnx), ...pictures(parts), ...lossFiles(parts, material)];
  others.push(textFile(FILES.documentation, writeReadme(parts)));
  others.sort((a, b) => (a.name < b.name ? -1 : 1));
  const hashes = new Map<string, string>();
  for (const file of others) {
    hashes.set(file.name, await sha256(file.bytes));
  }
  const description = describe(parts, hashes);
  const rdf = textFile(FILES.description, writeYaml(description));
  return { files: [rdf, ...others], description: unwrap(description) as Raw };
}

function payload({ native }: Parts, material: Material, onnx: Uint8Array): BundleFile[] {
  return [
    { name: FILES.onnx, bytes: onnx },
    ...(native ? [native.file] : []),
    // Untouched, as the Python half saved them: the expected output is the framework's own.
    { name: FILES.testInput, bytes: material.testInput },
    { name: FILES.testOutput, bytes: material.testOutput }
  ];
}

function lossFiles({ draft }: Parts, material: Material): BundleFile[] {
  const { losses } = draft;
  if (!losses) {
    return [...material.attachments];
  }
  const plot = plotLosses(losses);
  const own = [...(plot ? [textFile(FILES.losses, plot)] : []), textFile(FILES.lossTable, lossTable(losses))];
  const names = new Set(own.map(file => file.name));
  return [...own, ...material.attachments.filter(file => !names.has(file.name))];
}

function textFile(name: string, text: string): BundleFile {
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
