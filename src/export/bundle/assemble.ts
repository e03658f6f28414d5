import type { BundleFile } from './files';
import { describe } from '../texts/describe';
import { lossTable, plotLosses } from '../pictures/losses';
import type { Material } from './fetched';
import type { Parts } from './parts';
import { FILES } from './files';
import { pictures } from '../pictures/pictures';
import { writeReadme } from '../texts/readme';
import type { Wrapped } from './wrap';
import { textFile, wrap } from './wrap';

/** All files of the bundle, rdf.yaml first and then by name, and the description as plain values. */
export function assemble(parts: Parts, material: Material, onnx: Uint8Array): Promise<Wrapped> {
  const files = [...payload(parts, material, onnx), ...pictures(parts), ...lossFiles(parts, material)];
  files.push(textFile(FILES.documentation, writeReadme(parts)));
  return wrap(files, hashes => describe(parts, hashes));
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
