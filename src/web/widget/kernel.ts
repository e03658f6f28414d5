import { SourceError } from '../../bundle/source';
import { bytesOf, type Message, type MessageHandler, type Model } from './model';
import { isRecord } from '../../tensor/lookup';

interface Reply {
  readonly message: Message;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

interface AskOptions {
  /** Bytes beside the question. */
  readonly bytes?: readonly ArrayBuffer[];
  /** What the kernel says before its answer. */
  heard?(message: Message): void;
}

interface Waiting {
  heard(message: Message): void;
  resolve(reply: Reply): void;
  reject(error: unknown): void;
}

/** After so many ms without an answer the reader is told what is being waited for. */
const PATIENCE = 4_000;

const GONE = 'The kernel of this report is gone. Run its cell again.';

/**
 * Questions to the kernel half of this widget and its answers (zooport/answers.py). A model can have several views, and
 * all of them hear every answer; so each question has a name of its own.
 */
export class Kernel {
  private readonly waiting = new Map<string, Waiting>();
  private readonly prefix = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
  private last = 0;
  private slow = false;
  private readonly listeners = new Set<(slow: boolean) => void>();

  constructor(private readonly model: Model) {
    model.on('msg:custom', this.onMessage);
  }

  /** Rejects with `SourceError` for what the kernel cannot answer, or with the signal's reason. */
  ask(question: Message, signal?: AbortSignal, { bytes = [], heard }: AskOptions = {}): Promise<Reply> {
    const id = this.nextId();
    return new Promise<Reply>((resolve, reject) => {
      signal?.throwIfAborted();
      const timer = setTimeout(() => this.setSlow(true), PATIENCE);
      const onAbort = (): void => this.waiting.get(id)?.reject(signal?.reason);
      const settle = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        this.waiting.delete(id);
        this.setSlow(false);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.waiting.set(id, {
        heard: message => {
          clearTimeout(timer);
          this.setSlow(false);
          heard?.(message);
        },
        resolve: reply => (settle(), resolve(reply)),
        reject: error => (settle(), reject(error))
      });
      try {
        this.model.send({ ...question, id }, undefined, [...bytes]);
      } catch (error) {
        this.waiting.get(id)?.reject(new SourceError('unreachable', GONE, { cause: error }));
      }
    });
  }

  /** Something that is told and not answered. */
  tell(message: Message, bytes: readonly ArrayBuffer[]): void {
    this.model.send({ ...message, id: this.nextId() }, undefined, [...bytes]);
  }

  /** Told when the kernel lets one wait, and when it is there again. */
  onSlow(listener: (slow: boolean) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  dispose(): void {
    this.model.off('msg:custom', this.onMessage);
    for (const { reject } of [...this.waiting.values()]) {
      reject(new SourceError('unreachable', 'The report was closed.'));
    }
  }

  private nextId(): string {
    this.last += 1;
    return `${this.prefix}-${this.last}`;
  }

  private readonly onMessage: MessageHandler = (message, buffers) => {
    if (!isMessage(message) || typeof message.id !== 'string') {
      return;
    }
    const waiting = this.waiting.get(message.id);
    if (typeof message.error === 'string') {
      waiting?.reject(new SourceError('unreachable', message.error));
    } else if ('progress' in message) {
      waiting?.heard(message);
    } else {
      waiting?.resolve({ message, bytes: bytesOf(buffers[0]) });
    }
  };

  private setSlow(slow: boolean): void {
    if (slow !== this.slow) {
      this.slow = slow;
      this.listeners.forEach(listener => {
        listener(slow);
      });
    }
  }
}

function isMessage(value: unknown): value is Message {
  return isRecord(value);
}
