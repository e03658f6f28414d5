import type { InferenceEngine, Session } from '../../runtime/engine';
import { EngineError } from '../../runtime/engine';
import { toNumbers } from '../../tensor/cast';
import { createTensor } from '../../tensor/create';

/** One spatial axis: its place in the network's tensors and the step of its sizes. */
interface ProbedAxis {
  readonly at: number;
  readonly step: number;
}

/** Pixels along the axis that is probed; an output that still reaches the border then depends on the whole image. */
const LENGTHS = [128, 512, 1024];
/** Pixels along the others, at least: room for windows without padding. */
const BESIDE = 32;

/**
 * How far a network looks along each axis, found by running it: which output pixels a line of input pixels reaches, for
 * every place of the line on the grid; `bare` is the network laid bare (bare.ts). For graphs with operators whose reach cannot be read off (tf2onnx computes sizes in
 * the graph). Infinite where it cannot be run so, or looks at everything. In the order of `axes`.
 */
export async function probeRadius(
  bare: Uint8Array,
  channel: { readonly at: number; readonly count: number },
  axes: readonly ProbedAxis[],
  engine: InferenceEngine,
  signal?: AbortSignal
): Promise<number[]> {
  let session: Session;
  try {
    session = await engine.load(bare, {}, signal);
  } catch {
    signal?.throwIfAborted();
    return axes.map(() => Infinity);
  }
  const shapeOf = (probed: ProbedAxis, length: number) => {
    const shape = Array<number>(axes.length + 2).fill(1);
    shape[channel.at] = channel.count;
    axes.forEach(axis => (shape[axis.at] = upTo(axis === probed ? length : BESIDE, axis.step)));
    return shape;
  };
  try {
    const found: number[] = [];
    for (const axis of axes) {
      found.push(await alongAxis(session, axis, length => shapeOf(axis, length), signal));
    }
    return found;
  } finally {
    await session.dispose();
  }
}

function upTo(size: number, step: number): number {
  return Math.ceil(size / step) * step;
}

async function alongAxis(
  session: Session,
  axis: ProbedAxis,
  shapeOf: (length: number) => readonly number[],
  signal?: AbortSignal
): Promise<number> {
  for (const length of LENGTHS) {
    const shape = shapeOf(length);
    const start = Math.floor(shape[axis.at] / 2 / axis.step) * axis.step;
    let radius: number | undefined = 0;
    for (let line = start; radius !== undefined && line < start + axis.step; line++) {
      const reached = await reach(session, shape, axis.at, line, signal);
      radius = reached === undefined ? undefined : Math.max(radius, reached);
    }
    if (radius !== undefined) {
      return radius;
    }
  }
  return Infinity;
}

/** Distance in input pixels from one line to the farthest output pixel that depends on it; `undefined` at the border. */
async function reach(
  session: Session,
  shape: readonly number[],
  at: number,
  line: number,
  signal?: AbortSignal
): Promise<number | undefined> {
  const inner = shape.slice(at + 1).reduce((product, size) => product * size, 1);
  const outer = shape.slice(0, at).reduce((product, size) => product * size, 1);
  const values = new Float32Array(outer * shape[at] * inner);
  for (let block = 0; block < outer; block++) {
    const from = (block * shape[at] + line) * inner;
    values.fill(1, from, from + inner);
  }
  const output = await runOnce(session, shape, values, signal);
  if (!output || output.shape.length !== shape.length) {
    return undefined;
  }
  const length = output.shape[at];
  const [first, last] = touched(toNumbers(output), length, output.shape.slice(at + 1));
  if (first === 0 || last === length - 1) {
    return undefined;
  }
  const scale = length / shape[at];
  const distance = (pixel: number) => Math.abs((pixel + 0.5) / scale - 0.5 - line);
  return last < first ? 0 : Math.ceil(Math.max(distance(first), distance(last)));
}

async function runOnce(session: Session, shape: readonly number[], values: Float32Array, signal?: AbortSignal) {
  try {
    return (await session.run([createTensor('float32', shape, values)], signal)).at(0);
  } catch (error) {
    if (error instanceof EngineError) {
      return undefined;
    }
    throw error;
  }
}

/** First and last place along the axis with a value other than 0 (NaN counts). */
function touched(values: ArrayLike<number>, length: number, behind: readonly number[]): readonly [number, number] {
  const inner = behind.reduce((product, size) => product * size, 1);
  let [first, last] = [length, -1];
  for (let index = 0; index < values.length; index++) {
    if (values[index] !== 0) {
      const place = Math.floor(index / inner) % length;
      first = Math.min(first, place);
      last = Math.max(last, place);
    }
  }
  return [first, last];
}
