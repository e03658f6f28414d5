/**
 * How much a description may be. A text that is longer is not read at all, depth ends the parser, and all else ends the
 * making of values, so that the schema and the rules never meet more than they can do in a moment. A real description
 * has a few kB and some hundred values.
 */
export const bounds = {
  /** Bytes of the text. */
  text: 1_000_000,
  /** Entries of one list, or fields of one group. */
  entries: 2000,
  /** Levels of brackets and indents. The zoo's parser gives up at some hundreds; a real description has about ten. */
  depth: 150,
  /** Aliases in the text; a real description has none, and each can multiply what stands behind it. */
  aliases: 100,
  /** Values in all, with what aliases repeat. */
  values: 20_000
};
