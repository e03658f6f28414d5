/** Most characters of a name or value from a file that a sentence repeats. */
const longest = 200;

/** A name or value of a file as a sentence repeats it: cut where it is long. */
export function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)} …` : text;
}
