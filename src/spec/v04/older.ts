import { isFields } from '../cursor';
import type { Fields } from '../cursor';

/** The zoo's library breaks off without naming a place where a description before 0.4 has other kinds of values. */
export class BrokenOff extends Error {}

function groupOrBreak(value: unknown): Fields {
  if (!isFields(value)) {
    throw new BrokenOff();
  }
  return value;
}

function group(value: unknown): Fields {
  return groupOrBreak(value === undefined ? {} : value);
}

/** What a Python loop goes through: the entries of a list, the characters of a text, the keys of a group. */
function entriesOf(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    return value;
  }
  if (typeof value === 'string') {
    return [...value];
  }
  return Object.keys(groupOrBreak(value));
}

/** Descriptions of 0.3.0 to 0.3.6 in the fields of 0.4.0 (bioimageio.spec, `_v0_3_converter.py`). */
export function fromOlder(raw: Fields): Fields {
  let fields = raw;
  if (['0.3.0', '0.3.1'].includes(String(fields.format_version))) {
    fields = { ...toPeople(fields), type: 'model', format_version: '0.3.2' };
  }
  if (fields.format_version === '0.3.2') {
    fields = { ...renameReference(fields), format_version: '0.3.3' };
  }
  return ['0.3.3', '0.3.4', '0.3.5', '0.3.6'].includes(String(fields.format_version)) ? moveSource(fields) : fields;
}

/** Until 0.3.1 people were names; what else was known of them stood in `config.future`. */
function toPeople(fields: Fields): Fields {
  const later = group(group(group(fields.config).future)['0.3.2']);
  const { authors, packaged_by, weights } = fields;
  const laterWeights = group(later.weights);
  return {
    ...fields,
    ...(Array.isArray(authors) && { authors: people(authors, later.authors) }),
    ...(isSet(packaged_by) && { packaged_by: people(packaged_by, later.packaged_by) }),
    ...(isFields(weights) && { weights: eachEntry(weights, laterWeights) }),
    ...('version' in later && { version: later.version })
  };
}

function eachEntry(weights: Fields, later: Fields): Fields {
  const changed = Object.entries(weights).map(([format, entry]) => {
    if (Array.isArray(entry) || typeof entry === 'string') {
      return [format, entry];
    }
    const fields = groupOrBreak(entry);
    const more = group(later[format]).authors;
    return [format, 'authors' in fields ? { ...fields, authors: people(fields.authors, more) } : fields];
  });
  return Object.fromEntries(changed) as Fields;
}

function people(names: unknown, later: unknown): Fields[] {
  const more = isSet(later) ? entriesOf(later) : [];
  return entriesOf(names).map((name, index) => ({ name, ...(index < more.length && groupOrBreak(more[index])) }));
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function renameReference(fields: Fields): Fields {
  if (!('outputs' in fields)) {
    return fields;
  }
  const outputs = entriesOf(fields.outputs).map(output => {
    if (!isFields(output) && !Array.isArray(output) && typeof output !== 'string') {
      throw new BrokenOff();
    }
    const shape = isFields(output) ? output.shape : undefined;
    if (!isFields(output) || !isFields(shape) || !('reference_input' in shape)) {
      return output;
    }
    const { reference_input, ...rest } = shape;
    return { ...output, shape: { ...rest, reference_tensor: reference_input } };
  });
  return { ...fields, outputs };
}

const gone = ['language', 'framework', 'source', 'sha256', 'kwargs'];

/** Until 0.3.6 the network's source code stood beside the weights, not among them. */
function moveSource(fields: Fields): Fields {
  const { source, sha256, kwargs } = fields;
  group(fields.config);
  const { pytorch_script, ...weights } = group(fields.weights);
  const moved = {
    ...(isSet(source) && { architecture: source }),
    ...(isSet(sha256) && { architecture_sha256: sha256 }),
    ...(isSet(kwargs) && { kwargs })
  };
  const entry = weights.pytorch_state_dict;
  const changed = {
    ...weights,
    ...(isSet(entry) && Object.keys(moved).length > 0 && { pytorch_state_dict: { ...groupOrBreak(entry), ...moved } }),
    ...(isSet(pytorch_script) && { torchscript: pytorch_script })
  };
  const kept = Object.entries(fields).filter(([key]) => !gone.includes(key));
  return { ...Object.fromEntries(kept), ...('weights' in fields && { weights: changed }), format_version: '0.4.0' };
}
