import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jupyterTransport, replyIn, type ExecuteContent, type KernelExecutor, type KernelMessage } from './jupyter';
import type { KernelTransport } from './protocol';
import { gatherSources, type Sources } from './sources';
import { isRecord } from '../tensor/lookup';
import { pythonOf } from '../tensor/testing/python';

const ROOT = join(__dirname, '../..');
const PYTHON = pythonOf('train');

/** What a notebook's cells leave behind: a network that is alive, its name, and nothing on disk. */
const NETWORK = `
import keras, numpy
Network = "U-Net (2D)"
_in = keras.layers.Input((32, 32, 1))
_up = keras.layers.UpSampling2D()(keras.layers.MaxPooling2D()(keras.layers.Conv2D(4, 3, padding="same")(_in)))
model = keras.Model(_in, keras.layers.Conv2D(1, 1, activation="sigmoid")(_up))
numpy.save(FOLDER + "/image.npy", numpy.random.RandomState(1).randint(0, 999, (64, 48)).astype("uint16"))
`;

/** A real ipykernel; the bridge passes the messages on as they are. */
class Kernel implements KernelExecutor {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, { message(message: KernelMessage): void; reply(content: unknown): void }>();
  readonly ready: Promise<void>;
  #next = 1;
  requests = 0;
  interrupts = 0;

  constructor() {
    this.#child = spawn(PYTHON, [join(ROOT, 'tests/python/kernel_bridge.py')], { cwd: tmpdir() });
    this.ready = new Promise(resolve => {
      createInterface(this.#child.stdout).on('line', line => this.#take(JSON.parse(line), resolve));
    });
  }

  execute(content: ExecuteContent, onMessage: (message: KernelMessage) => void): Promise<unknown> {
    const id = this.#next++;
    this.requests++;
    return new Promise(resolve => {
      this.#waiting.set(id, { message: onMessage, reply: resolve });
      this.#send({ id, content });
    });
  }

  async interrupt(): Promise<void> {
    this.interrupts++;
    this.#send({ interrupt: true });
  }

  restart(): void {
    this.#send({ restart: true });
  }

  run(code: string, expressions: Record<string, string> = {}): Promise<unknown> {
    const plain = { silent: false, store_history: true, allow_stdin: false, stop_on_error: true };
    return this.execute({ ...plain, code, user_expressions: expressions }, () => undefined);
  }

  close(): void {
    this.#child.stdin.end();
  }

  #send(order: object): void {
    this.#child.stdin.write(`${JSON.stringify(order)}\n`);
  }

  #take(said: unknown, ready: () => void): void {
    if (!isRecord(said)) {
      return;
    }
    if (said.ready) {
      ready();
    }
    const waiting = this.#waiting.get(Number(said.id));
    if (isRecord(said.message)) {
      waiting?.message({ type: String(said.message.type), content: said.message.content });
    }
    if ('reply' in said) {
      waiting?.reply(said.reply);
    }
  }
}

function textOf(reply: unknown, name: string): string {
  const expressions = isRecord(reply) && isRecord(reply.user_expressions) ? reply.user_expressions : {};
  const value = expressions[name];
  return isRecord(value) && isRecord(value.data) ? String(value.data['text/plain']) : '';
}

