import type { Fix } from '../../spec/fix';

/** What a report offers where its bundle can be mended: the mend is made, and the bundle is checked again. */
export interface Mending {
  /** A check or a write is under way. */
  readonly busy: boolean;
  mend(fixes: readonly Fix[]): void;
}

/** The same with what became of the mends: they are kept in the page until they are written. */
export interface MendingState extends Mending {
  /** The mends made and not yet written, in words. */
  readonly made: readonly string[];
  /** What was written, or why it could not be. */
  readonly notice: string | null;
  undo(): void;
  /** Writes the mended bundle over the opened one; absent where it cannot be written to. */
  save?(): void;
}
