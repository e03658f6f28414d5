import { SourceError } from '../../../bundle/source';
import type { ModelDescription, TensorDescription } from '../../../spec/model';
import { explainSizes } from '../../../spec/sizes/explain';
import { allowedOf } from '../../../spec/sizes/take';
import { formatShape, reshape } from '../../../tensor/create';
import type { Tensor } from '../../../tensor/tensor';
import { transpose } from '../../../tensor/transpose';
import { givenLetters, letterOf } from './letters';
import { misfits, type Reading, readingAs, readingsOf } from './readings';
import { lookup } from '../../../tensor/lookup';

/** The researcher's own array, with a letter for each of its axes where they were said. */
export interface OwnArray {
  readonly tensor: Tensor;
  readonly axes: string | null;
}

export interface Fitted {
  /** With the axes of the description, in their order. */
  readonly tensor: Tensor;
  /** How the array was read, in a sentence. */
  readonly read: string;
}

/**
 * The researcher's own arrays as the network's inputs. Where the axes are not said, an array is read in the one usual
 * order that fits the network; batch and channel of size 1 may be left out, and axes of one entry be too many. Nothing
 * is guessed: throws `SourceError` that shows the readings where there are several, or the axes and sizes that are
 * wanted where there is none.
 */
export function fitArrays(arrays: readonly OwnArray[], description: ModelDescription): Fitted[] {
  const { inputs } = description;
  if (arrays.length !== inputs.length) {
    throw wrong(
      `This network takes ${inputs.length} input${inputs.length === 1 ? '' : 's'} ` +
        `(${inputs.map(({ id }) => id).join(', ')}), and ${arrays.length === 1 ? 'one array was' : `${arrays.length} arrays were`} given. ` +
        'Give a list with an array for each: zooport.preview(bundle, image=[first, second], axes=["yx", "yx"])'
    );
  }
  return inputs.map((input, index) => fitOne(arrays[index], input, description));
}

function fitOne({ tensor, axes }: OwnArray, input: TensorDescription, description: ModelDescription): Fitted {
  const reading =
    axes === null ? onlyReading(tensor, input, description) : saidReading(axes, tensor, input, description);
  return { tensor: arranged(tensor, reading, input), read: readSentence(tensor, reading, axes, input) };
}

function onlyReading(array: Tensor, input: TensorDescription, description: ModelDescription): Reading {
  const readings = readingsOf(array.shape, input);
  const fitting = readings.filter(reading => misfits(reading, input, description).length === 0);
  if (fitting.length === 1) {
    return fitting[0];
  }
  if (fitting.length > 1) {
    const said = fitting.map(reading => `axes="${lettersOf(reading, array)}"`);
    const ways = fitting.map((reading, index) => `${said[index]} (${sizesOf(reading, array)})`);
    throw wrong(
      `Your array of ${formatShape(array.shape)} values can be read in ${fitting.length} ways: ${ways.join(' or ')}. ` +
        `Say which one it is: zooport.preview(bundle, image=image, ${said[0]})`
    );
  }
  if (readings.length === 0) {
    throw wrong(unreadable(array, input));
  }
  const faults = readings.map(reading => misfits(reading, input, description).length);
  const best = readings[faults.indexOf(Math.min(...faults))];
  const channels = misfits(best, input, description).some(({ type }) => type === 'channel');
  throw wrong(misfitSentence(best, input, description) + (channels ? manyHint(array, input) : ''));
}

function saidReading(axes: string, array: Tensor, input: TensorDescription, description: ModelDescription): Reading {
  const letters = givenLetters(axes, array.shape.length, input);
  if (typeof letters !== 'string') {
    throw wrong(letters.wrong);
  }
  const own = input.axes.map(letterOf);
  const kept = array.shape
    .map((_, axis) => axis)
    .filter(axis => own.includes(letters[axis]) || array.shape[axis] !== 1);
  const foreign = kept.filter(axis => !own.includes(letters[axis]));
  if (foreign.length > 0) {
    const named = foreign.map(axis => `“${letters[axis]}” (${array.shape[axis]} entries)`).join(' and ');
    throw wrong(`The network has no axis ${named}. ${wanted(input)} Give one of the entries: image[0], for instance.`);
  }
  const reading = readingAs(kept.map(axis => letters[axis]).join(''), kept, array.shape, input);
  if (misfits(reading, input, description).length > 0) {
    throw wrong(misfitSentence(reading, input, description));
  }
  return reading;
}

