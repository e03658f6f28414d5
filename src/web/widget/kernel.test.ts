import { afterEach, describe, expect, it, vi } from 'vitest';
import { Kernel } from './kernel';
import type { Message, MessageHandler, Model } from './model';

/** The page's half of a widget whose other half is the test. */
class Line implements Model {
  readonly sent: { message: Message; buffers: ArrayBuffer[] }[] = [];
  readonly handlers = new Set<MessageHandler>();
  send(message: Message, _?: unknown, buffers: ArrayBuffer[] = []): void {
    this.sent.push({ message, buffers });
  }
  on(_: 'msg:custom', handler: MessageHandler): void {
    this.handlers.add(handler);
  }
  off(_: 'msg:custom', handler: MessageHandler): void {
    this.handlers.delete(handler);
  }
  reply(message: unknown, ...buffers: (ArrayBuffer | ArrayBufferView)[]): void {
    this.handlers.forEach(handler => {
      handler(message, buffers);
    });
  }
}

afterEach(() => {
  vi.useRealTimers();
});

describe('Kernel', () => {
  it('gives each question its own answer, whatever their order', async () => {
    const line = new Line();
    const kernel = new Kernel(line);
    const [first, second] = [kernel.ask({ ask: 'open' }), kernel.ask({ ask: 'range' })];
    const [one, two] = line.sent.map(({ message }) => message.id);
    line.reply({ id: two, from: 'second' });
    line.reply({ id: one, from: 'first' });
    expect((await first).message.from).toBe('first');
    expect((await second).message.from).toBe('second');
  });

  it('hears what the kernel says before its answer, and sends bytes beside the question', async () => {
    const line = new Line();
    const kernel = new Kernel(line);
    const heard: unknown[] = [];
    const bytes = [Uint8Array.of(1, 2).buffer];
    const asked = kernel.ask({ ask: 'call' }, undefined, { bytes, heard: ({ progress }) => heard.push(progress) });
    const { message, buffers } = line.sent[0];
    expect(buffers).toEqual(bytes);
    line.reply({ id: message.id, progress: { message: 'Loading' } });
    line.reply({ id: message.id, reply: 'done' });
    expect((await asked).message.reply).toBe('done');
    expect(heard).toEqual([{ message: 'Loading' }]);
  });

  it('keeps two views of one widget apart', async () => {
    const line = new Line();
    const [one, other] = [new Kernel(line), new Kernel(line)];
    const asked = one.ask({ ask: 'open' });
    const waits = other.ask({ ask: 'open' });
    line.reply({ id: line.sent[0].message.id, from: 'one' });
    expect((await asked).message.from).toBe('one');
    expect(await Promise.race([waits, Promise.resolve('waits')])).toBe('waits');
  });

  it('takes bytes of every kind that hosts make of them, and shares no memory with the host', async () => {
    const line = new Line();
    const kernel = new Kernel(line);
    const whole = Uint8Array.from([9, 1, 2, 3, 9]);
    for (const buffer of [whole.slice(1, 4).buffer, new DataView(whole.buffer, 1, 3), whole.subarray(1, 4)]) {
      const asked = kernel.ask({ ask: 'range' });
      line.reply({ id: line.sent.at(-1)?.message.id }, buffer);
      const { bytes } = await asked;
      expect([...bytes]).toEqual([1, 2, 3]);
      expect(bytes.buffer).not.toBe(whole.buffer);
    }
  });

  it('rejects with the kernel’s own sentence, and with the reason of an abort', async () => {
    const line = new Line();
    const kernel = new Kernel(line);
    const failing = kernel.ask({ ask: 'open' });
    line.reply({ id: line.sent[0].message.id, error: 'No such file or directory' });
    await expect(failing).rejects.toThrow('No such file or directory');
    const stop = new AbortController();
    const stopped = kernel.ask({ ask: 'open' }, stop.signal);
    stop.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
  });

  it('says that the kernel is gone where the host refuses to send', async () => {
    const line = new Line();
    const kernel = new Kernel(line);
    line.send = () => {
      throw new Error('Comm cannot be used');
    };
    await expect(kernel.ask({ ask: 'open' })).rejects.toThrow('The kernel of this report is gone. Run its cell again.');
  });

  it('tells when the kernel lets one wait, and when it answers again', async () => {
    vi.useFakeTimers();
    const line = new Line();
    const kernel = new Kernel(line);
    const told: boolean[] = [];
    kernel.onSlow(slow => told.push(slow));
    const asked = kernel.ask({ ask: 'open' });
    vi.advanceTimersByTime(3_000);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(2_000);
    expect(told).toEqual([true]);
    line.reply({ id: line.sent[0].message.id });
    await asked;
    expect(told).toEqual([true, false]);
  });

  it('ends all that waits when the report is closed, and hears nothing after', async () => {
    const line = new Line();
    const kernel = new Kernel(line);
    const asked = kernel.ask({ ask: 'open' });
    kernel.dispose();
    await expect(asked).rejects.toThrow('The report was closed.');
    expect(line.handlers.size).toBe(0);
  });

  it.each([null, 3, 'text', [], { id: 3 }, { id: 'stranger' }])('ignores what is no answer: %j', message => {
    const line = new Line();
    const kernel = new Kernel(line);
    void kernel.ask({ ask: 'open' });
    expect(() => {
      line.reply(message);
    }).not.toThrow();
  });
});
