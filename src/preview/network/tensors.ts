import type { GraphFacts, GraphTensor } from '../../onnx/facts';
import { withImplied } from '../../processing/implied';
import type { Finding } from '../../spec/finding';
import type { Path } from '../../spec/path';
import type { ModelDescription, TensorDescription } from '../../spec/model';
import { isDType } from '../../tensor/dtype';
import { ours } from './file';

type Side = 'inputs' | 'outputs';

/** An input or output of the graph and the tensor that is described at its position. */
export interface Pair {
  readonly side: Side;
  readonly path: Path;
  readonly tensor: TensorDescription;
  readonly graph: GraphTensor;
}

const sides: readonly Side[] = ['inputs', 'outputs'];

/** Numbers, order, dimensions and element types of the inputs and outputs. */
export function tensorFindings(description: ModelDescription, facts: GraphFacts): Finding[] {
  const bound = sides.flatMap(side => [
    ...countFindings(side, description, facts),
    ...orderFindings(side, description, facts)
  ]);
  const pairs = pairsOf(description, facts);
  return [
    ...bound,
    ...pairs.flatMap(pair => [...rankFindings(pair), ...typeFindings(pair, description), ...raysFindings(pair)])
  ];
}

/** Tensors are bound by position; where their numbers differ nothing can be said of the single ones. */
export function pairsOf(description: ModelDescription, facts: GraphFacts): Pair[] {
  return sides.flatMap(side =>
    description[side].length === facts[side].length
      ? description[side].map((tensor, index) => ({ side, path: [side, index], tensor, graph: facts[side][index] }))
      : []
  );
}

function countFindings(side: Side, description: ModelDescription, facts: GraphFacts): Finding[] {
  const [described, found] = [description[side], facts[side]];
  const kind = found.length === 1 ? side.slice(0, -1) : side;
  const data = { kind, found: found.length, expected: described.length, ...namesOf(described, found) };
  return described.length === found.length ? [] : [ours('network-count', [side], data)];
}

/** Other names than the ids are usual and mean nothing; the same ones in another order mean a mix-up. */
function orderFindings(side: Side, description: ModelDescription, facts: GraphFacts): Finding[] {
  const [described, found] = [description[side], facts[side]];
  const ids = described.map(({ id }) => id);
  const names = found.map(({ name }) => name);
  const same = ids.length === names.length && ids.every(id => names.includes(id));
  return same && ids.some((id, index) => id !== names[index])
    ? [ours('network-order', [side], { kind: side, ...namesOf(described, found) })]
    : [];
}

function namesOf(described: readonly TensorDescription[], found: readonly GraphTensor[]) {
  return { ids: described.map(({ id }) => `“${id}”`), names: found.map(({ name }) => `“${name}”`) };
}

function rankFindings({ side, path, tensor, graph }: Pair): Finding[] {
  const { shape, name } = graph;
  if (!shape || shape.length === tensor.axes.length) {
    return [];
  }
  const data = {
    kind: side.slice(0, -1),
    name,
    tensor: tensor.id,
    found: shape.length,
    shape: writtenShape(shape),
    expected: tensor.axes.length,
    axes: tensor.axes.map(({ id }) => id)
  };
  return [ours('network-dimensions', [...path, 'axes'], data)];
}

/** "1 x 3 x any x any" */
function writtenShape(shape: readonly (number | null)[]): string {
  return shape.length === 0 ? 'a single number' : shape.map(size => size ?? 'any').join(' x ');
}

/** What an output holds is converted by its postprocessing, so only an input's type must be met. */
function typeFindings({ side, path, tensor, graph }: Pair, { formatVersion, inputs }: ModelDescription): Finding[] {
  const { dtype: found, name, elemType } = graph;
  if (elemType === 0) {
    return [];
  }
  if (!isDType(found)) {
    const kind = side.slice(0, -1);
    return [ours('network-type-unknown', path, { kind, name, tensor: tensor.id, found })];
  }
  const expected = side === 'inputs' ? preparedType(tensor, formatVersion, tensor === inputs[0]) : found;
  return expected === undefined || expected === found
    ? []
    : [ours('network-type', [...path, 'preprocessing'], { tensor: tensor.id, found, expected })];
}

/** bioimageio.core takes the rays from the network's channels and does not look at `n_rays`; other programs may. */
function raysFindings({ path, tensor, graph }: Pair): Finding[] {
  const channels = graph.shape?.[tensor.axes.findIndex(({ type }) => type === 'channel')] ?? null;
  return tensor.operations.flatMap(({ id, kwargs: { n_rays: rays } }, index) => {
    const at = [...path, 'postprocessing', index, 'kwargs', 'n_rays'];
    return id === 'stardist_postprocessing' && channels !== null && typeof rays === 'number' && rays !== channels - 1
      ? [ours('network-rays', at, { tensor: tensor.id, rays, size: channels - 1, channels }, 'warning')]
      : [];
  });
}

/** Element type after preprocessing; `undefined` where its last step does not tell. */
function preparedType(tensor: TensorDescription, version: string, isFirst: boolean): string | undefined {
  const last = withImplied(tensor, 'pre', version, isFirst).at(-1);
  const dtype = last?.id === 'ensure_dtype' ? last.kwargs.dtype : undefined;
  return typeof dtype === 'string' ? dtype : undefined;
}