/** The array's kept axes in the description's order; what it lacks is put in with one entry. */
function arranged(array: Tensor, { letters, kept, sizes }: Reading, { axes }: TensorDescription): Tensor {
  const order = axes.flatMap(axis => {
    const place = letters.indexOf(letterOf(axis));
    return place < 0 ? [] : [place];
  });
  const flat = reshape(array, kept.map(axis => array.shape[axis])); // prettier-ignore
  const turned = order.every((place, index) => place === index) ? flat : transpose(flat, order);
  return reshape(turned, axes.map(({ id }) => sizes.get(id) ?? 1)); // prettier-ignore
}

/** Asked or not, the reading is said: a wrong one is seen at once. */
function readSentence(array: Tensor, reading: Reading, asked: string | null, { axes }: TensorDescription): string {
  const batch = axes.find(({ type }) => type === 'batch');
  const images = batch ? (reading.sizes.get(batch.id) ?? 1) : 1;
  const each = images > 1 ? ` Each of the ${images} images is run by itself.` : '';
  const change = asked === null ? ' If that is wrong, say it: zooport.preview(bundle, image=image, axes="…")' : '';
  return `Your array of ${formatShape(array.shape)} values was read as ${sizesOf(reading, array)}.${each}${change}`;
}

function sizesOf({ letters, kept }: Reading, { shape }: Tensor): string {
  const names: Readonly<Record<string, string>> = { b: 'images', c: 'channels', t: 'time points' };
  return [...letters].map((letter, index) => `${lookup(names, letter) ?? letter} ${shape[kept[index]]}`).join(', ');
}

/** A letter for every axis of the array, those of one entry that do not matter included. */
function lettersOf({ letters, kept }: Reading, { shape }: Tensor): string {
  const spare = [...'bcti'].filter(letter => !letters.includes(letter));
  return shape.map((_, axis) => (kept.includes(axis) ? letters[kept.indexOf(axis)] : (spare.shift() ?? '?'))).join('');
}

function unreadable(array: Tensor, input: TensorDescription): string {
  const { length } = array.shape;
  const single = array.shape.filter(size => size > 1).length;
  const spatial = input.axes.filter(({ type }) => type === 'space').length;
  if (single < spatial || length < spatial) {
    return `Your array has ${formatShape(array.shape)} values, which are too few axes. ${wanted(input)}`;
  }
  return `Your array has ${formatShape(array.shape)} values, which are too many axes. ${wanted(input)} Give one image of it (image[0], for instance).${manyHint(array, input)}`;
}

/** Where the first axis may be images, frames or planes: how to say so. */
function manyHint(array: Tensor, { axes }: TensorDescription): string {
  const planes = [...'zyx'].filter(letter => axes.map(letterOf).includes(letter));
  const free = axes.some(({ type, size }) => type === 'batch' && size === null);
  return free && array.shape.length === planes.length + 1
    ? ` If its first axis are images, frames or planes that the network is to take one by one: axes="b${planes.join('')}"`
    : '';
}

function misfitSentence(reading: Reading, input: TensorDescription, description: ModelDescription): string {
  const { sizes } = reading;
  const wrongOnes = misfits(reading, input, description);
  const said = wrongOnes.map(({ id }) => `“${id}” has ${String(sizes.get(id))}`).join(', ');
  const fixed = wrongOnes.flatMap(axis => {
    const allowed = allowedOf(axis, description);
    const plain = axis.type === 'batch' || axis.type === 'channel';
    return plain && allowed.kind === 'fixed' ? [` “${axis.id}” must have ${allowed.size}.`] : [];
  });
  const images = new Map([[input.id, sizes]]);
  const space = wrongOnes.some(({ type }) => type !== 'batch' && type !== 'channel');
  const explained = space ? ` ${explainSizes(description, images)}` : '';
  return `Your array does not fit: ${said}.${fixed.join('')} ${wanted(input)}${explained}`;
}

function wanted({ axes }: TensorDescription): string {
  const may = axes.filter(({ type }) => type === 'batch' || type === 'channel').map(({ id }) => `“${id}”`);
  const left = may.length > 0 ? `; ${may.join(' and ')} may be left out where it has size 1` : '';
  return `The network wants the axes ${axes.map(({ id }) => id).join(', ')}${left}.`;
}

function wrong(sentence: string): SourceError {
  return new SourceError('damaged', sentence);
}
