import type { GraphFacts } from '../../onnx/facts';
import type { OnnxModel } from '../../onnx/model';
import { isFields } from '../../spec/cursor';
import type { Fields } from '../../spec/cursor';
import type { Finding, FindingBy, Severity } from '../../spec/finding';
import type { Path } from '../../spec/path';
import type { FindingCode } from '../../spec/codes';
import type { Axis, ModelDescription, Operation, TensorDescription } from '../../spec/model';
import type { OpenBundle } from '../../bundle/open';
import type { Reproduction } from '../report/report';

/** What the rules of a program look at. Nothing of it is read anew. */
export interface Subject {
  readonly description: ModelDescription;
  readonly bundle: OpenBundle;
  /** What the ONNX file says of itself; `null` where there is none, or it cannot be read. */
  readonly facts: GraphFacts | null;
  /** The ONNX network without its weights, from which follows how far it looks; `null` likewise. */
  readonly outline: OnnxModel | null;
  /** What was found before: the format's rules, the network, the sizes. */
  readonly findings: readonly Finding[];
  readonly reproduction: readonly Reproduction[];
}

/** One rule of a program: what speaks against the bundle there, or nothing. */
export type Rule = (subject: Subject) => readonly Finding[];

/** Writes the findings of one program. */
export function findingsBy(by: FindingBy) {
  return (severity: Severity, code: FindingCode, path: Path, data?: Finding['data']): Finding => ({
    code,
    by,
    severity,
    path,
    ...(data && { data })
  });
}

/** Format 0.4: paths and some fields differ from the shapes in which the description is read. */
export function isOld({ description }: Subject): boolean {
  return description.formatVersion.startsWith('0.4');
}

/** What the file itself has at a path; `undefined` where there is nothing. */
export function rawAt({ description }: Subject, ...path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      Array.isArray(value) && typeof key === 'number'
        ? (value as unknown[])[key]
        : isFields(value) && Object.hasOwn(value, key)
          ? value[key]
          : undefined,
    description.raw
  );
}

export function rawFields(subject: Subject, ...path: Path): Fields {
  const value = rawAt(subject, ...path);
  return isFields(value) ? value : {};
}

type SideName = 'inputs' | 'outputs';

interface PlacedTensor {
  readonly tensor: TensorDescription;
  readonly side: SideName;
  readonly path: Path;
}

export function tensorsOf({ description }: Subject, side?: SideName): PlacedTensor[] {
  const sides: readonly SideName[] = side ? [side] : ['inputs', 'outputs'];
  return sides.flatMap(name => description[name].map((tensor, index) => ({ tensor, side: name, path: [name, index] })));
}

export interface PlacedAxis extends PlacedTensor {
  readonly axis: Axis;
}

/** Every axis with its own path. */
export function axesOf(subject: Subject, side?: SideName): PlacedAxis[] {
  return tensorsOf(subject, side).flatMap(({ tensor, side: name, path }) =>
    tensor.axes.map((axis, index) => ({ tensor, side: name, axis, path: [...path, 'axes', index] }))
  );
}

export interface PlacedOperation extends PlacedTensor {
  readonly operation: Operation;
}

export function operationsOf(subject: Subject, side?: SideName): PlacedOperation[] {
  return tensorsOf(subject, side).flatMap(({ tensor, side: name, path }) =>
    tensor.operations.map((operation, index) => {
      const at = [...path, name === 'inputs' ? 'preprocessing' : 'postprocessing', index];
      return { tensor, side: name, operation: isOld(subject) ? oldOperation(subject, at) : operation, path: at };
    })
  );
}

/** A step of format 0.4 as programs that read 0.4 themselves see it; axes become a list of letters. */
function oldOperation(subject: Subject, path: Path): Operation {
  const id = rawAt(subject, ...path, 'name');
  const kwargs = rawFields(subject, ...path, 'kwargs');
  const axes = typeof kwargs.axes === 'string' ? { axes: [...kwargs.axes] } : {};
  return { id: typeof id === 'string' ? id : '', kwargs: { ...kwargs, ...axes } };
}

/** How many channels a tensor has; 1 where it has no channel axis. */
export function channelsOf({ axes }: TensorDescription): number {
  const size = axes.find(({ type }) => type === 'channel')?.size;
  return typeof size === 'number' ? size : 1;
}

/** Numbers of a version such as “2.10.1+cu118”. */
function parts(version: string): number[] {
  return version.split('.').map(part => Number.parseInt(part, 10) || 0);
}

/** Whether a version is above another one; a missing part counts as 0. */
export function isNewer(version: string, than: string): boolean {
  const [ours, theirs] = [parts(version), parts(than)];
  const length = Math.max(ours.length, theirs.length);
  const at = Array.from({ length }).findIndex((_, index) => (ours[index] ?? 0) !== (theirs[index] ?? 0));
  return at >= 0 && (ours[at] ?? 0) > (theirs[at] ?? 0);
}
