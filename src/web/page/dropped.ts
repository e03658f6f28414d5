import { folderSource, type FolderFile } from '../../bundle/folder';
import { blobReader, streamRanges } from '../../tensor/ranges';
import { type FileSource, SourceError } from '../../bundle/source';
import { zipSource } from '../../bundle/zip';

/** What the visitor gave: a bundle, or a Keras network. */
export type Dropped =
  | { readonly kind: 'bundle'; readonly name: string; open(): FileSource }
  | { readonly kind: 'network'; readonly name: string; readonly file: File; readonly config?: File };

/** A file with its place in the folder that was given. */
export interface PlacedFile {
  readonly path: string;
  readonly file: File;
}

/** Throws `SourceError` where the files are none of the two. */
export function recognise(files: readonly PlacedFile[]): Dropped {
  const [first] = files;
  if (!first) {
    throw new SourceError('not-found', 'There was no file in what you dropped. Choose a bundle or a Keras network.');
  }
  const { file, path } = first;
  if (files.length === 1 && /\.zip$/i.test(path)) {
    return { kind: 'bundle', name: file.name, open: () => zipSource(file, file.name) };
  }
  if (files.length === 1 && /\.(keras|h5|hdf5)$/i.test(path)) {
    return { kind: 'network', name: file.name, file };
  }
  if (files.some(placed => /\.ya?ml$/i.test(placed.path))) {
    return folder(files);
  }
  const trained = trainedFolder(files);
  if (trained) {
    return trained;
  }
  throw new SourceError(
    'no-description',
    `“${file.name}” is neither a bundle (.zip, or a folder with an rdf.yaml) nor a Keras network (.keras, .h5, .hdf5).`
  );
}

/** Weights and the config.json beside them, as csbdeep, n2v and stardist leave them; the best weights of several. */
function trainedFolder(files: readonly PlacedFile[]): Dropped | undefined {
  const weights = files.filter(({ path }) => /\.h5$/i.test(path));
  const chosen = weights.find(({ path }) => /(^|\/)weights_best\.h5$/.test(path)) ?? weights[0];
  const place = chosen?.path.slice(0, -chosen.file.name.length);
  const config = files.find(({ path }) => path === `${place}config.json`);
  return chosen && config && { kind: 'network', name: chosen.file.name, file: chosen.file, config: config.file };
}

/** A folder, or its files chosen together; the folder's own name is no part of what the description names. */
function folder(files: readonly PlacedFile[]): Dropped {
  const name = /^([^/]+)\//.exec(files[0].path)?.[1] ?? 'the chosen files';
  const wrapped = files.every(({ path }) => path.startsWith(`${name}/`));
  const entries: FolderFile[] = files.map(({ path, file }) => ({
    name: wrapped ? path.slice(name.length + 1) : path,
    size: file.size,
    read: async () => new Uint8Array(await file.arrayBuffer()),
    stream: (take, signal) => streamRanges(blobReader(file), take, signal)
  }));
  return { kind: 'bundle', name, open: () => folderSource(entries, name) };
}

/** All files of a drop, folders with everything in them. */
export async function filesOf(transfer: DataTransfer): Promise<PlacedFile[]> {
  const entries = [...transfer.items].flatMap(item => item.webkitGetAsEntry() ?? []);
  return entries.length > 0 ? (await Promise.all(entries.map(filesBelow))).flat() : chosen(transfer.files);
}

export function chosen(files: FileList | null): PlacedFile[] {
  return [...(files ?? [])].map(file => ({ path: file.webkitRelativePath || file.name, file }));
}

async function filesBelow(entry: FileSystemEntry): Promise<PlacedFile[]> {
  const path = entry.fullPath.replace(/^\//, '');
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ path, file }];
  }
  return isFolder(entry) ? (await Promise.all((await entriesOf(entry)).map(filesBelow))).flat() : [];
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** Browsers give a folder's entries in parts; an empty part is the end. */
async function entriesOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) {
      return all;
    }
    all.push(...part);
  }
}
