import type { OnnxModel } from '../../onnx/model';
import { sizeAfter } from '../../processing/shape';
import { EngineError, noMemory } from '../../runtime/engine';
import type { Session } from '../../runtime/engine';
import type { Finding } from '../../spec/finding';
import type { ModelDescription } from '../../spec/model';
import { originalPath } from '../../spec/v04/paths';
import { isOld } from '../../spec/rules/places';
import { sizeOf } from '../../tensor/create';
import type { Tensor } from '../../tensor/tensor';
import { sizeCases } from './cases';
import type { SizeCase } from './cases';
import { ours } from './file';
import { impossibleAxis } from './foresee';
import { laterFindings } from './later';
import { resizeTensor } from './resize';
import { outputDifference, takenWords } from './wording';

interface SizeTrial {
  readonly description: ModelDescription;
  readonly session: Session;
  /** The inputs as the network takes them, already preprocessed, in the description's order. */
  readonly prepared: readonly Tensor[];
  /** What the network gave for them. */
  readonly computed: readonly Tensor[];
  /** The network without its weights, by which impossible sizes are foreseen; `null` where it could not be read. */
  readonly outline: OnnxModel | null;
  readonly signal?: AbortSignal;
}

/** Beyond both of these a run is not tried: so many times the test input, and so many values. */
const most = { times: 8, values: 64 * 2 ** 20 };

/** Runs the network at the sizes that the zoo tries (n = 0, 1, 2; batch 1, 2) and compares the shapes that come out. */
export async function trySizes(trial: SizeTrial): Promise<Finding[]> {
  const { description, signal } = trial;
  const findings = new Map<string, Finding>();
  const failed = new Set<number>();
  for (const one of sizeCases(description)) {
    signal?.throwIfAborted();
    // Two images at a size where one has failed would only tell the same.
    if (contradictsFile(trial, one) || failed.has(one.n)) {
      continue;
    }
    const { finding, kind, stop } = await tryOne(trial, one);
    // The same trouble at further sizes is told once, at the first.
    if (finding) {
      failed.add(one.n);
      findings.set(kind, findings.get(kind) ?? finding);
    }
    if (stop) {
      break;
    }
  }
  const found = [...findings.values(), ...laterFindings(description)];
  return isOld(description) ? found.map(finding => ({ ...finding, path: originalPath(finding.path) })) : found;
}

/** Codes for which the zoo's own test fails; those of format 0.4, which it tries at no other sizes, are none. */
export function failsZooTest({ code, severity }: Finding): boolean {
  return severity === 'error' && failing.has(code);
}

const failing: ReadonlySet<Finding['code']> = new Set<Finding['code']>([
  'size-fails',
  'size-result',
  'size-later',
  'network-unreadable',
  'network-external-missing',
  'network-external-place',
  'network-dimensions',
  'network-type',
  'network-batch',
  'network-channels',
  'network-fixed',
  'network-size'
]);

/** What the file says against it has been told when the file was read (`checkNetwork`). */
function contradictsFile({ session }: SizeTrial, { shapes }: SizeCase): boolean {
  return session.inputs.some(({ shape }, index) =>
    shape.some((size, axis) => size !== null && size !== shapes[index][axis])
  );
}

interface Tried {
  readonly finding?: Finding;
  /** The same for the same trouble at other sizes. */
  readonly kind: string;
  readonly stop?: boolean;
}

async function tryOne(trial: SizeTrial, one: SizeCase): Promise<Tried> {
  const { prepared, outline, description, session, signal } = trial;
  const values = one.shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
  const times = values / prepared.reduce((sum, { data }) => sum + data.length, 0);
  if (times > most.times && values > most.values) {
    return untried(trial, one, times);
  }
  const slides = description.inputs[0].axes.flatMap(({ type }, axis) => (['space', 'time', 'index'].includes(type) ? [axis] : [])); // prettier-ignore
  const axis = outline ? impossibleAxis(outline, one.shapes[0], slides) : undefined;
  if (axis !== undefined) {
    return failure(trial, one, tooSmall(description.inputs[0].axes[axis].id, one.shapes[0][axis]));
  }
  const inputs = prepared.map((tensor, index) => resizeTensor(tensor, one.shapes[index]));
  try {
    const same = inputs.every((tensor, index) => tensor === prepared[index]);
    return compare(trial, one, same ? trial.computed : await session.run(inputs, signal));
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof EngineError)) {
      throw error;
    }
    // The runtime's memory is not to be trusted after this (runtime/reasons.ts), so nothing more is run.
    const memory = error.reason.startsWith(noMemory);
    return { ...(memory && times > 1 ? untried(trial, one, times) : failure(trial, one, error.reason)), stop: memory };
  }
}

function tooSmall(axis: string, size: number): string {
  return `${size} along “${axis}” cannot be divided as often as it halves the image, or leaves nothing of it.`;
}

function compare({ description }: SizeTrial, one: SizeCase, computed: readonly Tensor[]): Tried {
  const old = isOld(description);
  for (const [index, output] of description.outputs.entries()) {
    const sizes = output.axes.map((axis, at) => sizeAfter(output.operations, axis, computed[index].shape[at]));
    const shape = sizes.filter(size => size !== undefined);
    const difference = shape.length === sizes.length && outputDifference(output, shape, one.expected);
    if (difference) {
      const { axes, found, expected } = difference;
      const data = {
        input: takenWords(description, one),
        tensor: output.id,
        found,
        expected,
        n: one.n,
        batch: one.batch
      };
      const path = ['outputs', index, 'axes', ...axes.slice(0, 1)];
      const finding = ours(old ? 'size-result-old' : 'size-result', path, data, old ? 'warning' : 'error');
      return { finding, kind: `${output.id} ${axes.join()}` };
    }
  }
  return { kind: '' };
}

function failure({ description }: SizeTrial, one: SizeCase, reason: string): Tried {
  const data = { input: takenWords(description, one), reason, n: one.n, batch: one.batch };
  const old = isOld(description);
  const finding = ours(old ? 'size-fails-old' : 'size-fails', ['inputs', 0, 'axes'], data, old ? 'warning' : 'error');
  return { finding, kind: `fails ${one.batch > 1 ? 'batch' : ''}` };
}

function untried({ description }: SizeTrial, one: SizeCase, times: number): Tried {
  const data = { input: takenWords(description, one), times: Math.round(times), n: one.n, batch: one.batch };
  return { finding: ours('size-untried', ['inputs', 0, 'axes'], data, 'info'), kind: 'untried' };
}
