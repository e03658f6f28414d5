import { toNumbers } from '../../../tensor/cast';
import { indexOf } from '../../../tensor/strides';
import { meanAndStd, valueRange } from '../../../tensor/stats';
import type { Tensor } from '../../../tensor/tensor';
import type { Finish } from '../finish';
import { finish } from '../finish';
import type { Network } from './network';
import type { Case } from '../outcome';
import type { Subject } from '../subject';
import { sameShape } from '../target';
import type { Target } from '../target';
import type { Window } from '../window';
import { busiestWindow, cut, inside } from '../window';

/** Edges of the windows that are tried, in pixels: the smallest one in which enough is as in the whole image is taken. */
const edges = [96, 128, 192, 256];

/** Operations that look at one pixel at a time, so that a window has the same result as the whole image. */
const pixelwise = ['ensure_dtype', 'sigmoid', 'scale_linear', 'clip', 'binarize', 'fixed_zero_mean_unit_variance'];

/** A window whose expected output varies less than this, as a share of the whole one's deviation, tells nothing. */
const leastVariation = 0.1;

/** Differences up to this share of the output's range are those of float32 arithmetic. */
const arithmetic = 2e-5;

export type Ways = ReadonlyMap<Case, readonly Finish[]>;

/** What a look through the window tells. */
interface Glance {
  /** How far the output is from the expected one, as a share of its deviation, for each case and way. */
  readonly apart: readonly number[];
  /** Whether the whole image may reproduce. */
  readonly promising: boolean;
}

/**
 * Looks at other inputs through a window: the network runs on a part of the image, several times faster, and what comes
 * out is compared where the missing rest of the image does not matter. It only decides what is worth a run on the whole.
 */
export class Screen {
  private constructor(
    private readonly subject: Subject,
    private readonly network: Network,
    private readonly ways: Ways,
    private readonly window: Window,
    private readonly part: Window,
    private readonly targets: ReadonlyMap<Case, Target>
  ) {}

  /** Nothing where the network takes no other sizes, each pixel depends on the whole image, or nothing would be gained. */
  static async open(subject: Subject, network: Network, ways: Ways): Promise<Screen | undefined> {
    await network.open();
    const cases = [...ways.keys()];
    if (!cases.every(one => isScreenable(one, subject))) {
      return undefined;
    }
    const [first] = cases;
    for (const edge of edges) {
      const window = busiestWindow(subject.computed[first.output], subject.description.outputs[first.output], edge);
      const part = window && fits(window, subject, network) ? await unspoiled(window, cases, subject, network) : undefined; // prettier-ignore
      const targets = window && part && targetsIn(part, cases, subject);
      if (targets) {
        return new Screen(subject, network, ways, window, part, targets);
      }
    }
    return undefined;
  }

  /** The window's part of the inputs. */
  partOf(inputs: readonly Tensor[]): Tensor[] {
    return partsOf(inputs, this.window, this.subject);
  }

  /** Nothing where the network does not take these parts of inputs, or the time is over. */
  async look(parts: readonly Tensor[]): Promise<Glance | undefined> {
    const outputs = await this.network.run(parts, 'window');
    return outputs && this.judge(outputs);
  }

  private judge(outputs: readonly Tensor[]): Glance {
    const { description, raw } = this.subject;
    const inner = within(this.part, this.window);
    const glances = [...this.targets].flatMap(([one, target]) => {
      const { axes } = description.outputs[one.output];
      const seen = outputs.map((tensor, at) => (at === one.output ? cut(tensor, axes, inner) : tensor));
      return (this.ways.get(one) ?? []).map(way => {
        const tensor = finish(way, one.output, seen, raw);
        return tensor
          ? { apart: target.apart(tensor), promising: target.residual(tensor) !== undefined }
          : { apart: Infinity, promising: false };
      });
    });
    return { apart: glances.map(({ apart }) => apart), promising: glances.some(({ promising }) => promising) };
  }
}

