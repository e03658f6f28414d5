import type { WeightsEntry } from '../../../spec/model';
import { rawFields } from '../subject';
import type { Subject } from '../subject';
import { lookup } from '../../../tensor/lookup';

/** Formats that deepImageJ's own engines open (ModelWeight.java), with the field that holds their version. */
const opened: Readonly<Record<string, { readonly field: string; readonly without: string }>> = {
  onnx: { field: 'opset_version', without: '17' },
  torchscript: { field: 'pytorch_version', without: '1.13.1' },
  tensorflow_saved_model_bundle: { field: 'tensorflow_version', without: 'Unknown0' }
};

/** The version that the description declares for weights, as text; `undefined` where it has none. */
export function declaredVersion(subject: Subject, { format }: WeightsEntry): string | undefined {
  const value = rawFields(subject, 'weights', format)[lookup(opened, format)?.field ?? ''];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Weights that deepImageJ's engines can open, in the order in which it tries them. */
export function openable(subject: Subject): WeightsEntry[] {
  const named = subject.description.weights
    .filter(({ format }) => Object.hasOwn(opened, format))
    .map(weights => ({ weights, place: place(keyOf(subject, weights)) }));
  return named.sort((one, other) => one.place - other.place).map(({ weights }) => weights);
}

/** The file is looked for in the top folder by its bare name (BioimageIoModelJava.java). */
export function isThere({ bundle }: Subject, { source }: WeightsEntry): boolean {
  return bundle.size(source.slice(source.lastIndexOf('/') + 1)) !== undefined;
}

/** The one that it opens: the first whose file is there. What is wrong with it is not made up for by the others. */
export function firstOpened(subject: Subject): WeightsEntry | undefined {
  return openable(subject).find(weights => isThere(subject, weights));
}

/** ModelWeight.java names each entry by its format and version; the suffix of a CUDA build is cut off. */
function keyOf(subject: Subject, weights: WeightsEntry): string {
  const version = declaredVersion(subject, weights)?.split(/\+|cu/)[0].trim();
  return `${weights.format}_v${version ?? lookup(opened, weights.format)?.without ?? ''}`;
}

/** ModelWeight.java keeps the entries in a java.util.HashMap of 16 places; a place follows from the text's hash. */
function place(key: string): number {
  const hash = [...key].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 0);
  return (hash ^ (hash >>> 16)) & 15;
}
