import type { Path } from './path';

/** One change of the description, as it was parsed from its YAML. */
export type Edit =
  | { readonly op: 'set'; readonly path: Path; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: Path }
  | { readonly op: 'rename'; readonly path: Path; readonly key: string };

/** A mend that a machine can make with one click. */
export interface Fix {
  /** What the button says, for instance “Use 10.1234/5”. */
  readonly label: string;
  /** Made in this order; every path is that of the description before any of them, later indices first where a list shrinks. */
  readonly edits: readonly Edit[];
}
