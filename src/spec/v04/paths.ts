import type { Path } from '../path';
import { lookup } from '../../tensor/lookup';

const tensorFields: Readonly<Record<string, string>> = { id: 'name', data: 'data_type' };

/** Where a place of the converted description stands in the 0.4 file itself. */
export function originalPath(path: Path): Path {
  const [side, index, field, ...rest] = path;
  if (side === 'attachments' && index !== undefined) {
    return ['attachments', 'files', ...path.slice(1)];
  }
  if ((side !== 'inputs' && side !== 'outputs') || typeof index !== 'number' || typeof field !== 'string') {
    return path;
  }
  if (field === 'test_tensor' || field === 'sample_tensor') {
    return [`${field === 'test_tensor' ? 'test' : 'sample'}_${side}`, index];
  }
  if (field === 'axes') {
    const [axis, of] = rest;
    return typeof axis === 'number' ? [side, index, of === 'halo' ? 'halo' : 'shape', axis] : [side, index, 'axes'];
  }
  // A step is called by its name.
  const within = rest.length === 2 && rest[1] === 'id' ? [rest[0], 'name'] : rest;
  return [side, index, lookup(tensorFields, field) ?? field, ...(field === 'data' ? [] : within)];
}
