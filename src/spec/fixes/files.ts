import { isFields } from '../cursor';
import { drop, fieldOf, fix, put, remove, set, valueAt } from './make';
import type { Mender } from './make';

/** The hash that the file has now. */
export const ownHash: Mender = ({ path, data }, raw) => {
  const actual = data?.actual;
  const place = valueAt(raw, path);
  // The description cannot hold its own hash.
  const itself = /\.yaml$/.test(String(data?.file));
  if (itself || typeof actual !== 'string' || !/^[0-9a-f]{64}$/.test(actual)) {
    return undefined;
  }
  if (isFields(place)) {
    return fix('own-hash', {}, set([...path, 'sha256'], actual));
  }
  // 0.4 keeps the hash of an architecture's file beside it.
  const beside = [...path.slice(0, -1), `${fieldOf(path)}_sha256`];
  return typeof path.at(-1) === 'string' && typeof valueAt(raw, beside) === 'string' ? fix('own-hash', {}, set(beside, actual)) : undefined; // prettier-ignore
};

/** What is no SHA-256 becomes one where only case or spaces are wrong, else it goes: the format does not need it. */
export const validHash: Mender = ({ path }, raw) => {
  const found = valueAt(raw, path);
  const plain =
    typeof found === 'string'
      ? found
          .trim()
          .toLowerCase()
          .replace(/^sha-?256[:=]\s*/, '')
      : '';
  return /^[0-9a-f]{64}$/.test(plain) && plain !== found ? put(path, plain) : fix('remove', { field: 'sha256' }, remove(path)); // prettier-ignore
};

const optional = ['covers', 'attachments', 'sample_tensor', 'icon', 'sample_inputs', 'sample_outputs'];

/** A file that is not there and that the description can do without. */
export const withoutFile: Mender = ({ path }, raw) => {
  const place = path.at(-1) === 'source' ? path.slice(0, -1) : path;
  const field = fieldOf(place);
  return optional.includes(field) && valueAt(raw, place) !== undefined ? drop(place, raw) : undefined;
};
