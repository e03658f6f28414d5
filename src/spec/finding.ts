import type { JudgedId } from './consumers';
import type { Fix } from './fix';
import type { FindingCode } from './codes';
import type { Path } from './path';

export type Severity = 'error' | 'warning' | 'info';

/** Whose rule it is. */
export type FindingBy = 'zoo' | 'zooport' | JudgedId;

/** One thing to know about a bundle or a draft. Its text lives in one table (`messages.ts`), keyed by code. */
export interface Finding {
  readonly code: FindingCode;
  readonly by: FindingBy;
  readonly severity: Severity;
  /** Where in the description, for instance `['inputs', 0, 'axes']`. */
  readonly path: Path;
  /** The same in words, where they know more than the path tells: the names of axes and steps. */
  readonly place?: string;
  /** Where the zoo's own library reports it, where that is another place: it often names a whole group of fields. */
  readonly zooPath?: Path;
  /** What the text of the code fills in. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** The mend that a machine can make, where there is one. */
  readonly fix?: Fix;
}
