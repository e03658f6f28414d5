/** One node of a text, read. */
export interface Node {
  readonly kind: 'scalar' | 'list' | 'group';
  readonly value: unknown;
  /** Levels of lists and groups, this one counted. */
  readonly levels: number;
  /** Where it starts in the text, with its tag and the name for aliases. */
  readonly offset: number;
  /** Behind its last character, where it is a scalar. */
  readonly end: number;
  /** A scalar as it is written, without quotes. */
  readonly source?: string;
  /** A scalar without quotes that means more than its text: `<<` takes over another group's fields. */
  readonly special?: '<<' | '=';
}
