/**
 * Runs a network in onnxruntime-node 1.12.1, the runtime of deepImageJ, and compares it with what another one gave.
 *
 * node scripts/conformance/old_runtime.mjs MODEL.onnx FOLDER
 *
 * FOLDER holds `tensors.json` ({ inputs, outputs }: name, shape and file of each) and little-endian float32 files. Prints
 * the largest difference, as a share of the largest expected value.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import onnxruntime from 'onnxruntime-node';

const { InferenceSession, Tensor } = onnxruntime;

async function read(folder, { file, shape }) {
  const bytes = await readFile(join(folder, file));
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  return new Tensor('float32', values.slice(), shape);
}

function difference(found, expected) {
  let largest = 0;
  let scale = 1e-12;
  for (let i = 0; i < expected.data.length; i++) {
    largest = Math.max(largest, Math.abs(Number(found.data[i]) - expected.data[i]));
    scale = Math.max(scale, Math.abs(expected.data[i]));
  }
  return largest / scale;
}

const [model, folder] = process.argv.slice(2);
const { inputs, outputs } = JSON.parse(await readFile(join(folder, 'tensors.json'), 'utf8'));
const session = await InferenceSession.create(model);
const feeds = {};
for (const one of inputs) {
  feeds[one.name] = await read(folder, one);
}
const results = await session.run(feeds);
let largest = 0;
for (const one of outputs) {
  const expected = await read(folder, one);
  const found = results[one.name];
  if (found.dims.join() !== one.shape.join()) {
    throw new Error(`${one.name} has the shape ${found.dims.join(' x ')}, expected ${one.shape.join(' x ')}`);
  }
  largest = Math.max(largest, difference(found, expected));
}
process.stdout.write(`${JSON.stringify({ largest })}\n`);
