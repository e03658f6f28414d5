import type { OwnDetection, OwnFunctionChoice, OwnNetworkChoice, OwnParams } from '../../../kernel/ownProtocol';

/** Functions that may be given so many images, each an argument, or all of them as a list where it takes one. */
export function functionsFor({ functions }: OwnDetection, count: number): readonly OwnFunctionChoice[] {
  return functions.filter(one => takesList(one, count) || (one.needed <= count && count <= one.arguments.length));
}

function takesList({ needed }: OwnFunctionChoice, count: number): boolean {
  return count > 1 && needed === 1;
}

/** What the images are called where they go: arguments of the function, else inputs of the network; "" for unnamed. */
export function namesOf(
  held: OwnDetection,
  choice: OwnNetworkChoice | undefined,
  predict: string | undefined,
  count: number
): readonly string[] {
  const known = held.functions.find(({ name }) => name === predict);
  const names = known && takesList(known, count) ? [] : (known?.arguments ?? choice?.inputs ?? []);
  return Array.from({ length: count }, (_, place) => names.at(place) ?? '');
}

/** The given images, and arrays for those that are "": of the same name, else those that were made last, in order. */
export function guessImages({ arrays }: OwnDetection, names: readonly string[], given: readonly string[]): string[] {
  const unused = arrays.map(({ name }) => name).filter(name => !given.includes(name));
  const found = given.map((image, place) =>
    image === '' && unused.includes(names[place]) ? unused.splice(unused.indexOf(names[place]), 1)[0] : image
  );
  const wanting = found.filter(image => image === '').length;
  // The last one made comes first, and what goes in first was mostly made first.
  const newest = unused.slice(0, wanting).reverse();
  return found.map(image => (image === '' ? (newest.shift() ?? '') : image));
}

/** Arrays of the kernel for all that the network takes, and the function that most likely predicts. */
export function firstGuess(
  held: OwnDetection,
  choice: OwnNetworkChoice
): Required<Pick<OwnParams, 'images' | 'axes'>> & Pick<OwnParams, 'predict'> {
  const nothing = Array.from({ length: Math.max(1, choice.inputs.length) }, () => '');
  const predict = functionsFor(held, nothing.length).at(0)?.name;
  const names = namesOf(held, choice, predict, nothing.length);
  return { images: guessImages(held, names, nothing), axes: nothing, predict };
}
