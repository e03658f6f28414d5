import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { serveWorks } from '../../thread/serve';
import type { FromThread, Thread } from '../../thread/thread';
import { examineIn, examineOwnIn } from './examining';
import type { ExaminingWorks } from './examining';
import { examiningWorks } from './examiningWorks';
import { networkParts } from '../testing/networks';
import { preparedOwn } from '../testing/own';

let network: Uint8Array<ArrayBuffer>;
beforeEach(async () => {
  network = new Uint8Array(await readFile(new URL('../../runtime/testing/models/unet.onnx', import.meta.url)));
});
afterEach(() => {
  vi.useRealTimers();
});

/** What crosses to a thread and back is copied or given away, as between real ones. */
function thread(): Thread {
  let take: ReturnType<typeof serveWorks>;
  return {
    post: (message, transfer) => {
      const sent = structuredClone(message, { transfer: [...transfer] }) as Parameters<typeof take>[0];
      queueMicrotask(() => void take(sent));
    },
    listen: on => {
      take = serveWorks<ExaminingWorks>(examiningWorks, (message: FromThread, transfer) =>
        on.message(structuredClone(message, { transfer: [...transfer] }))
      );
    },
    end: () => undefined
  };
}

function preparedAs(kind: 'classes' | 'probabilities') {
  const { prepared } = networkParts('unet_2d_multilabel', kind);
  const axes = ['batch', 'channel', 'y', 'x'];
  return { ...prepared, input: { ...prepared.input, axes }, output: { ...prepared.output, axes } };
}

it('is given the bytes of the network and gives them back, so that a large one is not held twice', async () => {
  const before = [...network];
  const { onnx, opset, reach, appended } = await examineIn(thread, network, preparedAs('probabilities'));
  expect(network.length).toBe(0);
  expect([...onnx]).toEqual(before);
  expect(appended.onnx.buffer).toBe(onnx.buffer);
  expect(opset).toBeGreaterThan(6);
  expect(reach.axes.map(({ axis, step, radius }) => [axis, step, radius])).toEqual([
    [2, 2, 1],
    [3, 2, 1]
  ]);
});

it('leaves bytes that are a part of others’ memory to them', async () => {
  const around = new Uint8Array(network.length + 10);
  around.set(network, 10);
  const { appended } = await examineIn(thread, around.subarray(10), preparedAs('classes'));
  expect(around.subarray(10)).toEqual(network);
  expect(appended.added).toContain('class');
});

it('ends a network whose reading has no end, with a sentence', async () => {
  vi.useFakeTimers();
  const end = vi.fn();
  const silent = (): Thread => ({ post: () => undefined, listen: on => on.message({ ready: true }), end });
  const ended = expect(examineIn(silent, network, preparedAs('classes'))).rejects.toThrow(
    'The network’s ONNX form could not be read within 30 seconds'
  );
  await vi.advanceTimersByTimeAsync(31_000);
  await ended;
  expect(end).toHaveBeenCalled();
});

it('says it of bytes that are no network', async () => {
  await expect(examineIn(thread, new Uint8Array(100), preparedAs('classes'))).rejects.toThrow(
    /The network’s ONNX form could not be read \(.*not an ONNX file/
  );
});

it('examines a network of one’s own in the same thread', async () => {
  const { onnx, opset, reaches } = await examineOwnIn(thread, network, preparedOwn('one'));
  expect(onnx.length).toBeGreaterThan(0);
  expect(opset).toBeGreaterThan(6);
  expect(reaches.map(({ axis }) => axis)).toEqual(['y', 'x']);
});
