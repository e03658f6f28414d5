import { bytesOf, hashOf, npyOf } from './files';
import type { Files } from './files';
import type { Random } from '../../../tensor/testing/random';
import { at, changed, isGroup, placesIn } from './value';
import type { Group } from './value';

interface Described {
  readonly description: Group;
  readonly files: Files;
}

type Content = (old: Uint8Array, draw: Random) => Uint8Array;

/** The header of a .npy file with another text in it; the numbers stay. */
function header(text: string, size = 1024): Uint8Array {
  const length = 118;
  const head = bytesOf(`${text.padEnd(length - 1)}\n`);
  return Uint8Array.from([0x93, ...bytesOf('NUMPY'), 1, 0, head.length & 255, head.length >> 8, ...head, ...new Uint8Array(size).fill(64)]); // prettier-ignore
}

const shapes = [[1, 1, 16, 16], [1, 1, 16], [16, 16], [1, 1, 16, 17], [1, 1, 8, 8], [1, 1, 12, 12], [1, 1, 20, 20], [1, 1, 14, 14], [2, 1, 16, 16], [1, 2, 16, 16], [1, 16, 16, 1], [1, 1, 4, 4], [], [0], [1, 1, 0, 16], [1, 1, 10, 10], [1, 1, 16, 16, 1]]; // prettier-ignore
const types = ['float32', 'float64', 'uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'uint64', 'int64', 'bool'] as const; // prettier-ignore
const full = "'fortran_order': False, 'shape': (1, 1, 16, 16), }";

/** Bytes that a test tensor's file may turn out to hold. */
const contents: readonly Content[] = [
  (_, draw) => npyOf(draw.pick(shapes)),
  (_, draw) => npyOf(draw.pick(shapes)),
  (_, draw) => npyOf(draw.pick(shapes), draw.pick(types)),
  (_, draw) => npyOf([1, 1, 16, 16], draw.pick(types)),
  (_, draw) => npyOf([1, 1, 16, 16], 'float32', draw.pick([0, 1e-5, 9.9e-5, 1e-4, 1.1e-4, -1e-5, -1, NaN, Infinity, -Infinity, 1e30])), // prettier-ignore
  (_, draw) => npyOf([1, 1, 16, 16], 'uint8', draw.pick([0, 1, 255])),
  () => bytesOf('not an array'),
  () => new Uint8Array(0),
  old => old.slice(0, Math.max(0, old.length - 10)),
  old => old.slice(0, 20),
  old => Uint8Array.from([...old, 0, 0, 0]),
  () => header(`{'descr': '|O', ${full}`),
  () => header(`{'descr': '<f2', ${full}`, 512),
  () => header(`{'descr': '>f4', ${full}`),
  () => header(`{'descr': '<c8', ${full}`, 2048),
  () => header(`{'descr': '<U1', ${full}`),
  () => header(`{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1, 16, 16), }`),
  () => header(`{'descr': '<f4', 'shape': (1, 1, 16, 16), }`),
  () => header(`{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, -16, 16), }`),
  () => header(`{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 16, 16), 'more': 1, }`),
  () => header(`{'descr': [('a', '<f4')], ${full}`),
  () => header(`{'descr': '<M8[s]', ${full}`, 2048),
  () => header(`{'descr': 'float32', ${full}`),
  () => header(`{'descr': '=f4', ${full}`),
  () => header(`not a header`),
  () => bytesOf('\u0080\u0004pickled'),
  () => Uint8Array.from([0x80, 4, 0x5d, 0x94, 0x2e]),
  () => Uint8Array.from([80, 75, 3, 4, 0, 0]),
  old => Uint8Array.from(old, (byte, index) => (index === 6 ? 9 : byte))
];

/** Puts other bytes into a file, with or without the hash that belongs to them. */
function content({ description, files }: Described, draw: Random): Described {
  const named = Object.keys(files).filter(name => placesOf(description, name).length > 0);
  if (named.length === 0) {
    return { description, files };
  }
  const arrays = named.filter(name => name.endsWith('.npy'));
  const name = draw.chance(0.8) && arrays.length > 0 ? draw.pick(arrays) : draw.pick(named);
  const bytes = draw.pick(contents)(files[name], draw);
  const changedFiles = { ...files, [name]: bytes };
  return { description: draw.chance(0.8) ? rehashed(description, name, bytes) : description, files: changedFiles };
}

function placesOf(description: Group, name: string): (readonly (string | number)[])[] {
  return placesIn(description).filter(place => at(description, place) === name);
}

function rehashed(description: Group, name: string, bytes: Uint8Array): Group {
  return placesOf(description, name).reduce<Group>((made, place) => {
    const holder = at(made, place.slice(0, -1));
    if (place.at(-1) !== 'source' || !isGroup(holder) || !('sha256' in holder)) {
      return made;
    }
    const next = changed(made, [...place.slice(0, -1), 'sha256'], () => hashOf(bytes));
    return isGroup(next) ? next : made;
  }, description);
}

function missing({ description, files }: Described, draw: Random): Described {
  const name = draw.pick(Object.keys(files));
  return { description, files: Object.fromEntries(Object.entries(files).filter(([other]) => other !== name)) };
}

function wrongHash({ description, files }: Described, draw: Random): Described {
  const places = placesIn(description).filter(place => place.at(-1) === 'sha256');
  if (places.length === 0) {
    return missing({ description, files }, draw);
  }
  const hash = draw.pick(['0'.repeat(64), hashOf(bytesOf('x')), hashOf(files['notes.txt']), hashOf(files['notes.txt']).toUpperCase()]); // prettier-ignore
  const made = changed(description, draw.pick(places), () => hash);
  return { description: isGroup(made) ? made : description, files };
}

function elsewhere({ description, files }: Described, draw: Random): Described {
  const places = placesIn(description).filter(place => Object.hasOwn(files, String(at(description, place))));
  if (places.length === 0) {
    return { description, files };
  }
  const name = draw.pick([...Object.keys(files), 'absent.npy', 'sub/in.npy', './in.npy', 'IN.NPY', '../in.npy', '/in.npy', 'in.npy ']); // prettier-ignore
  const made = changed(description, draw.pick(places), () => name);
  return { description: isGroup(made) ? made : description, files };
}

/** Documentation of other texts, which the zoo reads too. */
function documentation({ description, files }: Described, draw: Random): Described {
  const text = draw.pick(['', '# validation', 'validation', '#\nValidation', '# Model Validation\r\n', '## invalidation', '\ufeff# Validation', '#Validation', 'a # b Validation', '# VALIDATION', '#\u2028Validation']); // prettier-ignore
  const bytes = bytesOf(text);
  return { description: rehashed(description, 'README.md', bytes), files: { ...files, 'README.md': bytes } };
}

const spoils: readonly (readonly [string, number, (described: Described, draw: Random) => Described])[] = [
  ['content', 9, content],
  ['missing', 4, missing],
  ['hash', 3, wrongHash],
  ['elsewhere', 4, elsewhere],
  ['documentation', 2, documentation]
];

/** Spoils the files, or how the description names them. */
export function spoilFiles(described: Described, draw: Random): Described & { readonly group: string } {
  let rest = draw.next() * spoils.reduce((sum, [, share]) => sum + share, 0);
  const [group, , spoil] = spoils.find(([, share]) => (rest -= share) < 0) ?? spoils[0];
  return { ...spoil(described, draw), group };
}
