/** Longest text that is compared; names of the format are shorter. */
const longest = 40;

/**
 * The one name that was meant: the same but for case, spaces and dashes, else the nearest by typing mistakes (a letter
 * more, less, another, or two swapped count one; short words allow one mistake, others two). `undefined` where two are
 * equally near.
 */
export function nearest(found: string, names: readonly string[]): string | undefined {
  if (found === '' || found.length > longest) {
    return undefined;
  }
  const alike = names.filter(name => bare(name) === bare(found));
  if (alike.length === 1) {
    return alike[0];
  }
  const most = found.length <= 4 ? 1 : 2;
  const word = found.toLowerCase();
  const ranked = names
    .filter(name => Math.abs(name.length - found.length) <= most)
    .map(name => ({ name, mistakes: mistakes(word, name.toLowerCase()) }))
    .filter(entry => entry.mistakes <= most)
    .sort((one, other) => one.mistakes - other.mistakes);
  return ranked.length > 1 && ranked[0].mistakes === ranked[1].mistakes ? undefined : ranked[0]?.name;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '');
}

/** Optimal string alignment distance. */
function mistakes(one: string, other: string): number {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = one[i - 1] === other[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + change, swapped ? before[j - 2] + 1 : Infinity);
    }
    [before, row] = [row, next];
  }
  return row[other.length];
}
