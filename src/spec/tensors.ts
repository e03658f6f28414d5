import { readAxis } from './axes';
import type { Side } from './axes';
import type { Cursor } from './cursor';
import { readData } from './data';
import { readFile } from './files';
import type { TensorDescription } from './model';
import { readOperations } from './operations';
import { readPadding } from './padding';

const shared = ['id', 'description', 'axes', 'test_tensor', 'sample_tensor', 'data'];
const known: Readonly<Record<Side, readonly string[]>> = {
  input: [...shared, 'optional', 'preprocessing', 'pad', 'output_of'],
  output: [...shared, 'postprocessing']
};

/** The inputs or outputs of a description. An entry that is no group of fields is reported and left out. */
export function readTensors(cursor: Cursor, side: Side): TensorDescription[] {
  const items = cursor.items();
  if (cursor.present && Array.isArray(cursor.value) && items.length === 0) {
    cursor.report('field-empty');
  }
  return items.flatMap(item => readTensor(item, side) ?? []);
}

function readTensor(cursor: Cursor, side: Side): TensorDescription | undefined {
  if (!cursor.asFields()) {
    return undefined;
  }
  cursor.knows(known[side]);
  const testTensor = readFile(cursor.at('test_tensor'));
  const sampleTensor = readFile(cursor.at('sample_tensor'));
  const pad = side === 'input' ? readPadding(cursor.at('pad').value) : undefined;
  return {
    id: cursor.at('id').asId() ?? side,
    description: readText(cursor.at('description')),
    axes: readAxes(cursor, side),
    data: readData(cursor.at('data')),
    ...(testTensor && { testTensor }),
    ...(sampleTensor && { sampleTensor }),
    ...(pad && { pad }),
    optional: side === 'input' && (cursor.at('optional').asFlag() ?? false),
    operations: readOperations(cursor.at(side === 'input' ? 'preprocessing' : 'postprocessing'), side)
  };
}

function readAxes(cursor: Cursor, side: Side) {
  const axes = cursor.need('axes');
  const items = axes.items();
  if (Array.isArray(axes.value) && items.length === 0) {
    axes.report('field-empty');
  }
  return items.flatMap(item => readAxis(item, side) ?? []);
}

const longestDescription = 128;

function readText(cursor: Cursor): string {
  const text = cursor.asText() ?? '';
  if (text.length > longestDescription) {
    cursor.report('text-too-long', { length: text.length, most: longestDescription });
  }
  return text;
}
