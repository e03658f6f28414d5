import { compareLabels, type LabelComparison } from '../../../preview/reproduce/labels';
import type { OutputView } from '../../../preview/report/report';
import type { Colour } from '../paint/colour';
import { background, objectColour } from '../../../tensor/labels';
import { bothColour, extraColour, missingColour, outlineColour } from './objectColours';
import { eachChunk } from '../plane/chunks';
import { eachRow, type Plane } from '../plane/plane';

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
  eachChunk(values, (chunk, length) => {
    collect(chunk, length, numbers);
  });
  return numbers;
}

/** The same of one picture. */
export function numbersOf(plane: Plane): ReadonlySet<number> {
  const numbers = new Set<number>();
  eachRow(plane, values => {
    collect(values, values.length, numbers);
  });
  return numbers;
}

function collect(values: Float64Array, length: number, into: Set<number>): void {
  let before = 0;
  for (let index = 0; index < length; index++) {
    const number = values[index];
    // Neighbours mostly belong to the same object.
    if (number !== before && number !== 0) {
      into.add(number);
    }
    before = number;
  }
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
  const { width, height } = expected;
  const others = new Float64Array(width);
  const kind = (number: number, other: number): number => {
    const same = other === 0 ? 0 : partner.get(other);
    if (same === number) {
      return none;
    }
    if (number !== 0 && !again.has(number)) {
      return same === undefined ? both : missing;
    }
    return same === undefined ? extra : outline;
  };
  return {
    width,
    height,
    shrink: 'one',
    read: (y, x, length, into) => {
      expected.read(y, x, length, into);
      reproduced.read(y, x, length, others);
      for (let index = 0; index < length; index++) {
        into[index] = kind(into[index], others[index]);
      }
    }
  };
}

/** Whether a missing object and one too many lie on one another in this picture. */
export function holdsOverlap(difference: Plane): boolean {
  let found = false;
  eachRow(difference, values => {
    found ||= values.includes(objectDifferences.both);
  });
  return found;
}
