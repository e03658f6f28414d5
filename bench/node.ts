import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { convertKeras } from '../src/convert/convert';
import { openImage } from '../src/image/open';
import { carryOutLong } from '../src/processing/slowOperations';
import { createNodeEngine } from '../src/runtime/node';
import { readDescription } from '../src/spec/read';
import { parseYaml } from '../src/spec/yaml/yaml';
import { toNumbers } from '../src/tensor/cast';
import { readNpy } from '../src/tensor/npy';
import { quantilesOf } from '../src/tensor/quantile';
import type { Tensor } from '../src/tensor/tensor';

/**
 * What runs in a process of its own: `infer MODEL THREADS RUNS THREAD_SCRIPT SIZE`, `convert MODEL RUNS [ONNX]`,
 * `image TIFF RUNS`, `race ONNX ONNX RUNS THREAD_SCRIPT SIZE...`, `percentiles IMAGE RUNS`, `stardist TENSOR LABELS GRID RUNS` or
 * `format DESCRIPTION RUNS WARM_UP`; JSON out.
 */
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

async function convert(model: string, runs: number, target?: string): Promise<object> {
  const bytes = new Uint8Array(readFileSync(model));
  const beside = join(dirname(model), 'config.json');
  const config: unknown = existsSync(beside) ? JSON.parse(readFileSync(beside, 'utf8')) : undefined;
  const seconds = await repeat(runs, () => convertKeras(bytes, { config }));
  if (target) {
    writeFileSync(target, (await convertKeras(bytes, { config })).onnx);
  }
  return { runs: seconds, megabytes: bytes.length / 1e6 };
}

/** Two networks on the same image in turns, one thread: seconds of each, and how far they differ as part of the range. */
async function race(models: readonly string[], runs: number, thread: string, shape: number[]): Promise<object> {
  const image: Tensor = { dtype: 'float32', shape, data: noise(shape.reduce((all, size) => all * size, 1)) };
  const engine = await createNodeEngine({ threads: 1, thread: pathToFileURL(thread) });
  const sessions = [];
  for (const model of models) {
    sessions.push(await engine.load(readFileSync(model)));
  }
  const seconds = models.map((): number[] => []);
  const outputs: Float32Array[] = [];
  for (let turn = 0; turn < runs; turn++) {
    for (const [index, session] of sessions.entries()) {
      const start = performance.now();
      const [output] = await session.run([image]);
      seconds[index].push((performance.now() - start) / 1000);
      outputs[index] = Float32Array.from(toNumbers(output));
    }
  }
  await engine.dispose();
  const range = outputs[0].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const difference = outputs[0].reduce((most, value, at) => Math.max(most, Math.abs(value - outputs[1][at])), 0);
  return { seconds, difference: difference / range };
}

/** `memory`: what the search took at most beside the image, in images. */
async function percentiles(image: string, runs: number): Promise<object> {
  const values = toNumbers(readNpy(readFileSync(image)));
  const before = process.resourceUsage().maxRSS;
  let found: number[] = [];
  const seconds = await repeat(runs, () => Promise.resolve((found = quantilesOf(values, [0.01, 0.998]))));
  const memory = ((process.resourceUsage().maxRSS - before) * 1024) / values.byteLength;
  return { runs: seconds, values: found, memory };
}

/** Seconds of each run, and how many pixels differ from stardist's labels. */
async function stardist(source: string, target: string, grid: number, runs: number): Promise<object> {
  const tensor = readNpy(readFileSync(source));
  const expected = Array.from(toNumbers(readNpy(readFileSync(target))));
  const kwargs = { prob_threshold: 0.5, nms_threshold: 0.4, n_rays: 32, grid: [grid, grid], b: 0 };
  const axes = ['batch', 'y', 'x', 'channel'];
  const step = { operation: 'stardist_postprocessing', kwargs, tensorId: 'labels', axes };
  let labels: Tensor = tensor;
  const seconds = await repeat(runs, () => Promise.resolve(([labels] = carryOutLong([tensor], step))));
  const differ = expected.reduce((count, label, i) => count + (label === Number(labels.data[i]) ? 0 : 1), 0);
  return { runs: seconds, differ };
}

/** Seconds to open and read an image whole, and the sum of its values. */
async function image(path: string, runs: number): Promise<object> {
  const file = await open(path);
  const { size } = await file.stat();
  const reader = {
    size: () => Promise.resolve(size),
    read: async (offset: number, length: number) => (await file.read(new Uint8Array(length), 0, length, offset)).buffer
  };
  let sum = 0;
  const seconds: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    const { data } = await (await openImage(reader, path)).read();
    seconds.push((performance.now() - start) / 1000);
    sum = 0;
    for (let i = 0; i < data.length; i++) {
      sum += Number(data[i]);
    }
  }
  await file.close();
  return { runs: seconds, sum };
}

/** Median milliseconds for the verdict on the text of a description, and for its YAML alone. */
async function format(file: string, runs: number, warmUp: number): Promise<object> {
  const text = readFileSync(file, 'utf8');
  const median = async (work: () => unknown) => {
    const seconds = await repeat(runs + warmUp, () => Promise.resolve(work()));
    return 1000 * seconds.slice(warmUp).sort((a, b) => a - b)[Math.floor(runs / 2)];
  };
  return { all: await median(() => readDescription(text)), yaml: await median(() => parseYaml(text)) };
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
    : task === 'percentiles'
      ? await percentiles(model, Number(rest[0]))
      : task === 'image'
        ? await image(model, Number(rest[0]))
        : task === 'stardist'
          ? await stardist(model, rest[0], Number(rest[1]), Number(rest[2]))
          : task === 'format'
            ? await format(model, Number(rest[0]), Number(rest[1]))
            : task === 'race'
              ? await race([model, rest[0]], Number(rest[1]), rest[2], rest.slice(3).map(Number))
              : await convert(model, Number(rest[0]), rest[1]);
process.stdout.write(JSON.stringify(result));
