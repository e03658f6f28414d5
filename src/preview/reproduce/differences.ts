/** What one pass over both arrays finds. */
export interface Differences {
  readonly size: number;
  readonly mismatched: number;
  readonly maxAbsolute: number | null;
  readonly maxRelative: number | null;
  readonly expectedNotFinite: number;
  readonly actualNotFinite: number;
  /** Elements that are not finite on at least one side. */
  readonly notFinite: number;
  /** Position in the flat array; -1 where there are no elements. */
  readonly worst: number;
}
