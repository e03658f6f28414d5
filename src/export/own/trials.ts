import type { OwnInput, PreparedOwn } from '../../kernel/ownProtocol';
import type { InferenceEngine, Session } from '../../runtime/engine';
import { EngineError } from '../../runtime/engine';
import { createTensor } from '../../tensor/create';
import type { Tensor } from '../../tensor/tensor';
import { seriesOf, testLength } from './follow';

/** An axis of an input whose size goes with that of an earlier input. */
export interface Tie {
  readonly input: number;
  readonly axis: string;
  /** Number of the earlier input. */
  readonly to: number;
}

/** What only running the ONNX form tells. */
export interface Trials {
  readonly ties: readonly Tie[];
  /** Whether it takes several images at once. */
  readonly batches: boolean;
}

/**
 * Runs the ONNX form on zeros of other shapes. Inputs of which one is made larger alone go together where that fails: a
 * description that let both be chosen freely would be wrong. So would one of any number of images at once, where two fail.
 */
export async function tryOut(
  onnx: Uint8Array,
  prepared: PreparedOwn,
  engine: InferenceEngine,
  signal?: AbortSignal
): Promise<Trials> {
  const session = await engine.load(onnx, {}, signal);
  try {
    const ties: Tie[] = [];
    for (const tie of possibleTies(prepared)) {
      const { input, axis } = tie;
      const step = seriesOf(prepared.inputs[input], axis).step;
      const larger = (number: number, id: string) => (number === input && id === axis ? step : 0);
      if (!(await run(session, shapesWith(prepared.inputs, larger), signal))) {
        ties.push(tie);
      }
    }
    const two = await run(
      session,
      shapesWith(prepared.inputs, (_, id) => (id === 'batch' ? 1 : 0)),
      signal
    );
    return { ties, batches: two !== undefined && areTwo(prepared, two) };
  } finally {
    await session.dispose();
  }
}

function possibleTies({ inputs }: PreparedOwn): Tie[] {
  return inputs.flatMap((input, number) =>
    Object.keys(input.sizes).flatMap((axis): Tie[] => {
      const to = inputs.findIndex(other => Object.hasOwn(other.sizes, axis));
      return axis !== 'batch' && to < number ? [{ input: number, axis, to }] : [];
    })
  );
}

/** The test inputs' shapes, each axis longer by so much. */
function shapesWith(inputs: readonly OwnInput[], more: (number: number, axis: string) => number): number[][] {
  return inputs.map((input, number) => input.axes.map(axis => (testLength(input, axis) ?? 1) + more(number, axis)));
}

/** The outputs; undefined where the network takes no such input. */
async function run(
  session: Session,
  shapes: readonly (readonly number[])[],
  signal?: AbortSignal
): Promise<Tensor[] | undefined> {
  const zeros = shapes.map(shape => {
    const count = shape.reduce((product, size) => product * size, 1);
    return createTensor('float32', shape, new Float32Array(count));
  });
  try {
    return await session.run(zeros, signal);
  } catch (error) {
    if (error instanceof EngineError) {
      signal?.throwIfAborted();
      return undefined;
    }
    throw error;
  }
}

/** Whether every output is as the test outputs are, but of two images. */
function areTwo({ outputs }: PreparedOwn, given: readonly Tensor[]): boolean {
  return outputs.every(({ axes, shape }, output) =>
    axes.every((axis, at) => given.at(output)?.shape[at] === shape[at] + (axis === 'batch' ? 1 : 0))
  );
}
