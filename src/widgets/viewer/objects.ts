import { compareLabels, type Labels } from '../../preview/labels';
import type { OutputView } from '../../preview/report';
import type { Tensor } from '../../tensor/tensor';
import type { Colour } from './colours';
import { background, bothColour, extraColour, missingColour, objectColour, outlineColour } from './objectColours';
import type { Plane } from './plane';

/** How found objects and expected ones belong together, over the whole output and not one picture of it. */
export interface ObjectMatch {
  /** By the number of a found object: the expected object that it is. Extra objects are not in it. */
  readonly partner: ReadonlyMap<number, number>;
  readonly labels: Labels;
  /** Numbers differ even where the objects are the same. */
  readonly renumbered: boolean;
}

/** Numbered objects of an output. */
export interface Objects {
  /** How many there are in the expected and the reproduced output. */
  readonly expected: number;
  readonly reproduced: number;
  /** Null where there is nothing to compare, or the shapes differ. */
  readonly match: ObjectMatch | null;
}

/** Null where the output does not number objects. */
export function objectsOf({ objects, expected, reproduced }: OutputView): Objects | null {
  if (objects !== true) {
    return null;
  }
  const numbers = numbersIn(expected.tensor.data);
  const found = numbersIn(reproduced?.tensor.data ?? []);
  return {
    expected: numbers.size,
    reproduced: found.size,
    match: reproduced ? matchOf(expected.tensor, reproduced.tensor, numbers) : null
  };
}

function matchOf(expected: Tensor, reproduced: Tensor, numbers: ReadonlySet<number>): ObjectMatch | null {
  if (expected.shape.join() !== reproduced.shape.join()) {
    return null;
  }
  // Most outputs reproduce; those need no search for partners, which takes a second for a large volume.
  if (isEqual(expected.data, reproduced.data)) {
    const count = numbers.size;
    const labels = { expected: count, found: count, matched: count, differing: 0, missing: 0, extra: 0 };
    return { partner: new Map([...numbers].map(number => [number, number])), labels, renumbered: false };
  }
  return compareLabels(expected, reproduced);
}

function isEqual(one: ArrayLike<number | bigint>, other: ArrayLike<number | bigint>): boolean {
  for (let index = 0; index < one.length; index++) {
    if (Number(one[index]) !== Number(other[index])) {
      return false;
    }
  }
  return true;
}

/** The numbers of the objects that are there; 0 is background. */
export function numbersIn(values: ArrayLike<number | bigint>): ReadonlySet<number> {
  const numbers = new Set<number>();
  let before = 0;
  for (let index = 0; index < values.length; index++) {
    const number = Number(values[index]);
    // Neighbours mostly belong to the same object.
    if (number !== before && number !== 0) {
      numbers.add(number);
    }
    before = number;
  }
  return numbers;
}

/** A found object has the colour of the expected one that it is; extra ones have a colour that no other has. */
export function foundColour(match: ObjectMatch | null): (number: number) => Colour {
  return match
    ? number => {
        const partner = number === 0 ? 0 : match.partner.get(number);
        return partner === undefined ? extraColour : objectColour(partner);
      }
    : objectColour;
}

/** What the difference of two label images tells at a pixel. */
export const objectDifferences = { none: 0, missing: 1, extra: 2, both: 3, outline: 4 } as const;

const differenceColours: readonly Colour[] = [background, missingColour, extraColour, bothColour, outlineColour];

export function differenceColour(kind: number): Colour {
  return differenceColours[kind] ?? background;
}

/** The objects that differ: missing and extra ones whole, of others only the pixels in which their outlines differ. */
export function objectDifference(expected: Plane, reproduced: Plane, { partner }: ObjectMatch): Plane {
  const { none, missing, extra, both, outline } = objectDifferences;
  const again = new Set(partner.values());
  const values = expected.values.map((number, index) => {
    const other = reproduced.values[index];
    const same = other === 0 ? 0 : partner.get(other);
    if (same === number) {
      return none;
    }
    if (number !== 0 && !again.has(number)) {
      return same === undefined ? both : missing;
    }
    return same === undefined ? extra : outline;
  });
  return { width: expected.width, height: expected.height, values };
}
