import type { Cursor } from './cursor';
import { readFile } from './files';
import type { Operation } from './model';
import type { Side } from './axes';

const both = [
  'binarize',
  'clip',
  'ensure_dtype',
  'fixed_zero_mean_unit_variance',
  'scale_linear',
  'scale_range',
  'sigmoid',
  'softmax',
  'zero_mean_unit_variance'
];
const postOnly = ['scale_mean_variance', 'stardist_postprocessing', 'cellpose_flow_dynamics', 'custom'];

/** The steps as written. Implicit ones are added where they are applied (`processing`). */
export function readOperations(cursor: Cursor, side: Side): Operation[] {
  return cursor.items().flatMap(item => readOperation(item, side) ?? []);
}

function readOperation(cursor: Cursor, side: Side): Operation | undefined {
  if (!cursor.asFields()) {
    return undefined;
  }
  const idCursor = cursor.need('id');
  const id = idCursor.asText();
  if (id === undefined) {
    return undefined;
  }
  if (id === 'custom') {
    readFile(cursor);
  } else {
    cursor.knows(['id', 'kwargs']);
  }
  const post = postOnly.includes(id);
  if (post && side === 'input') {
    idCursor.report('operation-place', { id });
  } else if (!post && !both.includes(id)) {
    idCursor.report('operation-unknown', { id }, cursor.reading.unknown);
  }
  return { id, kwargs: cursor.at('kwargs').asFields() ?? {} };
}
