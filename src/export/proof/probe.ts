import type { InferenceEngine, Session } from '../../runtime/engine';
import { EngineError } from '../../runtime/engine';
import { toNumbers } from '../../tensor/cast';
import { createTensor } from '../../tensor/create';
import type { Tensor } from '../../tensor/tensor';

/** One spatial axis: its place in the network's tensors and the step of its sizes. */
interface ProbedAxis {
  readonly at: number;
  readonly step: number;
}

/** A way through a network of several inputs and outputs: from an axis of one input to an axis of one output. */
export interface Probe {
  /** Shapes of all inputs where the axis has about this many pixels. */
  shapes(length: number): readonly (readonly number[])[];
  readonly input: number;
  readonly axis: ProbedAxis;
  readonly output: { readonly number: number; readonly at: number; readonly rank: number };
  /** How far it looks where no pixel of the output changes. */
  readonly silent: number;
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
      const output = { number: 0, at: axis.at, rank: axes.length + 2 };
      const probe = { shapes: (length: number) => [shapeOf(axis, length)], input: 0, axis, output, silent: 0 };
      found.push(await probeReach(session, probe, signal));
    }
    return found;
  } finally {
    await session.dispose();
  }
}

function upTo(size: number, step: number): number {
  return Math.ceil(size / step) * step;
}

/** The same along one way; `session` runs the bare network. */
export async function probeReach(session: Session, probe: Probe, signal?: AbortSignal): Promise<number> {
  const { at, step } = probe.axis;
  for (const length of LENGTHS) {
    const shapes = probe.shapes(length);
    const start = Math.floor(shapes[probe.input][at] / 2 / step) * step;
    let radius: number | undefined = 0;
    for (let line = start; radius !== undefined && line < start + step; line++) {
      const reached = await reach(session, shapes, probe, line, signal);
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
  shapes: readonly (readonly number[])[],
  { input, axis: { at }, output, silent }: Probe,
  line: number,
  signal?: AbortSignal
): Promise<number | undefined> {
  const tensors = shapes.map((shape, number) => lined(shape, at, number === input ? line : null));
  const result = await runOnce(session, tensors, output.number, signal);
  if (!result || result.shape.length !== output.rank) {
    return undefined;
  }
  const length = result.shape[output.at];
  const [first, last] = touched(toNumbers(result), length, result.shape.slice(output.at + 1));
  if (first === 0 || last === length - 1) {
    return undefined;
  }
  const scale = length / shapes[input][at];
  const distance = (pixel: number) => Math.abs((pixel + 0.5) / scale - 0.5 - line);
  return last < first ? silent : Math.ceil(Math.max(distance(first), distance(last)));
}

/** Zeros, and ones along one line across the axis; null: zeros alone. */
function lined(shape: readonly number[], at: number, line: number | null): Tensor {
  const product = (sizes: readonly number[]) => sizes.reduce((all, size) => all * size, 1);
  const [inner, outer] = [product(shape.slice(at + 1)), product(shape.slice(0, at))];
  const values = new Float32Array(product(shape));
  for (let block = 0; line !== null && block < outer; block++) {
    const from = (block * shape[at] + line) * inner;
    values.fill(1, from, from + inner);
  }
  return createTensor('float32', shape, values);
}

async function runOnce(session: Session, inputs: readonly Tensor[], output: number, signal?: AbortSignal) {
  try {
    return (await session.run(inputs, signal)).at(output);
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
