/** Begins so many pieces of work at a time, in their order. What each gives, or fails by, is asked of its own promise. */
export function sideBySide<T>(most: number, works: readonly (() => Promise<T>)[]): Promise<T>[] {
  const waiting: (() => void)[] = [];
  let running = 0;
  const begin = (): Promise<void> | void => {
    if (running === most) {
      return new Promise(resolve => waiting.push(resolve));
    }
    running += 1;
  };
  const end = (): void => {
    const next = waiting.shift();
    // Its place is handed on.
    if (next) {
      next();
    } else {
      running -= 1;
    }
  };
  return works.map(work => {
    const done = Promise.resolve(begin()).then(work).finally(end);
    // Where an earlier one fails, nobody asks for the later ones.
    done.catch(() => undefined);
    return done;
  });
}
