import type { AxisSize, DataDependentSize, ParameterizedSize, SizeReference } from '../model';

/** The size follows an axis of another tensor, or of the same one. */
export function isReference(size: AxisSize): size is SizeReference {
  return typeof size === 'object' && size !== null && 'tensor_id' in size;
}

/** `min + n * step` */
export function isParameterized(size: AxisSize): size is ParameterizedSize {
  return typeof size === 'object' && size !== null && 'step' in size;
}

/** Known only when the network has run. */
export function isDataDependent(size: AxisSize): size is DataDependentSize {
  return typeof size === 'object' && size !== null && 'max' in size;
}
