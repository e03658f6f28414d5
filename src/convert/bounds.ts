import { ConvertError } from './conversion';
import type { Json } from './json';
import type { Network } from './layerSpec';
import { isRecord } from '../tensor/lookup';

/**
 * What the description of a network may be at most, so that reading it takes a moment. The largest networks that Keras
 * brings along have about a thousand layers, and their descriptions about a megabyte, some thirty brackets deep.
 */
const most = {
  /** Characters of the description. */
  text: 16_000_000,
  /** Brackets in one another. */
  depth: 200,
  /** Layers, those of networks within the network included. */
  layers: 5000,
  /** Tensors that layers are called with. */
  calls: 50_000,
  /** Inputs and outputs. */
  ends: 1000,
  /** Characters of a layer's name or class. */
  name: 10_000
};

/** Characters of the config.json beside weights that are read; it has some two kB. */
export const longestConfig = 1_000_000;

const WAY =
  'Save the network again in the notebook; if it is from elsewhere, get the file again from where it came from.';

/**
 * Reads the description of a network.
 * @throws {ConvertError} `damaged` where it is no object, or more than any network needs.
 */
export function parseDescription(text: string): Json {
  if (text.length > most.text) {
    throw refused(`has ${Math.round(text.length / 1e6)} MB, and that of a large network has one`);
  }
  if (isDeep(text)) {
    throw refused(`has brackets more than ${most.depth} deep in one another, and a network needs about thirty`);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) {
      return value;
    }
  } catch {
    // Said below.
  }
  throw new ConvertError(
    'damaged',
    'The description of the network in this file cannot be read. Save the network again.'
  );
}

function refused(what: string): ConvertError {
  return new ConvertError('damaged', `The description of the network in this file ${what}. ${WAY}`);
}

/** In one pass; brackets in texts do not count. */
function isDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length && depth <= most.depth; at++) {
    const character = text[at];
    if (quoted) {
      at += character === '\\' ? 1 : 0;
      quoted = character !== '"';
    } else if (character === '"') {
      quoted = true;
    } else if (character === '[' || character === '{') {
      depth++;
    } else if (character === ']' || character === '}') {
      depth--;
    }
  }
  return depth > most.depth;
}

/**
 * Counts what a network is made of.
 * @throws {ConvertError} `damaged` where it is more than any network has.
 */
export function checkBounds(network: Network): void {
  const count = { layers: 0, calls: 0, ends: 0 };
  const visit = ({ layers, inputs, outputs }: Network): void => {
    count.ends += inputs.length + outputs.length;
    for (const layer of layers) {
      count.layers++;
      count.calls += layer.calls.reduce((sum, refs) => sum + refs.length, 0);
      if (Math.max(layer.name.length, layer.class.length) > most.name) {
        throw refused(`names a layer with more than ${most.name} characters`);
      }
      if (layer.network) {
        visit(layer.network);
      }
    }
  };
  visit(network);
  if (count.layers > most.layers) {
    throw refused(`lists ${count.layers} layers, and at most ${most.layers} are read`);
  }
  if (count.calls > most.calls) {
    throw refused(`connects its layers ${count.calls} times, and at most ${most.calls} connections are read`);
  }
  if (count.ends > most.ends) {
    throw refused(`has ${count.ends} inputs and outputs, and at most ${most.ends} are read`);
  }
}
