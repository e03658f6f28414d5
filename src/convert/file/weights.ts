import type { Archive } from './archive';
import { ConvertError } from '../conversion';
import type { StoredArray } from './hdf5';
import type { LayerSpec, Network } from '../layerSpec';
import { matchGroups, OTHER_TRAINING } from '../rebuild/match';
import { snakeCase, type LayerWeights, type WeightNames } from './weightNames';

/** Weights that training does not change by gradients; Keras stores them after all others of a network. */
const NOT_TRAINED = new Set(['moving_mean', 'moving_variance']);

/**
 * Gives each layer its arrays in the file, by the layer's `path`. Nothing is read yet.
 * @throws {ConvertError} `weights-mismatch` where there are too few or too many.
 */
export function assignWeights(network: Network, archive: Archive, names: WeightNames): Map<string, LayerWeights> {
  const assigned = new Map<string, LayerWeights>();
  if (archive.layout === 'placed') {
    placed(network, '', archive, names, assigned);
  } else {
    const groups = archive.layout === 'listed' ? matchGroups(network, archive.weights, names) : undefined;
    for (const layer of network.layers) {
      named(layer, groups ? groups.get(layer.name) : `model_weights/${layer.name}`, archive, names, assigned);
    }
  }
  return assigned;
}

/** `.keras`: each layer has a folder named after its class and how many of that class came before. */
function placed(
  network: Network,
  base: string,
  archive: Archive,
  names: WeightNames,
  assigned: Map<string, LayerWeights>
): void {
  const file = archive.weights;
  // Keras 2.12 and 2.13 named the list of layers otherwise.
  const list = ['layers', '_layer_checkpoint_dependencies'].find(name => file.names(base + name).length > 0);
  const seen = new Map<string, number>();
  for (const layer of network.layers) {
    const kind = snakeCase(layer.class);
    const before = seen.get(kind) ?? 0;
    seen.set(kind, before + 1);
    const folder = `${base}${list ?? 'layers'}/${kind}${before > 0 ? `_${before}` : ''}`;
    if (layer.network) {
      placed(layer.network, `${folder}/`, archive, names, assigned);
      continue;
    }
    const stored = file.names(`${folder}/vars`).map((_, at) => file.array(`${folder}/vars/${at}`));
    give(layer, stored, names(layer), assigned, archive);
  }
}

/** `.h5`: one group per layer of the outermost network; a network inside has all its weights in one list. */
function named(
  layer: LayerSpec,
  group: string | undefined,
  archive: Archive,
  names: WeightNames,
  assigned: Map<string, LayerWeights>
): void {
  const listed = group === undefined ? [] : (archive.weights.texts(group, 'weight_names') ?? []);
  const stored = listed.map(name => archive.weights.array(`${group}/${name}`));
  const order = [...trained(layer, names), ...rest(layer, names)];
  if (stored.length !== order.length) {
    throw mismatch(
      layer,
      `its description asks for ${order.length} arrays of weights, the file holds ${stored.length}`,
      archive
    );
  }
  const perLayer = new Map<LayerSpec, Map<string, StoredArray | undefined>>();
  order.forEach(([owner, name], at) => {
    perLayer.set(owner, (perLayer.get(owner) ?? new Map()).set(name, stored[at]));
  });
  for (const [owner, arrays] of perLayer) {
    const wanted = names(owner);
    give(
      owner,
      wanted.map(name => arrays.get(name)),
      wanted,
      assigned,
      archive
    );
  }
}

type Slot = readonly [LayerSpec, string];

function slots(layer: LayerSpec, names: WeightNames, wanted: (name: string) => boolean): Slot[] {
  return names(layer)
    .filter(wanted)
    .map(name => [layer, name]);
}

/** Weights in Keras's `trainable_weights`. */
function trained(layer: LayerSpec, names: WeightNames): Slot[] {
  if (!layer.trainable) {
    return [];
  }
  return layer.network
    ? layer.network.layers.flatMap(inner => trained(inner, names))
    : slots(layer, names, name => !NOT_TRAINED.has(name));
}

/** Weights in Keras's `non_trainable_weights`. */
function rest(layer: LayerSpec, names: WeightNames): Slot[] {
  if (!layer.trainable) {
    return all(layer, names);
  }
  return layer.network
    ? layer.network.layers.flatMap(inner => rest(inner, names))
    : slots(layer, names, name => NOT_TRAINED.has(name));
}

function all(layer: LayerSpec, names: WeightNames): Slot[] {
  return layer.network ? layer.network.layers.flatMap(inner => all(inner, names)) : slots(layer, names, () => true);
}

function give(
  layer: LayerSpec,
  stored: readonly (StoredArray | undefined)[],
  wanted: readonly string[],
  assigned: Map<string, LayerWeights>,
  archive: Archive
): void {
  // Random layers of Keras 3 may keep the state of their generator, which prediction does not use.
  if (stored.length < wanted.length || (wanted.length > 0 && stored.length > wanted.length)) {
    throw mismatch(
      layer,
      `its description asks for ${wanted.length} arrays of weights, the file holds ${stored.length}`,
      archive
    );
  }
  const weights = new Map<string, StoredArray>();
  wanted.forEach((name, at) => {
    const array = stored[at];
    const found = array?.path.split('/').at(-1)?.replace(/:\d+$/, '');
    if (!array || !found) {
      throw mismatch(layer, `its ${name} is missing`, archive);
    }
    // Only names that are words say something: .keras files number the weights.
    if (/^[a-z_]+$/.test(found) && found !== name && wanted.includes(found)) {
      throw mismatch(layer, `its ${name} stands where ${found} is expected`, archive);
    }
    weights.set(name, array);
  });
  assigned.set(layer.path, weights);
}

function mismatch(layer: LayerSpec, what: string, archive: Archive): ConvertError {
  const way = archive.rebuilt
    ? OTHER_TRAINING
    : 'The file may be damaged, or its weights and its description come from different networks; save the network again with model.save().';
  return new ConvertError(
    'weights-mismatch',
    `The weights of the layer "${layer.name}" (${layer.class}) do not fit the network: ${what}. ${way}`,
    { name: layer.name, class: layer.class }
  );
}
