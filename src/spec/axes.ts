import { inWords, isFields } from './cursor';
import type { Cursor } from './cursor';
import type { Axis, AxisSize, AxisType } from './model';
import { lookup } from '../tensor/lookup';

export type Side = 'input' | 'output';

const axisTypes: readonly AxisType[] = ['batch', 'channel', 'index', 'time', 'space'];
const defaultIds: Readonly<Record<AxisType, string>> = {
  batch: 'batch',
  channel: 'channel',
  index: 'index',
  time: 'time',
  space: 'x'
};
const shortIds: Readonly<Record<string, string>> = { b: 'batch', t: 'time', i: 'index', c: 'channel' };

/** The zoo's own renaming of axis ids, so that references by either name meet. */
function normalAxisId(id: string): string {
  return lookup(shortIds, id) ?? id;
}

/** Fields of an axis, per type (spec 0.5, axes). */
const fieldsOf: Readonly<Record<AxisType, readonly string[]>> = {
  batch: ['size'],
  channel: ['channel_names'],
  index: ['size', 'concatenable'],
  time: ['size', 'concatenable', 'unit', 'scale', 'halo'],
  space: ['size', 'concatenable', 'unit', 'scale', 'halo']
};

export function readAxis(cursor: Cursor, side: Side): Axis | undefined {
  if (!cursor.asFields()) {
    return undefined;
  }
  const typeCursor = cursor.need('type');
  const type = axisTypes.find(name => name === typeCursor.value);
  if (!type) {
    if (typeCursor.present) {
      typeCursor.report('axis-type', { found: inWords(typeCursor.value) });
    }
    return undefined;
  }
  cursor.knows(['id', 'type', 'description', ...allowed(type, side)]);
  const unit = cursor.at('unit').asText();
  const names = type === 'channel' ? readNames(cursor) : undefined;
  return {
    type,
    id: readId(cursor, type),
    size: names ? names.length : readSize(cursor, type, side),
    halo: readHalo(cursor),
    scale: readScale(cursor),
    ...(unit !== undefined && { unit }),
    ...(names && { channelNames: names }),
    ...(cursor.at('concatenable').asFlag() && { concatenable: true })
  };
}

function allowed(type: AxisType, side: Side): readonly string[] {
  const wrong = side === 'input' ? 'halo' : 'concatenable';
  return fieldsOf[type].filter(field => field !== wrong);
}

function readId(cursor: Cursor, type: AxisType): string {
  const field = cursor.at('id');
  const found = field.asId() ?? defaultIds[type];
  const id = normalAxisId(found);
  if (id !== found) {
    field.report('axis-renamed', { found, id }, 'warning');
  }
  return id;
}

function readNames(cursor: Cursor): string[] | undefined {
  const field = cursor.need('channel_names');
  const names = field.texts();
  if (field.present && names.length === 0) {
    field.report('field-empty');
  }
  return names.length > 0 ? names : undefined;
}

function readHalo(cursor: Cursor): number {
  return cursor.at('halo').asWhole(1) ?? 0;
}

function readScale(cursor: Cursor): number {
  const field = cursor.at('scale');
  const scale = field.asNumber() ?? 1;
  if (scale <= 0) {
    field.report('field-value', { found: String(scale), expected: 'larger than 0' });
    return 1;
  }
  return scale;
}

/** A size that cannot be trusted is `null`, as if it were free: nothing further is concluded from it. */
function readSize(cursor: Cursor, type: AxisType, side: Side): AxisSize {
  if (type === 'channel') {
    return null;
  }
  const field = type === 'batch' ? cursor.at('size') : cursor.need('size');
  if (!field.present) {
    return null;
  }
  if (type === 'batch') {
    return readBatchSize(field);
  }
  if (!isFields(field.value)) {
    return field.asWhole(1) ?? null;
  }
  if ('tensor_id' in field.value || 'axis_id' in field.value) {
    return readReference(field);
  }
  return 'step' in field.value ? readSteps(field, side) : readDataDependent(field, type, side);
}

function readBatchSize(field: Cursor): AxisSize {
  if (field.asWhole(1) === 1) {
    return 1;
  }
  field.report('size-invalid', {
    found: inWords(field.value),
    expected: '1, or left out where any number of images is taken'
  });
  return null;
}

function readReference(field: Cursor): AxisSize {
  field.knows(['tensor_id', 'axis_id', 'offset']);
  const tensor = field.need('tensor_id').asId();
  const axis = field.need('axis_id').asId();
  const offset = field.at('offset').asWhole() ?? 0;
  return tensor === undefined || axis === undefined ? null : { tensor_id: tensor, axis_id: normalAxisId(axis), offset };
}

function readSteps(field: Cursor, side: Side): AxisSize {
  field.knows(['min', 'step']);
  const min = field.need('min').asWhole(1);
  const step = field.need('step').asWhole(1);
  if (side === 'output') {
    field.report('size-place', {
      kind: 'a smallest size and a step',
      side: 'an output',
      expected: 'Refer to the axis of an input by tensor_id and axis_id.'
    });
    return null;
  }
  return min === undefined || step === undefined ? null : { min, step };
}

function readDataDependent(field: Cursor, type: AxisType, side: Side): AxisSize {
  if (side === 'input' || type !== 'index') {
    field.report('size-invalid', {
      found: inWords(field.value),
      expected:
        side === 'input'
          ? 'a whole number, {min, step}, or {tensor_id, axis_id}'
          : 'a whole number, or {tensor_id, axis_id}'
    });
    return null;
  }
  field.knows(['min', 'max']);
  const min = field.at('min').asWhole(1) ?? 1;
  return { min, max: field.at('max').asWhole(2) ?? null };
}
