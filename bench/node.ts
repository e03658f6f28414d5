import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { convertKeras } from '../src/convert/convert';
import { createNodeEngine } from '../src/runtime/node';
import type { Tensor } from '../src/tensor/tensor';

/** What runs in a process of its own: `infer MODEL THREADS RUNS THREAD_SCRIPT SIZE` or `convert MODEL RUNS`; JSON out. */
async function infer(model: string, threads: number, runs: number, thread: string, size: number): Promise<object> {
  const image: Tensor = { dtype: 'float32', shape: [1, 1, size, size], data: noise(size * size) };
  const start = performance.now();
  const engine = await createNodeEngine({ threads, thread: pathToFileURL(thread) });
  const session = await engine.load(readFileSync(model));
  const load = (performance.now() - start) / 1000;
  const seconds = await repeat(runs, () => session.run([image]));
  const { name } = engine;
  await engine.dispose();
  return { load, runs: seconds, name };
}

async function convert(model: string, runs: number): Promise<object> {
  const bytes = new Uint8Array(readFileSync(model));
  return { runs: await repeat(runs, () => convertKeras(bytes)), megabytes: bytes.length / 1e6 };
}

async function repeat(runs: number, work: () => Promise<unknown>): Promise<number[]> {
  const seconds: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await work();
    seconds.push((performance.now() - start) / 1000);
  }
  return seconds;
}

/** Values of a standardised image; a constant one would let the processor skip nothing, but denormals would slow it down. */
function noise(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(i * 12.9898) * 1.5);
}

const [task, model, ...rest] = process.argv.slice(2);
const result =
  task === 'infer'
    ? await infer(model, Number(rest[0]), Number(rest[1]), rest[2], Number(rest[3]))
    : await convert(model, Number(rest[0]));
process.stdout.write(JSON.stringify(result));
