import type { Terminal } from '../calls';

/** The part of a stream that is needed here; `isTTY` where a person looks on. */
interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Back to the beginning of the line, and all of it away. */
const anew = '\r\u001b[K';

/** Results and messages on their streams. A status stays the last line of a terminal until anything else is said. */
export function terminalOf(results: Output, messages: Output): Omit<Terminal, 'signal'> {
  let hasStatus = false;
  const clear = (): void => {
    if (hasStatus) {
      messages.write(anew);
    }
    hasStatus = false;
  };
  return {
    out: text => {
      clear();
      results.write(text);
    },
    say: text => {
      clear();
      messages.write(`${text}\n`);
    },
    ...(messages.isTTY && {
      status: (text: string): void => {
        hasStatus = true;
        // A longer one would begin a second line, which could not be taken back.
        messages.write(anew + text.slice(0, (messages.columns ?? 80) - 1));
      }
    })
  };
}
