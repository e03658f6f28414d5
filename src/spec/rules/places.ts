import type { Finding, FindingBy, Path, Severity } from '../finding';
import type { FindingCode } from '../messages';
import type { Axis, ModelDescription, TensorDescription } from '../model';

export interface TensorPlace {
  readonly side: 'inputs' | 'outputs';
  readonly index: number;
  readonly tensor: TensorDescription;
  readonly path: Path;
}

export interface AxisPlace extends TensorPlace {
  readonly axis: Axis;
}

/** All inputs, then all outputs, each with its place. */
export function tensorsOf(description: ModelDescription): TensorPlace[] {
  return (['inputs', 'outputs'] as const).flatMap(side =>
    description[side].map((tensor, index) => ({ side, index, tensor, path: [side, index] }))
  );
}

export function axesOf(place: TensorPlace): AxisPlace[] {
  return place.tensor.axes.map((axis, index) => ({ ...place, axis, path: [...place.path, 'axes', index] }));
}

/** A finding of the zoo's rules unless told otherwise. */
export function found(
  code: FindingCode,
  path: Path,
  data?: Finding['data'],
  severity: Severity = 'error',
  by: FindingBy = 'zoo'
): Finding {
  return { code, by, severity, path, ...(data && { data }) };
}

export function isOld(description: ModelDescription): boolean {
  return description.formatVersion.startsWith('0.4');
}
