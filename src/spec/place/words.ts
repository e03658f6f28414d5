import { isFields } from '../cursor';
import type { Finding } from '../finding';
import type { Path } from '../path';
import { lookup } from '../../tensor/lookup';
import { shortened } from './shortened';
import { alongAxis, labels, lists, ordinal, sizeParts, weightsKinds } from './terms';

/** A place while its words are put together. */
interface Phrase {
  readonly words: string;
  /** Whether “'s” may follow: “the first author's ORCID”, but “the source of the first input's test tensor”. */
  readonly owner: boolean;
  /** The value there, where the description is at hand: axes and steps are then called by their names. */
  readonly value: unknown;
  /** How many keys of the path these words stand for. */
  readonly used: number;
}

/**
 * A path in words: “the first author's ORCID” for `authors[0].orcid`, “the second input's size along x” for
 * `inputs[1].axes[2].size` where the description `raw` tells the name of that axis.
 */
export function placeInWords(path: Path, raw?: unknown): string {
  let phrase: Phrase = { words: '', owner: false, value: raw, used: 0 };
  let rest = path;
  while (rest.length > 0) {
    phrase =
      inConfig(phrase, rest) ??
      weights(phrase, rest) ??
      axis(phrase, rest) ??
      step(phrase, rest) ??
      entry(phrase, rest) ??
      field(phrase, rest);
    rest = rest.slice(phrase.used);
  }
  return phrase.words || 'the description';
}

/** The findings with their places in words that know the names of axes and steps. */
export function withPlaces(findings: readonly Finding[], raw: unknown): Finding[] {
  return findings.map(finding =>
    finding.path.length > 2 ? { ...finding, place: placeInWords(finding.path, raw) } : finding
  );
}

function valueAt(value: unknown, ...keys: Path): unknown {
  return keys.reduce<unknown>((inner, key) => {
    if (typeof key === 'number') {
      return Array.isArray(inner) ? (inner as unknown[])[key] : undefined;
    }
    return isFields(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined;
  }, value);
}

function isTop(phrase: Phrase): boolean {
  return phrase.words === '';
}

/** `noun` of what the phrase names. */
function of(phrase: Phrase, noun: string): string {
  if (isTop(phrase)) {
    return `the ${noun}`;
  }
  return phrase.owner ? `${phrase.words}'s ${noun}` : `the ${noun} of ${phrase.words}`;
}

/** What stands below “config” has no words of its own, but for what bioimageio keeps there. */
function inConfig(phrase: Phrase, path: Path): Phrase | undefined {
  if (!isTop(phrase) || path[0] !== 'config' || path.length < 2) {
    return undefined;
  }
  const known = path[1] === 'bioimageio' && typeof path[3] === 'number' ? lookup(lists, String(path[2])) : undefined;
  if (known && typeof path[3] === 'number') {
    const value = valueAt(phrase.value, ...path.slice(0, 4));
    return { words: `the ${ordinal(path[3])} ${known[0]}`, owner: false, value, used: 4 };
  }
  const names = path.slice(0, -1).map(key => (typeof key === 'number' ? String(key + 1) : shortened(key)));
  const last = path[path.length - 1] ?? '';
  const what = typeof last === 'number' ? `${ordinal(last)} entry` : `field “${shortened(last)}”`;
  return { words: `the ${what} in “${names.join(' › ')}”`, owner: false, value: undefined, used: path.length };
}

/** “the ONNX weights”. */
function weights(phrase: Phrase, path: Path): Phrase | undefined {
  const [key, format] = path;
  if (!isTop(phrase) || key !== 'weights' || typeof format !== 'string') {
    return undefined;
  }
  const kind = lookup(weightsKinds, format) ?? `“${shortened(format)}”`;
  return { words: `the ${kind} weights`, owner: false, value: valueAt(phrase.value, key, format), used: 2 };
}

/** “the first input's size along x”, where the axis has a name of its own. */
function axis(phrase: Phrase, path: Path): Phrase | undefined {
  const [key, index, name, part] = path;
  if (key !== 'axes' || typeof index !== 'number' || typeof name !== 'string') {
    return undefined;
  }
  const label = lookup(alongAxis, name);
  if (label === undefined) {
    return undefined;
  }
  const sized = name === 'size' && typeof part === 'string' ? lookup(sizeParts, part) : undefined;
  const used = sized === undefined ? 3 : 4;
  const value = valueAt(phrase.value, ...path.slice(0, used));
  const id = uniqueName(valueAt(phrase.value, key), index);
  const words =
    id === undefined
      ? `the ${sized ?? label} of ${of(phrase, `${ordinal(index)} axis`)}`
      : `${of(phrase, sized ?? label)} along ${/^[a-z]$/.test(id) ? id : `“${shortened(id)}”`}`;
  return { words, owner: false, value, used };
}

/** “the gain of the first input's step “scale_linear””: by its name, where no other step has it. */
function step(phrase: Phrase, path: Path): Phrase | undefined {
  const [key, index, name] = path;
  if ((key !== 'preprocessing' && key !== 'postprocessing') || typeof index !== 'number') {
    return undefined;
  }
  const named = path.length > 2 && name !== 'id' && name !== 'name';
  const id = named ? uniqueName(valueAt(phrase.value, key), index) : undefined;
  const noun = id === undefined ? `${ordinal(index)} ${key} step` : `step “${shortened(id)}”`;
  const value = valueAt(phrase.value, key, index);
  // The settings of a step are its own; only the group as a whole has a name.
  const settings = name === 'kwargs' && path.length > 3;
  return { words: of(phrase, noun), owner: false, value: settings ? valueAt(value, name) : value, used: settings ? 3 : 2 }; // prettier-ignore
}

/** The id of an axis or step, where no other of the list has the same. */
function uniqueName(list: unknown, index: number): string | undefined {
  const names = Array.isArray(list) ? list.map(nameOf) : [];
  const name = names[index];
  return name !== undefined && names.indexOf(name) === names.lastIndexOf(name) ? name : undefined;
}

function nameOf(item: unknown): string | undefined {
  const name = isFields(item) ? (item.id ?? item.name) : undefined;
  return typeof name === 'string' && name !== '' ? name : isFields(item) && item.type === 'batch' ? 'batch' : undefined;
}

/** “the first author”, “the third channel name of …”. */
function entry(phrase: Phrase, [key, index]: Path): Phrase | undefined {
  if (typeof key === 'number') {
    const value = valueAt(phrase.value, key);
    return { words: of({ ...phrase, owner: false }, `${ordinal(key)} entry`), owner: false, value, used: 1 };
  }
  const list = key === undefined ? undefined : lookup(lists, key);
  if (list === undefined || typeof index !== 'number' || key === undefined) {
    return undefined;
  }
  const value = valueAt(phrase.value, key, index);
  return { words: of(phrase, `${ordinal(index)} ${list[0]}`), owner: isTop(phrase), value, used: 2 };
}

function field(phrase: Phrase, [key, next]: Path): Phrase {
  const name = String(key);
  const value = valueAt(phrase.value, name);
  // “the first input's data type”: what the data are, said without the group.
  if (name === 'data' && (next === 'type' || next === 'range' || next === 'unit' || next === 'values')) {
    const inner = { type: 'data type', range: 'value range', unit: 'unit', values: 'list of values' }[next];
    return { words: of(phrase, inner), owner: false, value: valueAt(value, next), used: 2 };
  }
  const list = lookup(lists, name);
  const noun = list ? `list of ${list[1]}` : (lookup(labels, name) ?? `field “${shortened(name)}”`);
  return { words: of(phrase, noun), owner: false, value, used: 1 };
}
