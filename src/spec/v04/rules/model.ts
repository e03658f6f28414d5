import { isFields } from '../../cursor';
import type { Fields } from '../../cursor';
import type { Finding } from '../../finding';
import type { Path } from '../../path';
import { found, reportedAt } from '../../rules/places';
import { isSet, isSound, numbersIn, stepsOf, tensorsOf } from './places';
import type { OldRule, OldTensor } from './places';
import { duplicates } from './tensors';

/** What needs the whole description. The zoo's library names no place, and stops at the first that it finds. */
export const modelRules: OldRule = (fields, rejected) => {
  if (!isSound([], rejected)) {
    return [];
  }
  const tensors = tensorsOf(fields);
  for (const rule of [duplicates, outputRule, inputReferences, outputReferences]) {
    const findings = rule(tensors, []).map(finding => reportedAt([], finding));
    if (findings.length > 0) {
      return findings;
    }
  }
  return [];
};

type Tensors = ReadonlyMap<unknown, OldTensor>;

/** Most tensors that are listed in a sentence. */
const mostNames = 50;

/** The smallest output is larger than its halo on both sides, and follows a tensor of as many axes. */
function outputRule(tensors: readonly OldTensor[]): Finding[] {
  const byName: Tensors = new Map(tensors.map(tensor => [tensor.fields.name, tensor]));
  const least = smallestShapes(byName);
  return tensors.filter(({ side }) => side === 'outputs').flatMap(output => outputFindings(output, byName, least));
}

function outputFindings(output: OldTensor, tensors: Tensors, smallest: ReturnType<typeof smallestShapes>): Finding[] {
  const path = [...output.path, 'shape'];
  const { shape, halo, name } = output.fields;
  const faulty = isFields(shape) ? referenceFinding(shape, { name, path, tensors }) : undefined;
  if (faulty) {
    return [faulty];
  }
  const least = smallest(output);
  if (!least) {
    return [found('old-shape-circle', path, { tensor: name })];
  }
  const halos = numbersIn(halo);
  return least
    .map((size, index) => ({ size, halo: halos[index] ?? 0, index }))
    .filter(({ size, halo }) => size - 2 * halo < 1)
    .map(({ size, halo, index }) =>
      size < 1
        ? found('old-output-small', path, { size })
        : found('halo-too-large', [...output.path, 'halo', index], { size, halo })
    );
}

interface Referring {
  readonly name: unknown;
  readonly path: Path;
  readonly tensors: Tensors;
}

function referenceFinding(shape: Fields, { name, path, tensors }: Referring): Finding | undefined {
  const reference = shape.reference_tensor;
  const referred = tensors.get(reference);
  if (!referred) {
    const known = [...tensors.keys()].slice(0, mostNames).filter(other => other !== name);
    return found('old-shape-reference', [...path, 'reference_tensor'], { tensor: reference, known });
  }
  const scales: readonly unknown[] = Array.isArray(shape.scale) ? shape.scale : [];
  const [count, expected] = [scales.filter(scale => scale !== null).length, lengthOf(referred)];
  return count === expected
    ? undefined
    : found('old-shape-axes', [...path, 'scale'], { found: count, expected, tensor: reference });
}

function lengthOf({ fields: { shape } }: OldTensor): number {
  const sizes: unknown = isFields(shape) ? (shape.min ?? shape.scale) : shape;
  return Array.isArray(sizes) ? sizes.length : 0;
}

/** Gives the smallest shape that a tensor may have; `undefined` where references go in a circle or nowhere. */
function smallestShapes(tensors: Tensors): (tensor: OldTensor) => readonly number[] | undefined {
  const shapes = new Map<OldTensor, readonly number[] | undefined>();
  const smallest = (tensor: OldTensor): readonly number[] | undefined => {
    if (!shapes.has(tensor)) {
      // Who comes here again meanwhile goes in a circle.
      shapes.set(tensor, undefined);
      shapes.set(tensor, shapeOf(tensor));
    }
    return shapes.get(tensor);
  };
  const shapeOf = ({ fields: { shape } }: OldTensor) => {
    if (!isFields(shape)) {
      return numbersIn(shape);
    }
    if (Array.isArray(shape.min)) {
      return numbersIn(shape.min);
    }
    const referred = tensors.get(shape.reference_tensor);
    const reference = referred && smallest(referred);
    return reference && following(shape, reference);
  };
  return smallest;
}

/** Axes without a scale are new: they have no size in the reference. */
function following({ scale, offset }: Fields, reference: readonly number[]): number[] {
  const [scales, offsets]: readonly (readonly unknown[])[] = [scale, offset].map(list =>
    Array.isArray(list) ? list : []
  );
  const expands = scales.includes(null);
  let next = 0;
  const sizes = scales.map((factor, index) => {
    const size = expands && factor === null ? 1 : reference[next++];
    return Math.trunc((size ?? NaN) * Number(factor ?? 0) + 2 * Number(offsets[index] ?? 0));
  });
  // Where the reference has fewer axes, the zoo's library looks at those only.
  return sizes.filter(size => !Number.isNaN(size));
}

function inputReferences(tensors: readonly OldTensor[]): Finding[] {
  const inputs = inputNames(tensors);
  return tensors
    .filter(({ side }) => side === 'inputs')
    .flatMap(tensor =>
      referencesOf(tensor, inputs).map(
        ({ finding, reference, path }) =>
          finding ??
          (reference === tensor.fields.name ? found('old-reference-self', path, { tensor: reference }) : undefined)
      )
    )
    .filter((finding): finding is Finding => finding !== undefined);
}

function outputReferences(tensors: readonly OldTensor[]): Finding[] {
  const inputs = inputNames(tensors);
  return tensors
    .filter(({ side }) => side === 'outputs')
    .flatMap(tensor => referencesOf(tensor, inputs).flatMap(({ finding }) => finding ?? []));
}

function inputNames(tensors: readonly OldTensor[]): ReadonlySet<unknown> {
  return new Set(tensors.filter(({ side }) => side === 'inputs').map(({ fields }) => fields.name));
}

/** Statistics are taken from inputs only. */
function referencesOf(tensor: OldTensor, inputs: ReadonlySet<unknown>) {
  const known = [...inputs].slice(0, mostNames);
  return stepsOf(tensor)
    .filter(({ kwargs }) => isSet(kwargs.reference_tensor))
    .map(({ kwargs, path: step }) => {
      const path = [...step, 'kwargs', 'reference_tensor'];
      const reference = kwargs.reference_tensor;
      const finding = inputs.has(reference)
        ? undefined
        : found('operation-reference', path, { tensor: reference, known });
      return { finding, reference, path };
    });
}
