import type { InferenceEngine, Session } from '../../runtime/engine';
import { formatShape } from '../../tensor/create';
import { valueRange } from '../../tensor/stats';
import type { Tensor } from '../../tensor/tensor';
import { select } from '../../tensor/transpose';
import type { Bound } from './bound';
import { boundOf, largestDifference } from './bound';
import type { Proof } from '../bundle/conversionFacts';
import { ExportError } from '../errors';

/** What the network in its own framework gave for an input: both as the network takes and gives them, without batch loss. */
export interface ProofPair {
  readonly input: Tensor;
  /** As its layers compute in float32. */
  readonly expected: Tensor;
  /** The same computed in 64 bits, where the framework can. */
  readonly exact?: Tensor;
}

/** The same for a network of several inputs and outputs. */
export interface ProofCase {
  readonly inputs: readonly Tensor[];
  readonly expected: readonly Tensor[];
  readonly exact?: readonly Tensor[];
}

/** An output whose range is a smaller part than this of what the network can give shows next to nothing. */
const DEGENERATE = 0.1;

/** What the differences are measured against. */
export interface ProofScale {
  /** Another output of the same network, in its own numbers; null where what is known was computed further. */
  readonly seen: Tensor | null;
  /** The axis of channels: each is measured against its own range, since they may hold different things. */
  readonly channel: number | null;
  /** What the output is called, where there are several. */
  readonly name?: string;
}

/**
 * Runs the converted network on inputs whose outputs are known from the source framework.
 *
 * Differences are measured channel by channel against the range of the very output. Only where that is degenerate (less
 * than a tenth of the range of all these outputs and of `seen` together), the common range counts: rounding, which is as
 * large there as anywhere, would look like a fault. What is allowed also knows how much float32 rounds (`boundOf`).
 * Throws `ExportError` (`not-proven`) where shapes differ, a value is not finite, or one is too far off; also where no
 * channel of any output changes by more than float32 can show.
 */
export async function proveConversion(
  onnx: Uint8Array,
  pairs: readonly ProofPair[],
  scale: ProofScale,
  engine: InferenceEngine,
  signal?: AbortSignal
): Promise<Proof[]> {
  const cases = pairs.map(({ input, expected, exact }): ProofCase => {
    return { inputs: [input], expected: [expected], ...(exact && { exact: [exact] }) };
  });
  const proofs = await proveOutputs(onnx, cases, [scale], engine, signal);
  return proofs.flat();
}

/** The same for each output (`scales`) of a network that may have several; a list of proofs for each case. */
export async function proveOutputs(
  onnx: Uint8Array,
  cases: readonly ProofCase[],
  scales: readonly ProofScale[],
  engine: InferenceEngine,
  signal?: AbortSignal
): Promise<Proof[][]> {
  const known = scales.map(({ seen, channel }, output) =>
    [...(seen ? [seen] : []), ...cases.map(({ expected }) => expected[output])].map(tensor =>
      channelsOf(tensor, channel)
    )
  );
  const session = await engine.load(onnx, {}, signal);
  try {
    const proofs: Proof[][] = [];
    let shown = cases.length === 0;
    for (const one of cases) {
      const actual = await run(session, one, scales, signal);
      const found = actual.map((values, output) => compare(values, output, one, scales[output], known[output]));
      proofs.push(found.map(differences => proofOf(one.inputs[0], differences)));
      shown ||= found.flat().some(({ blind }) => !blind);
    }
    if (!shown) {
      throw notProvable(cases);
    }
    return proofs;
  } finally {
    await session.dispose();
  }
}

/** What the network gives, each output with the shape that is expected. */
async function run(
  session: Session,
  { inputs, expected }: ProofCase,
  scales: readonly ProofScale[],
  signal?: AbortSignal
): Promise<Tensor[]> {
  const outputs = await session.run(inputs, signal);
  const other = expected.findIndex(({ shape }, output) => {
    const actual = outputs.at(output);
    return !actual || formatShape(actual.shape) !== formatShape(shape);
  });
  if (other >= 0 || outputs.length !== expected.length) {
    const at = Math.max(0, other);
    const actual = outputs.at(at);
    const got = actual ? formatShape(actual.shape) : 'nothing';
    throw notProven(
      `its output${named(scales[at])} is ${got} where the trained network gives ${formatShape(expected[at].shape)}`,
      inputs[0]
    );
  }
  return outputs;
}