function isScreenable({ output, target }: Case, { description, computed }: Subject): boolean {
  const { axes, operations } = description.outputs[output];
  const channel = axes.find(({ type }) => type === 'channel')?.id;
  const alone = operations.every(
    ({ id, kwargs }) => pixelwise.includes(id) || (id === 'softmax' && channel !== undefined && kwargs.axis === channel)
  );
  return alone && sameShape(target.shape, computed[output].shape);
}

/** All images that have the window's axes must have them in the same sizes. */
function fits(window: Window, { description, prepared, computed }: Subject, network: Network): boolean {
  const sides = [
    ...description.inputs.map(({ axes }, at) => ({ axes, shape: prepared[at].shape })),
    ...description.outputs.map(({ axes }, at) => ({ axes, shape: computed[at].shape }))
  ];
  return sides.every(({ axes, shape }) =>
    axes.every(({ id, type }, axis) => {
      const span = window.get(id);
      return span ? shape[axis] === span.of && (span.size === span.of || network.takes(axis, span.size)) : type !== 'space'; // prettier-ignore
    })
  );
}

function partsOf(inputs: readonly Tensor[], window: Window, { description }: Subject): Tensor[] {
  return inputs.map((tensor, at) => cut(tensor, description.inputs[at].axes, window));
}

/** The part of the window where the declared input gives what it gave in the whole image. */
async function unspoiled(
  window: Window,
  cases: readonly Case[],
  subject: Subject,
  network: Network
): Promise<Window | undefined> {
  const outputs = await network.run(partsOf(subject.prepared, window, subject), 'window');
  if (!outputs) {
    return undefined;
  }
  const margins = cases.map(({ output }) => marginOf(outputs[output], output, window, subject));
  const margin = Math.max(...margins);
  // Another input may carry what is missing a little farther.
  return inside(window, margin === 0 ? 0 : Math.ceil(margin * 1.1) + 2);
}

/** How far from the window's inner borders its output differs from the whole image's. */
function marginOf(tensor: Tensor, output: number, window: Window, { description, computed }: Subject): number {
  const { axes } = description.outputs[output];
  const whole = cut(computed[output], axes, window);
  const range = valueRange(computed[output]);
  if (!sameShape(tensor.shape, whole.shape) || !range) {
    return Infinity;
  }
  const [values, wanted] = [toNumbers(tensor), toNumbers(whole)];
  const allowed = arithmetic * (range.max - range.min);
  const spans = axes.map(({ id }) => window.get(id));
  let margin = 0;
  for (let i = 0; i < values.length; i++) {
    if (!(Math.abs(values[i] - wanted[i]) <= allowed)) {
      const depths = indexOf(tensor.shape, i).flatMap((at, axis) => depthsOf(at, spans[axis]));
      margin = Math.max(margin, Math.min(Infinity, ...depths));
    }
  }
  return margin;
}

/** How deep a pixel lies behind each border beyond which the image goes on. */
function depthsOf(at: number, span: { start: number; size: number; of: number } | undefined): number[] {
  return span
    ? [...(span.start > 0 ? [at + 1] : []), ...(span.start + span.size < span.of ? [span.size - at] : [])]
    : [];
}

function targetsIn(
  part: Window,
  cases: readonly Case[],
  { description }: Subject
): ReadonlyMap<Case, Target> | undefined {
  const targets = new Map(
    cases.map(one => [one, one.target.loosened(cut(one.target.expected, description.outputs[one.output].axes, part))])
  );
  const telling = [...targets].every(
    ([{ target }, { expected }]) => meanAndStd(expected).std > leastVariation * meanAndStd(target.expected).std
  );
  return telling ? targets : undefined;
}

/** The part, counted from the window's own beginning. */
function within(part: Window, window: Window): Window {
  return new Map([...part].map(([id, span]) => [id, { ...span, start: span.start - (window.get(id)?.start ?? 0) }]));
}
