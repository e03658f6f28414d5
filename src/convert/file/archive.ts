import { Reader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import type { FileEntry } from '@zip.js/zip.js';
import { parseDescription } from '../bounds';
import { ConvertError } from '../conversion';
import { isHdf5, openHdf5 } from './hdf5';
import type { Hdf5File } from './hdf5';
import { stringOf } from '../json';
import type { Network } from '../layerSpec';
import { readNetwork } from '../network';
import { rebuild } from '../rebuild/rebuild';
import type { Rebuilt } from '../rebuild/rebuild';
import type { StoredBytes } from './stored';
import { inMemory, partOf } from './stored';

/** A Keras network: its graph and the file with its weights. */
export interface Archive {
  readonly network: Network;
  /** Major version of the Keras that saved it. */
  readonly keras: 2 | 3;
  readonly weights: Hdf5File;
  /**
   * How the weights are laid out: by layer name beside the description (`.h5`), by layer name alone (weights only), or by
   * place in the object (`.keras`, `.weights.h5`).
   */
  readonly layout: 'named' | 'listed' | 'placed';
  readonly kerasVersion?: string;
  /** What the graph was rebuilt from, where the file does not hold it. */
  readonly rebuilt?: Rebuilt['from'];
}

/** More than any network; keeps a small zip from filling the memory. */
const LARGEST = 4 * 2 ** 30;
const DESCRIPTION = 64 * 2 ** 20;
/** Bytes of a zip entry's own header up to its name; the lengths of name and extra field are its last numbers. */
const LOCAL_HEADER = 30;

const NOT_KERAS =
  'This is not a saved Keras network. Expected is a .keras, .h5 or .hdf5 file that model.save() or a ModelCheckpoint wrote.';
const ONLY_WEIGHTS =
  'This file holds weights only, without the description of the network. If the training wrote a config.json (CARE, Noise2Void, StarDist), give the folder with both files. Otherwise save the whole network with model.save("name.keras"), or choose the file that holds it (for instance weights_best.keras or weights_best.hdf5).';
const DAMAGED_ZIP =
  'The .keras file is damaged or was not written to its end. Copy it again, or save the network again.';

interface OpenOptions {
  /** What stands in the config.json beside a file that holds weights only: its text, or what that says. */
  readonly config?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a network that Keras 2 or 3 saved, told apart by its content. Close `weights` when done.
 * @throws {ConvertError} `not-keras`, `no-architecture` or `damaged`.
 */
export async function openArchive(bytes: StoredBytes, options: OpenOptions = {}): Promise<Archive> {
  const start = bytes.read(0, 8);
  if (isHdf5(start)) {
    return openNamed(bytes, options.config);
  }
  // "PK": a zip, which is what .keras files are.
  if (start[0] === 0x50 && start[1] === 0x4b) {
    return openPlaced(bytes, options.signal);
  }
  throw new ConvertError('not-keras', bytes.length === 0 ? 'The file is empty.' : NOT_KERAS);
}

async function openNamed(bytes: StoredBytes, config: unknown): Promise<Archive> {
  const weights = await openHdf5(bytes);
  try {
    const description = weights.text('', 'model_config');
    const kerasVersion = weights.text('', 'keras_version') ?? weights.text('model_weights', 'keras_version');
    return description === undefined
      ? withoutGraph(weights, config, kerasVersion)
      : described(description, weights, 'named', kerasVersion);
  } catch (error) {
    weights.close();
    throw error;
  }
}

function described(
  description: string,
  weights: Hdf5File,
  layout: Archive['layout'],
  kerasVersion: string | undefined
): Archive {
  // A file that does not say its version is told by how Keras 3 names tensors.
  const guessed = description.includes('__keras_tensor__') ? 3 : 2;
  const facts = { keras: majorOf(kerasVersion) ?? guessed, ...(kerasVersion ? { kerasVersion } : {}) } as const;
  return { network: readNetwork(parseDescription(description)), weights, layout, ...facts };
}

/** A file with weights only: its graph is rebuilt from the configuration beside it or from its shapes. */
function withoutGraph(weights: Hdf5File, config: unknown, kerasVersion: string | undefined): Archive {
  const listed = weights.texts('', 'layer_names') !== undefined;
  const placed = !listed && looksPlaced(weights);
  if (!listed && !placed) {
    throw new ConvertError('not-keras', NOT_KERAS);
  }
  const rebuilt = rebuild(weights, config);
  if (!rebuilt) {
    throw new ConvertError('no-architecture', ONLY_WEIGHTS);
  }
  return {
    network: rebuilt.network,
    rebuilt: rebuilt.from,
    keras: majorOf(kerasVersion) ?? (placed ? 3 : 2),
    weights,
    layout: placed ? 'placed' : 'listed',
    ...(kerasVersion ? { kerasVersion } : {})
  };
}

function majorOf(version: string | undefined): 2 | 3 | undefined {
  return version === undefined ? undefined : /^[012]\./.test(version) ? 2 : 3;
}

/** `.weights.h5` of Keras 3 and of Keras 2.12 and later. */
function looksPlaced(weights: Hdf5File): boolean {
  const names = weights.names('');
  return ['layers', 'vars', '_layer_checkpoint_dependencies'].some(name => names.includes(name));
}

async function openPlaced(bytes: StoredBytes, signal?: AbortSignal): Promise<Archive> {
  const files = await entriesOf(bytes, signal);
  const config = files.get('config.json');
  const stored = files.get('model.weights.h5');
  if (!config || !stored) {
    throw new ConvertError(
      config ? 'damaged' : 'not-keras',
      config ? 'The .keras file holds no weights (model.weights.h5 is missing). Save the network again.' : NOT_KERAS
    );
  }
  const description = new TextDecoder().decode(await unpack(config, DESCRIPTION, signal));
  const metadata = files.get('metadata.json');
  const facts = metadata ? parseDescription(new TextDecoder().decode(await unpack(metadata, DESCRIPTION, signal))) : {};
  const kerasVersion = stringOf(facts, 'keras_version');
  const weights = await openHdf5(await inPlace(bytes, stored, signal));
  try {
    return described(description, weights, 'placed', kerasVersion);
  } catch (error) {
    weights.close();
    throw error;
  }
}

async function entriesOf(bytes: StoredBytes, signal?: AbortSignal): Promise<Map<string, FileEntry>> {
  const options = { useWebWorkers: false, ...(signal ? { signal } : {}) };
  try {
    const entries = await new ZipReader(new StoredReader(bytes), options).getEntries();
    return new Map(entries.flatMap(entry => (entry.directory ? [] : [[entry.filename, entry] as const])));
  } catch (error) {
    signal?.throwIfAborted();
    throw new ConvertError('damaged', DAMAGED_ZIP, undefined, { cause: error });
  }
}

class StoredReader extends Reader<StoredBytes> {
  constructor(private readonly bytes: StoredBytes) {
    super(bytes);
    this.size = bytes.length;
  }

  override readUint8Array(from: number, length: number): Promise<Uint8Array> {
    return Promise.resolve(this.bytes.read(from, from + length));
  }
}

/** Keras stores its weights in the zip as they are: they are read where they stand, after a look at their checksum. */
async function inPlace(bytes: StoredBytes, entry: FileEntry, signal?: AbortSignal): Promise<StoredBytes> {
  if (entry.compressionMethod !== 0 || entry.encrypted || entry.compressedSize !== entry.uncompressedSize) {
    return inMemory(await unpack(entry, LARGEST, signal));
  }
  try {
    await entry.getData(new WritableStream(), { checkSignature: true, ...(signal ? { signal } : {}) });
  } catch (error) {
    signal?.throwIfAborted();
    throw new ConvertError('damaged', DAMAGED_ZIP, undefined, { cause: error });
  }
  const header = bytes.read(entry.offset, entry.offset + LOCAL_HEADER);
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const start = entry.offset + LOCAL_HEADER + view.getUint16(26, true) + view.getUint16(28, true);
  return partOf(bytes, start, entry.uncompressedSize);
}

async function unpack(entry: FileEntry, limit: number, signal?: AbortSignal): Promise<Uint8Array> {
  if (entry.uncompressedSize > limit) {
    throw new ConvertError(
      'damaged',
      `"${entry.filename}" in the .keras file says that it is impossibly large: the file is damaged. Copy it again, or save the network again.`
    );
  }
  try {
    return await entry.getData(new Uint8ArrayWriter(), { checkSignature: true, ...(signal ? { signal } : {}) });
  } catch (error) {
    signal?.throwIfAborted();
    throw new ConvertError('damaged', DAMAGED_ZIP, undefined, { cause: error });
  }
}
