import type { OwnInput, PreparedOwn } from '../../kernel/ownProtocol';
import type { InferenceEngine, Session } from '../../runtime/engine';
import type { Probe } from '../proof/probe';
import { probeReach } from '../proof/probe';
import type { OwnExamined, OwnReach } from './examine';
import type { FollowedAxis } from './follow';
import { seriesOf, testLength } from './follow';

/** How far an output looks along one of its axes, in pixels of the input whose size it follows. */
export interface OwnRadius extends FollowedAxis {
  /** Infinite where that is the whole image, or cannot be told. */
  readonly radius: number;
}

/** Pixels along axes beside the one that is probed, at least: room for windows without padding. */
const BESIDE = 32;

/** How far each output looks; where the graph does not tell, the network is run to find out. */
export async function ownRadii(
  { reaches, bare }: Pick<OwnExamined, 'reaches' | 'bare'>,
  prepared: PreparedOwn,
  engine: InferenceEngine,
  signal?: AbortSignal
): Promise<OwnRadius[]> {
  if (bare === null) {
    return reaches.map(reach => ({ ...reach, radius: reach.radius ?? Infinity }));
  }
  const session = await engine.load(bare, {}, signal).catch(() => undefined);
  signal?.throwIfAborted();
  if (!session) {
    return reaches.map(reach => ({ ...reach, radius: reach.radius ?? Infinity }));
  }
  try {
    const found: OwnRadius[] = [];
    for (const reach of reaches) {
      found.push({ ...reach, radius: reach.radius ?? (await probed(session, prepared, reach, signal)) });
    }
    return found;
  } finally {
    await session.dispose();
  }
}

/** The farthest over all inputs that have the axis. */
async function probed(session: Session, prepared: PreparedOwn, reach: OwnReach, signal?: AbortSignal): Promise<number> {
  const { axis } = reach.size;
  const own = testLength(prepared.inputs[reach.input], axis) ?? 1;
  let most = 0;
  for (const [number, input] of prepared.inputs.entries()) {
    const length = testLength(input, axis);
    if (length !== undefined) {
      const radius = await probeReach(session, probeOf(prepared, reach, number), signal);
      most = Math.max(most, (radius * own) / length);
    }
  }
  return most;
}

function probeOf({ inputs, outputs }: PreparedOwn, { output, axis, size }: OwnReach, input: number): Probe {
  const { axes } = outputs[output];
  return {
    shapes: length => shapesOf(inputs, input, size.axis, length),
    input,
    axis: { at: inputs[input].axes.indexOf(size.axis), step: seriesOf(inputs[input], size.axis).step },
    output: { number: output, at: axes.indexOf(axis), rank: axes.length },
    // Something hides what it looks at: a threshold, or an operator that is not known.
    silent: Infinity
  };
}

/** Small shapes that the network takes; inputs keep the proportion of the test tensors along each axis. */
function shapesOf(inputs: readonly OwnInput[], from: number, probedAxis: string, length: number): number[][] {
  const wanted = (axis: string) => {
    const { min, step } = seriesOf(inputs[from], axis);
    const free = Object.hasOwn(inputs[from].sizes, axis);
    const least = axis === probedAxis ? length : BESIDE;
    return free ? min + Math.max(0, Math.ceil((least - min) / step)) * step : min;
  };
  return inputs.map(({ axes, shape }) =>
    axes.map((axis, at) => {
      const known = testLength(inputs[from], axis);
      return axis === 'batch' ? 1 : known === undefined || axis === 'channel' ? shape[at] : Math.round((wanted(axis) * shape[at]) / known); // prettier-ignore
    })
  );
}
