import type { Axis, TensorDescription } from '../../../spec/model';

/** Letters of an array's axes, as `axes=` takes them. */
const known = 'btizcyx';

/** The letter of an axis of the description. */
export function letterOf({ type, id }: Axis): string {
  switch (type) {
    case 'batch':
      return 'b';
    case 'channel':
      return 'c';
    case 'time':
      return 't';
    case 'index':
      return 'i';
    default:
      return id.slice(-1).toLowerCase();
  }
}

/**
 * The letters that were given, in small ones; samples (tifffile's S) are channels. A letter of one plane after another
 * (time, or z where the network has none) is the batch: each is run by itself. Throws a sentence for what cannot be.
 */
export function givenLetters(
  given: string,
  rank: number,
  input: TensorDescription
): string | { readonly wrong: string } {
  const letters = given.toLowerCase().replaceAll('s', 'c').replaceAll('q', 'i');
  const unknown = [...letters].find(letter => !known.includes(letter));
  if (unknown !== undefined) {
    return { wrong: `axes="${given}" has the letter “${unknown}”. Use b (batch), t (time), z, y, x and c (channel).` };
  }
  if (new Set(letters).size !== letters.length) {
    return { wrong: `axes="${given}" names an axis twice. Give each axis of the array its own letter.` };
  }
  if (letters.length !== rank) {
    return {
      wrong: `axes="${given}" names ${letters.length} axes, and your array has ${rank}. Give one letter for each.`
    };
  }
  const own = input.axes.map(letterOf);
  const foreign = [...letters].filter(letter => !own.includes(letter));
  return foreign.length === 1 && 'tzi'.includes(foreign[0]) && own.includes('b') && !letters.includes('b')
    ? letters.replace(foreign[0], 'b')
    : letters;
}

/** Every order of axes that people give an image of this network in, the most usual first, as letters. */
export function usualOrders({ axes }: TensorDescription): string[] {
  const own = axes.map(letterOf);
  const spatial = own.filter(letter => 'zyx'.includes(letter));
  const usual = [...'zyx'].filter(letter => spatial.includes(letter));
  // A plane is rows, then columns, for everybody; a volume may already be in the network's order.
  const spatialOrders = spatial.includes('z') ? [usual, spatial] : [usual];
  const orders = spatialOrders.flatMap(order => {
    const left = [...order];
    const inPlace = own.map(letter => ('zyx'.includes(letter) ? (left.shift() ?? letter) : letter));
    const without = inPlace.filter(letter => letter !== 'c');
    const planes = without.findIndex(letter => 'zyx'.includes(letter));
    return own.includes('c')
      ? [inPlace, [...without, 'c'], [...without.slice(0, planes), 'c', ...without.slice(planes)]]
      : [inPlace];
  });
  return [...new Set(orders.map(order => order.join('')))];
}
