import { isFields } from '../../spec/cursor';
import type { Path } from '../../spec/path';
import type { Edit, Fix } from '../../spec/fix';
import type { ModelDescription, Operation } from '../../spec/model';

type Side = 'inputs' | 'outputs';

const keys = { inputs: 'preprocessing', outputs: 'postprocessing' } as const;

/** The description with other operations for one tensor. */
export function withOperations(
  description: ModelDescription,
  side: Side,
  index: number,
  operations: readonly Operation[]
): ModelDescription {
  const tensors = description[side].map((tensor, at) => (at === index ? { ...tensor, operations } : tensor));
  return { ...description, [side]: tensors };
}

export function without(operations: readonly Operation[], ...indices: readonly number[]): Operation[] {
  return operations.filter((_, at) => !indices.includes(at));
}

export function insert(operations: readonly Operation[], index: number, added: readonly Operation[]): Operation[] {
  return [...operations.slice(0, index), ...added, ...operations.slice(index)];
}

/** Where a new operation would stand first: behind the steps that only state the element type. */
export function afterTypes(operations: readonly Operation[]): number {
  const first = operations.findIndex(({ id }) => id !== 'ensure_dtype');
  return first < 0 ? operations.length : first;
}

/** The edits that give a tensor these operations; nothing where the description does not write its operations so. */
export function operationEdits(
  description: ModelDescription,
  side: Side,
  index: number,
  operations: readonly Operation[]
): Edit[] | undefined {
  const { formatVersion, raw } = description;
  const before = description[side][index].operations;
  const listed = raw[side];
  const tensor: unknown = Array.isArray(listed) ? listed[index] : undefined;
  const written: unknown = isFields(tensor) ? (tensor[keys[side]] ?? []) : undefined;
  // Format 0.4 writes operations under other names and keywords.
  if (!formatVersion.startsWith('0.5') || !Array.isArray(written) || !isSame(written, before)) {
    return undefined;
  }
  return editsBetween([side, index, keys[side]], written, before, operations);
}

function isSame(written: readonly unknown[], operations: readonly Operation[]): boolean {
  return (
    written.length === operations.length && written.every((step, at) => isFields(step) && step.id === operations[at].id)
  );
}

function editsBetween(
  path: Path,
  written: readonly unknown[],
  before: readonly Operation[],
  after: readonly Operation[]
): Edit[] {
  const gone = before.flatMap((operation, at) => (after.includes(operation) ? [] : at));
  if (gone.length === before.length - after.length && after.every(operation => before.includes(operation))) {
    return gone.reverse().map(at => ({ op: 'remove', path: [...path, at] }));
  }
  if (before.length === after.length) {
    return gone.map(at => {
      const { id, kwargs } = after[at];
      return id === before[at].id
        ? { op: 'set', path: [...path, at, 'kwargs'], value: kwargs }
        : { op: 'set', path: [...path, at], value: { id, kwargs } };
    });
  }
  const value = after.map(operation => (before.includes(operation) ? written[before.indexOf(operation)] : operation));
  return [{ op: 'set', path, value }];
}

export function fixOf(label: string, edits: readonly Edit[] | undefined): { fix?: Fix } {
  return edits && edits.length > 0 ? { fix: { label, edits } } : {};
}
