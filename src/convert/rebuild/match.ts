import { ConvertError } from '../conversion';
import type { Hdf5File } from '../file/hdf5';
import type { LayerSpec, Network } from '../layerSpec';
import type { WeightNames } from '../file/weightNames';

/** How a rebuilt network and its weights come not to fit, and what to do. */
export const OTHER_TRAINING =
  'config.json and the weights are of different trainings, or the file is damaged: put the config.json that the training wrote beside its own weights.';

/**
 * Finds the group of each layer in a file that lists its layers by name. Layers that the library names are found by their
 * names; those that Keras numbered (`conv2d_7`) through the session are found by their order.
 * @throws {ConvertError} `weights-mismatch` where one is missing or left over.
 */
export function matchGroups(network: Network, weights: Hdf5File, names: WeightNames): Map<string, string> {
  const wanted = network.layers.filter(layer => names(layer).length > 0);
  const stored = (weights.texts('', 'layer_names') ?? []).filter(
    name => (weights.texts(name, 'weight_names') ?? []).length > 0
  );
  const numbered = new Map<string, string[]>();
  for (const name of [...stored].sort((a, b) => numberOf(a) - numberOf(b))) {
    numbered.set(baseOf(name), [...(numbered.get(baseOf(name)) ?? []), name]);
  }
  const groups = new Map<string, string>();
  const left = new Set(stored);
  for (const layer of wanted) {
    const group = isNumbered(layer) ? numbered.get(baseOf(layer.name))?.shift() : layer.name;
    if (group === undefined || !left.delete(group)) {
      throw missing(layer);
    }
    groups.set(layer.name, group);
  }
  const [first] = left;
  if (first !== undefined) {
    throw new ConvertError(
      'weights-mismatch',
      `The weights file has a layer "${first}" that the network of this config.json does not have. ${OTHER_TRAINING}`
    );
  }
  return groups;
}

/** Whether Keras named the layer: by its class, and a number where it was not the first. */
function isNumbered(layer: LayerSpec): boolean {
  return /^(conv[23]d(_transpose)?|batch_normalization)(_\d+)?$/.test(layer.name);
}

function baseOf(name: string): string {
  return name.replace(/_\d+$/, '');
}

/** The number behind a name that Keras gave; 0 where there is none. */
export function numberOf(name: string): number {
  return Number(/_(\d+)$/.exec(name)?.[1] ?? 0);
}

function missing(layer: LayerSpec): ConvertError {
  return new ConvertError(
    'weights-mismatch',
    `The network of this config.json has a layer "${layer.name}" (${layer.class}) that the weights file does not have. ${OTHER_TRAINING}`,
    { name: layer.name, class: layer.class }
  );
}
