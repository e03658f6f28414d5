import type { InferenceEngine, Session } from '../runtime/engine';
import { toNumbers } from '../tensor/cast';
import { formatShape } from '../tensor/create';
import { valueRange } from '../tensor/stats';
import type { Tensor } from '../tensor/tensor';
import { select } from '../tensor/transpose';
import type { Proof } from './bundle';
import { ExportError } from './problem';

/** What the network in its own framework gave for an input: both as the network takes and gives them, without batch loss. */
export interface ProofPair {
  readonly input: Tensor;
  readonly expected: Tensor;
}

/**
 * Further apart than this part of the output's range, and the conversion is not the same network. Our converter is held to
 * 1e-5 in its tests; a deep network of somebody's own, or tf2onnx, may round a little more, while a wrong conversion is
 * off by far more. A tenth of what the zoo itself tolerates.
 */
export const PROOF_LIMIT = 1e-4;

/** An output whose range is a smaller part than this of what the network can give shows next to nothing. */
const DEGENERATE = 0.1;

/** What the differences are measured against. */
export interface ProofScale {
  /** Another output of the same network, in its own numbers; null where what is known was computed further. */
  readonly seen: Tensor | null;
  /** The axis of channels: each is measured against its own range, since they may hold different things. */
  readonly channel: number | null;
}

/**
 * Runs the converted network on inputs whose outputs are known from the source framework.
 *
 * Differences are measured channel by channel against the range of the very output. Only where that is degenerate (less
 * than a tenth of the range of all these outputs and of `seen` together), the common range counts: rounding, which is as
 * large there as anywhere, would look like a fault.
 * Throws `ExportError` (`not-proven`) where shapes differ, a value is not finite, or one is too far off.
 */
export async function proveConversion(
  onnx: Uint8Array,
  pairs: readonly ProofPair[],
  { seen, channel }: ProofScale,
  engine: InferenceEngine,
  signal?: AbortSignal
): Promise<Proof[]> {
  const known = [...(seen ? [seen] : []), ...pairs.map(pair => pair.expected)].map(tensor =>
    channelsOf(tensor, channel)
  );
  const session = await engine.load(onnx, {}, signal);
  try {
    const proofs: Proof[] = [];
    for (const pair of pairs) {
      proofs.push(await provePair(session, pair, channel, known, signal));
    }
    return proofs;
  } finally {
    await session.dispose();
  }
}

/** The values of each channel; all of them as one where there is no such axis. */
function channelsOf(tensor: Tensor, axis: number | null): Tensor[] {
  return axis === null
    ? [tensor]
    : Array.from({ length: tensor.shape[axis] }, (_, index) => select(tensor, axis, index));
}

/** Largest minus smallest value. Outputs that are one constant have no range: then the difference itself counts. */
function spanOf(outputs: readonly Tensor[]): number {
  const ranges = outputs.map(valueRange).filter(range => range !== null);
  const span = Math.max(...ranges.map(range => range.max)) - Math.min(...ranges.map(range => range.min));
  return span > 0 ? span : 1;
}

function rangeFor(expected: Tensor, span: number): number {
  const range = valueRange(expected);
  const own = range ? range.max - range.min : 0;
  return own >= DEGENERATE * span ? own : span;
}

async function provePair(
  session: Session,
  { input, expected }: ProofPair,
  channel: number | null,
  known: readonly (readonly Tensor[])[],
  signal?: AbortSignal
): Promise<Proof> {
  const outputs = await session.run([input], signal);
  const actual = outputs.at(0);
  if (outputs.length !== 1 || !actual || formatShape(actual.shape) !== formatShape(expected.shape)) {
    const got = actual ? formatShape(actual.shape) : 'nothing';
    throw notProven(`its output is ${got} where the trained network gives ${formatShape(expected.shape)}`, input);
  }
  const wanted = channelsOf(expected, channel);
  const differences = channelsOf(actual, channel).map((values, index) => {
    const span = spanOf(known.flatMap(channels => channels[index] ?? []));
    const absolute = largestDifference(values, wanted[index]);
    return { absolute, ofRange: absolute / rangeFor(wanted[index], span) };
  });
  const maxAbsolute = Math.max(...differences.map(({ absolute }) => absolute));
  const ofRange = Math.max(...differences.map(difference => difference.ofRange));
  if (!(ofRange <= PROOF_LIMIT)) {
    const amount = Number.isFinite(ofRange)
      ? `differs by ${ofRange.toExponential(1)} of the output's range`
      : 'is not finite';
    throw notProven(`its output ${amount}`, input);
  }
  return { shape: input.shape, maxAbsolute, ofRange };
}

/** NaN or infinite on either side counts as infinitely far, also where both agree on it. */
function largestDifference(actual: Tensor, expected: Tensor): number {
  const [a, b] = [toNumbers(actual), toNumbers(expected)];
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]);
    if (!(difference < Infinity)) {
      return Infinity;
    }
    largest = Math.max(largest, difference);
  }
  return largest;
}

function notProven(what: string, input: Tensor): ExportError {
  return new ExportError(
    'not-proven',
    `The converted network is not the trained one: for an input of ${formatShape(input.shape)} ${what}. ` +
      'No bundle was made. Please report this with the names of the network’s layers.',
    { shape: input.shape }
  );
}
