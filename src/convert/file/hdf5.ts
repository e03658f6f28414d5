import type { Dataset, Group } from 'h5wasm';
import { ConvertError } from '../conversion';
import type { StoredBytes } from './stored';

/** The first bytes of every HDF5 file (HDF5 file format specification, "Superblock"). */
const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

export function isHdf5(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, at) => bytes[at] === byte);
}

/** An array in an HDF5 file; its values are read when they are asked for. */
export interface StoredArray {
  /** Where it is in the file. */
  readonly path: string;
  readonly shape: readonly number[];
  /** Little-endian float32 in C order. @throws {ConvertError} where the file is damaged there. */
  read(): Float32Array;
}

/** What Keras needs of an HDF5 file. Paths are `a/b/c` from the root. */
export interface Hdf5File {
  /** Names in a group; empty where there is no such group. */
  names(path: string): readonly string[];
  text(path: string, attribute: string): string | undefined;
  /** A list of strings, also where Keras cut it into `attribute0`, `attribute1` ... because it was too long. */
  texts(path: string, attribute: string): readonly string[] | undefined;
  array(path: string): StoredArray | undefined;
  close(): void;
}

const DAMAGED =
  'The weights file is damaged or was not written to its end. Copy it again, or save the network again in the notebook.';

let files = 0;

/**
 * Opens an HDF5 file. `bytes` must not be changed while it is open.
 * @throws {ConvertError} `damaged` where it is cut short or not HDF5.
 */
export async function openHdf5(bytes: StoredBytes): Promise<Hdf5File> {
  // Loaded when first needed: the HDF5 library is 4 MB (1 MB compressed), most pages never convert.
  const { default: hdf5 } = await import('h5wasm');
  const library = await hdf5.ready;
  // Errors become exceptions; otherwise the library prints its stack to standard error and goes on.
  library.activate_throwing_error_handler();
  const name = `network-${files++}.h5`;
  const system = library.FS;
  place(system, name, bytes);
  const remove = () => system.unlink(name);
  try {
    const file = new hdf5.File(name, 'r');
    if (file.file_id < 0n) {
      throw new Error('cannot be opened');
    }
    return new OpenFile(file, () => {
      file.close();
      remove();
    });
  } catch (error) {
    remove();
    throw new ConvertError('damaged', DAMAGED, undefined, { cause: error });
  }
}

/** What the library's types leave out of its file system (Emscripten's MEMFS). */
interface Place {
  usedBytes: number;
  stream_ops: object;
}

/** Puts the bytes where the library finds them, without a copy: our array itself, or a file that asks for its parts. */
function place(system: object, name: string, bytes: StoredBytes): void {
  const files = system as {
    writeFile(name: string, content: Uint8Array, options: { canOwn: boolean }): void;
    lookupPath(name: string): { node: Place };
  };
  files.writeFile(name, bytes.whole ?? new Uint8Array(0), { canOwn: true });
  if (bytes.whole) {
    return;
  }
  const { node } = files.lookupPath(name);
  node.usedBytes = bytes.length;
  node.stream_ops = {
    ...node.stream_ops,
    read: (_stream: unknown, into: Int8Array, at: number, length: number, from: number): number => {
      const to = Math.min(from + length, bytes.length);
      const part = bytes.read(from, to);
      if (part.length < to - from) {
        // The library would take zeros for what is missing, also where it is told of a failure.
        throw new ConvertError('damaged', DAMAGED);
      }
      into.set(part, at);
      return part.length;
    }
  };
}

class OpenFile implements Hdf5File {
  constructor(
    private readonly root: Group,
    readonly close: () => void
  ) {}

  names(path: string): readonly string[] {
    const found = this.find(path);
    return found && 'keys' in found ? found.keys() : [];
  }

  text(path: string, attribute: string): string | undefined {
    const value = this.attribute(path, attribute);
    return typeof value === 'string' ? value : undefined;
  }

  texts(path: string, attribute: string): readonly string[] | undefined {
    const whole = this.attribute(path, attribute);
    if (whole !== undefined) {
      return strings(whole);
    }
    const parts: string[] = [];
    for (let part = 0; ; part++) {
      const piece = this.attribute(path, `${attribute}${part}`);
      if (piece === undefined) {
        return part === 0 ? undefined : parts;
      }
      parts.push(...strings(piece));
    }
  }

  array(path: string): StoredArray | undefined {
    const found = this.find(path);
    if (!found || !('value' in found)) {
      return undefined;
    }
    return { path, shape: guarded(() => found.shape) ?? [], read: () => floats(found, path) };
  }

  private attribute(path: string, name: string): unknown {
    const found = this.find(path);
    return found && name in guarded(() => found.attrs) ? guarded(() => found.attrs[name]?.value) : undefined;
  }

  private find(path: string): Group | Dataset | undefined {
    if (path === '') {
      return this.root;
    }
    try {
      const found = this.root.get(path);
      return found && 'attrs' in found ? (found as Group | Dataset) : undefined;
    } catch {
      // With the throwing error handler a missing name is an exception as well.
      return undefined;
    }
  }
}

function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ConvertError('damaged', DAMAGED, undefined, { cause: error });
  }
}

/** Larger arrays are read in parts: the library keeps a copy of what it reads, and its memory never shrinks. */
const PART = 2 ** 24;

function floats(dataset: Dataset, path: string): Float32Array {
  const shape = guarded(() => dataset.shape) ?? [];
  const [rows = 1, ...inner] = shape;
  const row = inner.reduce((product, size) => product * size, 1);
  if (4 * rows * row <= PART || rows === 1) {
    return numbers(
      guarded(() => dataset.value),
      path
    );
  }
  const result = new Float32Array(rows * row);
  const step = Math.max(1, Math.floor(PART / 4 / row));
  for (let from = 0; from < rows; from += step) {
    const part = guarded(() =>
      dataset.slice([[from, Math.min(rows, from + step)], ...inner.map((size): [number, number] => [0, size])])
    );
    result.set(numbers(part, path), from * row);
  }
  return result;
}

function numbers(value: unknown, path: string): Float32Array {
  if (value instanceof Float32Array) {
    return value;
  }
  if (value instanceof Float64Array) {
    return new Float32Array(value);
  }
  if (typeof value === 'number') {
    return new Float32Array([value]);
  }
  throw new ConvertError(
    'unsupported-option',
    `The weights "${path}" are stored as ${kindOf(value)}, and here networks of floating-point numbers alone can be converted. Save the network with dtype float32; a quantised one (int8, float8) has to be saved before it is quantised.`
  );
}

/** How the numbers are stored, in words. */
function kindOf(value: unknown): string {
  const [, kind, bits] =
    /^(?:Big)?(Uint|Int|Float)(\d+)Array$/.exec(Object.prototype.toString.call(value).slice(8, -1)) ?? [];
  return kind === undefined
    ? 'something that is no number'
    : `${bits}-bit ${kind === 'Float' ? 'floating-point' : 'whole'} numbers`;
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
