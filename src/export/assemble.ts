import { select } from '../tensor/transpose';
import type { Tensor } from '../tensor/tensor';
import { writeTiff } from '../tensor/tiff';
import type { BundleFile } from './bundle';
import { outputEntry } from './catalogue';
import { drawCover } from './cover';
import { describe } from './describe';
import { lossTable, plotLosses } from './losses';
import type { Material } from './material';
import type { Parts } from './parts';
import { axisIndex, FILES } from './parts';
import { writeReadme } from './readme';
import { pixelSize } from './training';
import { sha256 } from './transfer';
import { Float, writeYaml } from './yaml';

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

/** Samples for Fiji and the cover: the same pictures as the test tensors. */
function pictures({ draft, entry, prepared, input, output }: Parts): BundleFile[] {
  const pixels = pixelSize(draft.candidate);
  // TIFF keeps one size for both axes; where they differ it is better to say none.
  const square = pixels && pixels.y === pixels.x ? { pixelSize: { value: pixels.y, unit: pixels.unit } } : {};
  const { range } = outputEntry(entry, prepared.output.kind);
  const cover = drawCover(plane(input, prepared.input.axes), plane(output, prepared.output.axes), range);
  return [
    { name: FILES.sampleInput, bytes: writeTiff(input, prepared.input.axes, square) },
    { name: FILES.sampleOutput, bytes: writeTiff(output, prepared.output.axes, square) },
    { name: FILES.cover, bytes: cover }
  ];
}

/** The first image and channel, [y, x]. */
function plane(tensor: Tensor, axes: readonly string[]): Tensor {
  const left = axes.filter(axis => axis !== 'batch');
  const image = axes.includes('batch') ? select(tensor, axisIndex(axes, 'batch'), 0) : tensor;
  return left.includes('channel') ? select(image, axisIndex(left, 'channel'), 0) : image;
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
