import { describe, expect, it } from 'vitest';
import { smallFiles, smallZip } from '../../preview/testing/small';
import { openBundle, type Opening } from './bundle';
import { Kernel } from './kernel';
import type { Message, MessageHandler, Model } from './model';

/** Answers as zooport/answers.py does, with `opening` for "open" and parts of `files` for "range". */
class Half implements Model {
  private handler: MessageHandler | undefined;
  largest = 0;

  constructor(
    private readonly opening: Message,
    private readonly files: ReadonlyMap<string, Uint8Array>
  ) {}

  on(_: 'msg:custom', handler: MessageHandler): void {
    this.handler = handler;
  }

  off(): void {
    this.handler = undefined;
  }

  send({ id, ask, name, offset, length }: Message): void {
    if (ask === 'open') {
      this.handler?.({ id, ...this.opening }, []);
      return;
    }
    const [start, count] = [Number(offset), Number(length)];
    this.largest = Math.max(this.largest, count);
    const bytes = this.files.get(typeof name === 'string' ? name : '')?.slice(start, start + count);
    this.handler?.({ id, ...(!bytes && { error: 'This bundle has no such file.' }) }, bytes ? [bytes] : []);
  }
}

const zip = smallZip();

async function opened(half: Half): Promise<Opening> {
  const opening = await openBundle(new Kernel(half));
  if ('source' in opening) {
    return opening;
  }
  throw new Error('there is no bundle');
}

describe('openBundle', () => {
  it('reads a zip by ranges', async () => {
    const half = new Half({ kind: 'zip', name: 'small.zip', size: zip.length, token: '0a' }, new Map([['', zip]]));
    const { source, token } = await opened(half);
    expect(token).toBe('0a');
    expect((await source.list()).map(({ name }) => name)).toContain('rdf.yaml');
    expect(await source.read('weights.onnx')).toEqual(smallFiles().get('weights.onnx'));
  });

  it('reads a large file of a folder in parts that every host can carry', async () => {
    const large = new Uint8Array(5 * 2 ** 20).map((_, index) => index % 251);
    const entries = [{ name: 'weights.onnx', size: large.length }];
    const half = new Half({ kind: 'folder', name: 'bundle', entries }, new Map([['weights.onnx', large]]));
    const { source } = await opened(half);
    expect(Buffer.compare(await source.read('weights.onnx'), large)).toBe(0);
    expect(half.largest).toBeLessThanOrEqual(4 * 2 ** 20);
  });

  it('never asks for a file outside of the folder, whatever names are listed', async () => {
    const entries = ['../secret.txt', '/etc/passwd', 'a/../../b', 'rdf.yaml'].map(name => ({ name, size: 3 }));
    const { source } = await opened(new Half({ kind: 'folder', name: 'bundle', entries }, new Map()));
    expect(await source.list()).toEqual([{ name: 'rdf.yaml', size: 3 }]);
    await expect(source.read('../secret.txt')).rejects.toThrow('holds no file “../secret.txt”');
  });

  it('says so where a bundle became shorter while it was read', async () => {
    const entries = [{ name: 'a', size: 9 }];
    const half = new Half({ kind: 'folder', name: 'bundle', entries }, new Map([['a', new Uint8Array(4)]]));
    const { source } = await opened(half);
    await expect(source.read('a')).rejects.toThrow('The bundle became shorter while it was read. Check it again.');
  });

  it('gives the order where the page is to make the bundle', async () => {
    const half = new Half({ kind: 'order', order: { kind: 'mask' }, token: '0b' }, new Map());
    expect(await openBundle(new Kernel(half))).toEqual({ order: { kind: 'mask' }, token: '0b' });
  });

  it.each([{}, { kind: 'zip' }, { kind: 'folder', entries: 3 }, { kind: 'tar', size: 3 }])(
    'says so where the kernel speaks otherwise: %j',
    async opening => {
      await expect(openBundle(new Kernel(new Half(opening, new Map())))).rejects.toThrow(/another version of Zooport/);
    }
  );
});