function named({ name }: ProofScale): string {
  return name === undefined ? '' : ` “${name}”`;
}

/** The values of each channel; all of them as one where there is no such axis. */
function channelsOf(tensor: Tensor, axis: number | null): Tensor[] {
  return axis === null
    ? [tensor]
    : Array.from({ length: tensor.shape[axis] }, (_, index) => select(tensor, axis, index));
}

/** Largest minus smallest value. Outputs that are one constant have no range: then its size counts, and 1 if it is 0. */
function spanOf(outputs: readonly Tensor[]): number {
  const ranges = outputs.map(valueRange).filter(range => range !== null);
  const [low, high] = [Math.min(...ranges.map(range => range.min)), Math.max(...ranges.map(range => range.max))];
  return high - low > 0 ? high - low : Math.abs(high) || 1;
}

function rangeFor(expected: Tensor, span: number): number {
  const range = valueRange(expected);
  const own = range ? range.max - range.min : 0;
  return own >= DEGENERATE * span ? own : span;
}

/** How far one output of the conversion is from the known one, channel by channel. Throws where that is too far. */
function compare(
  actual: Tensor,
  output: number,
  { inputs, expected, exact }: ProofCase,
  scale: ProofScale,
  known: readonly (readonly Tensor[])[]
): Difference[] {
  const { channel } = scale;
  const wanted = channelsOf(expected[output], channel);
  const computed = exact?.[output];
  const precise = computed && channelsOf(computed, channel);
  const differences = channelsOf(actual, channel).map((values, index): Difference => {
    const span = spanOf(known.flatMap(channels => channels[index] ?? []));
    const range = rangeFor(wanted[index], span);
    const absolute = largestDifference(values, wanted[index]);
    return { absolute, ofRange: absolute / range, range, ...boundOf(wanted[index], precise?.[index], range) };
  });
  const wrong = differences.find(({ absolute, allowed }) => !(absolute <= allowed));
  if (wrong) {
    throw notProven(`its output${named(scale)} ${amount(wrong)}`, inputs[0]);
  }
  return differences;
}

function proofOf({ shape }: Tensor, differences: readonly Difference[]): Proof {
  const most = (of: (difference: Difference) => number) => Math.max(...differences.map(of));
  return {
    shape,
    maxAbsolute: most(({ absolute }) => absolute),
    ofRange: most(({ ofRange }) => ofRange),
    ...(differences.every(({ rounding }) => rounding !== null) && { rounding: most(({ rounding }) => rounding ?? 0) })
  };
}

/** How far one channel is from what the trained network gave, and how far it may be. */
interface Difference extends Bound {
  readonly absolute: number;
  readonly ofRange: number;
  readonly range: number;
}

function amount({ ofRange, range, allowed }: Difference): string {
  return Number.isFinite(ofRange)
    ? `differs by ${ofRange.toExponential(1)} of the output's range, and ${(allowed / range).toExponential(1)} may be rounding`
    : 'is not finite';
}

function notProven(what: string, input: Tensor): ExportError {
  return new ExportError(
    'not-proven',
    `The converted network is not the trained one: for an input of ${formatShape(input.shape)} ${what}. ` +
      'No bundle was made. Please report this with the names of the network’s layers.',
    { shape: input.shape }
  );
}

function notProvable(cases: readonly ProofCase[]): ExportError {
  const ranges = cases.flatMap(({ expected }) => expected.flatMap(tensor => valueRange(tensor) ?? []));
  const [low, high] = [Math.min(...ranges.map(({ min }) => min)), Math.max(...ranges.map(({ max }) => max))];
  return new ExportError(
    'not-proven',
    `Whether the converted network is the trained one cannot be shown: its output lies between ${low} and ${high}, and ` +
      '32-bit numbers of that size have too few steps in between. No bundle was made. Choose a test image on which ' +
      'the network gives more, or save the network without the large number that its last layers add.'
  );
}
