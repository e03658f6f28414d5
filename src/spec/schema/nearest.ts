/** Most letters that a slip of the pen changes, per length of the word. */
const slips = (length: number) => Math.max(1, Math.floor(length / 3));

/** The name most like the one written, or `undefined` where none is like it. Case does not count. */
export function nearest(written: string, names: readonly string[]): string | undefined {
  if (written.length > 64) {
    return undefined;
  }
  let best: string | undefined;
  let least = slips(written.length) + 1;
  for (const name of names) {
    const distance = Math.abs(name.length - written.length) < least ? editDistance(written, name) : least;
    if (distance < least) {
      [best, least] = [name, distance];
    }
  }
  return best;
}

/** Letters to insert, remove or replace to make one word the other (Levenshtein). */
function editDistance(a: string, b: string): number {
  const [first, second] = [a.toLowerCase(), b.toLowerCase()];
  let row = Array.from({ length: second.length + 1 }, (_, index) => index);
  for (let i = 1; i <= first.length; i++) {
    const next = [i];
    for (let j = 1; j <= second.length; j++) {
      const replaced = row[j - 1] + (first[i - 1] === second[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[second.length];
}
