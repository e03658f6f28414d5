import { describe, expect, it } from 'vitest';
import { Kernel } from './kernel';
import type { Message, MessageHandler, Model } from './model';
import { sendFile } from './send';

/** Takes a file as zooport/upload.py does. */
class Receiver implements Model {
  readonly sizes: number[] = [];
  private handler: MessageHandler | undefined;
  bytes = new Uint8Array();
  on(_: 'msg:custom', handler: MessageHandler): void {
    this.handler = handler;
  }
  off(): void {
    this.handler = undefined;
  }
  send({ id, ask, serial, offset }: Message, _?: unknown, buffers: ArrayBuffer[] = []): void {
    if (ask === 'begin') {
      this.handler?.({ id, serial: 'one' }, []);
      return;
    }
    if (serial !== 'one' || offset !== this.bytes.length) {
      this.handler?.({ id, error: 'A part of the bundle is missing.' }, []);
      return;
    }
    this.sizes.push(buffers[0].byteLength);
    this.bytes = Uint8Array.from([...this.bytes, ...new Uint8Array(buffers[0])]);
    this.handler?.({ id }, []);
  }
}

function streamOf(pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      pieces.forEach(piece => {
        controller.enqueue(piece);
      });
      controller.close();
    }
  });
}

describe('sendFile', () => {
  it.each([[[5]], [[]], [[2 ** 21]], [[2 ** 20, 2 ** 20 + 7, 3]], [[2 ** 22 + 1]]])(
    'sends a stream of pieces of %j bytes whole, in parts of at most 2 MiB',
    async lengths => {
      const pieces = lengths.map((length, piece) => new Uint8Array(length).map((_, at) => (at * 7 + piece) % 256));
      const receiver = new Receiver();
      const serial = await sendFile(new Kernel(receiver), streamOf(pieces), new AbortController().signal);
      expect(serial).toBe('one');
      expect(Buffer.compare(receiver.bytes, Buffer.concat(pieces))).toBe(0);
      expect(Math.max(...receiver.sizes)).toBeLessThanOrEqual(2 * 2 ** 20);
    }
  );

  it('stops with the reason where it is aborted', async () => {
    const aborted = AbortSignal.abort(new Error('You stopped.'));
    await expect(sendFile(new Kernel(new Receiver()), streamOf([new Uint8Array(3)]), aborted)).rejects.toThrow(
      'You stopped.'
    );
  });
});