describe('a real Jupyter kernel with the Python half', () => {
  let kernel: Kernel;
  let sources: Sources;
  let transport: KernelTransport;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kernel-test-'));
    writeFileSync(join(folder, 'Zellkörper "µ".txt'), 'x');
    sources = await gatherSources(name => readFileSync(join(ROOT, 'zooport/kernel', name), 'utf8'));
    kernel = new Kernel();
    await kernel.ready;
    transport = jupyterTransport(kernel, sources);
  }, 120_000);

  afterAll(() => {
    kernel?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is given the package with the first request, and only then', async () => {
    const found = await transport.request('detect', { folder });
    expect(found.looked[0]).toContain(folder);
    expect(kernel.requests).toBe(3);
    await transport.request('detect', { folder });
    expect(kernel.requests).toBe(4);
  });

  it('keeps its names and its count of cells as they were', async () => {
    const before = textOf(
      await kernel.run('', { names: 'sorted(globals())', count: 'get_ipython().execution_count' }),
      'names'
    );
    await transport.request('detect', {});
    const after = await kernel.run('', { names: 'sorted(globals())', count: 'get_ipython().execution_count' });
    expect(textOf(after, 'names')).toBe(before);
    expect(textOf(after, 'count')).toBe('1');
  });

  it('tells what its notebook has set', async () => {
    await kernel.run(`model_path = ${JSON.stringify(folder)}; model_name = "gone"`);
    expect((await transport.request('detect', {})).looked[0]).toContain('gone is not there (model_path, model_name');
  });

  it('reports a problem as the error that it is, whatever letters the path has', async () => {
    await expect(transport.request('image', { path: join(folder, 'Zellkörper "µ".txt') })).rejects.toMatchObject({
      problem: 'bad-image',
      message: expect.stringContaining('Zellkörper "µ".txt')
    });
  });

  it('gets the package again after a restart', async () => {
    kernel.restart();
    await new Promise(resolve => setTimeout(resolve, 3000));
    expect((await transport.request('detect', { folder })).candidates).toEqual([]);
  });

  it('gets a newer version in place of an older one', async () => {
    const newer = jupyterTransport(kernel, { ...sources, 'images/png.py': `${sources['images/png.py']}\n` });
    const before = kernel.requests;
    await newer.request('detect', { folder });
    expect(kernel.requests - before).toBe(3);
  });

  it('hands over a file in parts, and only files of its own', { timeout: 60_000 }, async () => {
    // Of the version that this transport sends, so that the file is not given up with an older one.
    await transport.request('detect', { folder });
    const big =
      'import _zooport.transport.folders as f, os; p = f.make() + "/big"; open(p, "wb").write(bytes(range(256)) * 40000)';
    await kernel.run(big);
    const path = textOf(await kernel.run('', { path: 'p' }), 'path').slice(1, -1);
    const bytes = new Uint8Array(await new Response(await transport.fetchFile(path)).arrayBuffer());
    expect(bytes.length).toBe(10_240_000);
    expect(bytes.every((value, index) => value === index % 256)).toBe(true);
    const stranger = await transport.fetchFile(join(folder, 'Zellkörper "µ".txt'));
    await expect(new Response(stranger).arrayBuffer()).rejects.toMatchObject({ problem: 'bad-folder' });
  });

  it("never interrupts the researcher's own cell", { timeout: 30_000 }, async () => {
    const training = kernel.run('import time; time.sleep(2); finished = True');
    const stop = new AbortController();
    const request = transport.request('detect', { folder }, { signal: stop.signal });
    setTimeout(() => stop.abort(), 300);
    await expect(request).rejects.toMatchObject({ problem: 'cancelled' });
    await training;
    await transport.request('detect', { folder });
    expect(kernel.interrupts).toBe(0);
    expect(textOf(await kernel.run('', { finished: 'finished' }), 'finished')).toBe('True');
  });

  it('runs the network that is alive in the kernel, and tells its progress', { timeout: 180_000 }, async () => {
    await kernel.run(NETWORK.replace('FOLDER', JSON.stringify(folder)));
    const { candidates } = await transport.request('detect', {});
    const alive = candidates.filter(({ weights }) => weights.some(({ kind }) => kind === 'kernel'));
    expect(alive).toHaveLength(1);
    const messages: string[] = [];
    const prepared = await transport.request(
      'prepare',
      { candidate: alive[0], image: join(folder, 'image.npy') },
      { progress: ({ message }) => messages.push(message) }
    );
    expect(messages[0]).toBe('Loading the network');
    expect(prepared.input.shape).toEqual([1, 64, 48, 1]);
    expect(prepared.native.format).toBe('keras_v3');

    const stop = new AbortController();
    const cancelled = transport.request(
      'prepare',
      { candidate: alive[0], image: join(folder, 'image.npy') },
      { signal: stop.signal, progress: () => stop.abort() }
    );
    await expect(cancelled).rejects.toMatchObject({ problem: 'cancelled' });
    expect(kernel.interrupts).toBe(1);
    expect(existsSync(prepared.directory)).toBe(true);
    await transport.request('release', { directory: prepared.directory });
    expect(existsSync(prepared.directory)).toBe(false);
  });
});

describe('an answer that is none of ours', () => {
  it('of a kernel that dropped the request says to try again', () => {
    expect(() => replyIn({ status: 'aborted' })).toThrow(/Try again/);
  });

  it('of a kernel that speaks another language asks for Python', () => {
    expect(() => replyIn({ status: 'ok', user_expressions: {} })).toThrow(/Python kernel/);
  });
});
