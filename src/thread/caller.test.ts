import { Worker } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { Caller, secondsFor } from './caller';
import type { Thread } from './thread';

interface Tried {
  spin: { readonly input: null; readonly output: never };
  add: { readonly input: number; readonly output: number };
  throw: { readonly input: string; readonly output: never };
  die: { readonly input: null; readonly output: never };
}

/** A real thread of node. Counts in its global scope how often it was asked. */
const code = `
const { parentPort } = require('node:worker_threads');
let asked = 0;
parentPort.on('message', ({ work, input }) => {
  asked += 1;
  if (work === 'spin') for (;;);
  if (work === 'die') process.exit(3);
  parentPort.postMessage(work === 'throw' ? { failed: input } : { output: input + asked });
});
parentPort.postMessage({ ready: true });
`;

function thread(script = code): Thread {
  const worker = new Worker(script, { eval: true });
  return {
    post: (message, transfer) => worker.postMessage(message, [...transfer]),
    listen: on => {
      worker.on('message', on.message);
      worker.once('error', error => on.died(error.message));
      worker.once('exit', exit => on.died(`exit code ${exit}`));
    },
    end: () => void worker.terminate()
  };
}

let caller: Caller<Tried>;
afterEach(() => caller.dispose());

it('ends work that has no end, and goes on with a fresh thread', async () => {
  caller = new Caller(() => thread());
  expect(await caller.call('add', 1)).toBe(2);
  expect(await caller.call('add', 1)).toBe(3);
  await expect(caller.call('spin', null, { seconds: 0.3 })).rejects.toMatchObject({ problem: 'too-long' });
  expect(await caller.call('add', 1)).toBe(2);
});

it('is stopped by a signal in the midst of the work, with its reason', async () => {
  caller = new Caller(() => thread());
  const abort = new AbortController();
  const call = caller.call('spin', null, { signal: abort.signal });
  const reason = new Error('Ctrl-C');
  setTimeout(() => abort.abort(reason), 200);
  await expect(call).rejects.toBe(reason);
  await expect(caller.call('add', 1, { signal: abort.signal })).rejects.toBe(reason);
});

it('tells work that fails, a thread that dies and one that never came from each other', async () => {
  caller = new Caller(() => thread());
  await expect(caller.call('throw', 'too deep')).rejects.toMatchObject({ problem: 'failed', message: 'too deep' });
  await expect(caller.call('die', null)).rejects.toMatchObject({ problem: 'failed' });
  expect(await caller.call('add', 1)).toBe(2);
  caller.dispose();
  caller = new Caller(() => thread('throw new Error("no such script")'));
  caller.warm();
  await expect(caller.call('add', 1)).rejects.toMatchObject({ problem: 'no-start' });
});

it('does what comes at the same time in threads of their own', async () => {
  caller = new Caller(() => thread());
  const endless = caller.call('spin', null, { seconds: 1 });
  expect(await caller.call('add', 5)).toBe(6);
  await expect(endless).rejects.toMatchObject({ problem: 'too-long' });
});

it('gives large files more time', () => {
  expect(secondsFor(16_000)).toBeCloseTo(30, 1);
  expect(secondsFor(1.4 * 2 ** 30)).toBeGreaterThan(150);
});
