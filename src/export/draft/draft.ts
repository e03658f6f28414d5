import type { Candidate, CropBox, Fact, Losses, Origin, OutputKind } from '../../kernel/protocol';

/**
 * One value of the draft, what it is and where it came from. An empty one has `origin: null`.
 * `onlyYou` marks what nobody but the researcher can know (authors, licence, citation of the data): it is never guessed.
 */
export interface Field<T> {
  readonly value: T;
  readonly origin: Origin | null;
  /** A variable, a file, a form field; shown as a tooltip. */
  readonly where: string;
  readonly onlyYou: boolean;
}

export interface Author {
  readonly name: string;
  readonly affiliation?: string;
  readonly orcid?: string;
  readonly github_user?: string;
}

export interface Citation {
  readonly text: string;
  /** Bare DOI, `10.…`. */
  readonly doi?: string;
  readonly url?: string;
}

/** The description's own keys that a researcher edits, and that `--metadata FILE.yaml` may set. */
export interface DraftFields {
  readonly name: Field<string>;
  readonly description: Field<string>;
  readonly authors: Field<readonly Author[]>;
  /** SPDX id; empty string if not chosen. */
  readonly license: Field<string>;
  /** Citations of the method (catalogue) and, added by the researcher, of the data. */
  readonly cite: Field<readonly Citation[]>;
  readonly tags: Field<readonly string[]>;
  readonly version: Field<string>;
  /** What the network was trained on, in the researcher's words; a paragraph of the README. */
  readonly data: Field<string>;
}

export type FieldName = keyof DraftFields;

/** What every draft has, whatever network it is of. */
export interface DraftBase {
  /** File name without folder, ends in `.bioimageio.zip`. */
  readonly fileName: Field<string>;
  readonly fields: DraftFields;
  /** ISO 8601 time at which the draft was made; the bundle's time stamps take it, so that one draft always gives one zip. */
  readonly made: string;
}

/** What the researcher sees and edits before the bundle is made. */
export interface Draft extends DraftBase {
  readonly candidate: Candidate;
  /** Id of the chosen weights (`WeightsChoice.id`). */
  readonly weights: string;
  readonly output: OutputKind;
  /** Threshold on the notebook's scale of 0..255, with where it came from; null where the network has none. */
  readonly threshold: Fact<number> | null;
  /** Path of the image for the test input; null lets the Python half choose the best. */
  readonly image: string | null;
  readonly crop: CropBox | null;
  readonly losses: Losses | null;
  /** Whether the researcher has said that code which the network's file holds may run; absent: no. */
  readonly allowCode?: boolean;
}
