import type { OwnOperation } from '../../kernel/ownProtocol';
import { FLOAT } from '../networks/shared';
import { Float } from '../texts/yaml';

/** Arguments that the format takes for decimal numbers: a whole one is written with its point. */
const DECIMAL = new Set([
  'gain',
  'offset',
  'min',
  'max',
  'mean',
  'std',
  'threshold',
  'prob_threshold',
  'nms_threshold'
]);

/** Operations as the description states them; one without settings has no place for any. */
export function described(operations: readonly OwnOperation[]): { id: string; kwargs?: object }[] {
  return operations.map(({ id, kwargs }) => ({
    id,
    ...(Object.keys(kwargs).length > 0 && {
      kwargs: Object.fromEntries(
        Object.entries(kwargs).map(([name, value]) => [name, DECIMAL.has(name) ? decimal(value) : value])
      )
    })
  }));
}

/**
 * The network computes with float32. Without a last operation that says so, readers cast its input back to the type of the
 * image, and scaled values become whole numbers.
 */
export function endingInFloat(operations: readonly OwnOperation[], dtype: string): OwnOperation[] {
  const ends = operations.at(-1)?.id === 'ensure_dtype' || (operations.length === 0 && dtype === 'float32');
  return ends ? [...operations] : [...operations, FLOAT];
}

/** The result has the type of the test output, whatever a program computes with. */
export function endingIn(operations: readonly OwnOperation[], dtype: string): OwnOperation[] {
  const last = operations.at(-1);
  const asked: OwnOperation = { id: 'ensure_dtype', kwargs: { dtype } };
  if (last?.id === 'ensure_dtype') {
    return [...operations.slice(0, -1), asked];
  }
  const has = last?.id === 'binarize' ? dtype === 'bool' : dtype === 'float32';
  return has ? [...operations] : [...operations, asked];
}

function decimal(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(decimal);
  }
  return typeof value === 'number' ? new Float(value) : value;
}
