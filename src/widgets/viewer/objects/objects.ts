import { compareLabels, type LabelComparison } from '../../../preview/reproduce/labels';
import type { OutputView } from '../../../preview/report/report';
import type { Colour } from '../colour';
import { background, objectColour } from '../../../tensor/labels';
import { bothColour, extraColour, missingColour, outlineColour } from './objectColours';
import type { Plane } from '../plane';

/** How found objects and expected ones belong together, over the whole output and not one picture of it. */
export type ObjectMatch = Pick<LabelComparison, 'labels' | 'partner' | 'renumbered'>;

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
  const comparable = reproduced && expected.tensor.shape.join() === reproduced.tensor.shape.join();
  return {
    expected: numbersIn(expected.tensor.data).size,
    reproduced: numbersIn(reproduced?.tensor.data ?? []).size,
    match: comparable ? compareLabels(expected.tensor, reproduced.tensor) : null
  };
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
