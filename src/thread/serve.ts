import type { FromThread, ToThread, Works } from './thread';

interface Done<T> {
  readonly output: T;
  /** Given away instead of copied. */
  readonly transfer?: readonly ArrayBuffer[];
}

export type Workers<W extends Works<W>> = {
  readonly [K in keyof W]: (input: W[K]['input']) => Done<W[K]['output']> | Promise<Done<W[K]['output']>>;
};

/** The thread's side: carries out what is asked for, one after the other. Gives what has to be called for each message. */
export function serveWorks<W extends Works<W>>(
  works: Workers<W>,
  post: (message: FromThread, transfer: readonly ArrayBuffer[]) => void
): (message: ToThread) => Promise<void> {
  const byName = new Map(Object.entries<Workers<W>[keyof W]>(works));
  const carryOut = async ({ work, input }: ToThread): Promise<void> => {
    try {
      const done = await byName.get(work)?.(input);
      if (!done) {
        throw new Error(`There is no work "${work}".`);
      }
      post({ output: done.output }, done.transfer ?? []);
    } catch (error) {
      post({ failed: error instanceof Error ? error.message : String(error) }, []);
    }
  };
  post({ ready: true }, []);
  return carryOut;
}
