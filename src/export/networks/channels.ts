/** The same name for one channel; with numbers from 0 for several. */
export function numbered(name: string): (count: number) => readonly string[] {
  return count => (count === 1 ? [name] : Array.from({ length: count }, (_, index) => `${name}${index}`));
}

/** The first channel has its own name, all others are counted from 0. */
export function firstThen(first: string, others: string): (count: number) => readonly string[] {
  return count => [first, ...Array.from({ length: Math.max(0, count - 1) }, (_, index) => `${others}${index}`)];
}
