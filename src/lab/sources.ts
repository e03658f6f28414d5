import { PathExt } from '@jupyterlab/coreutils';
import { type Contents, ServerConnection } from '@jupyterlab/services';
import { type FolderFile, folderSource } from '../bundle/folder';
import { httpZipSource } from '../bundle/http';
import { type FileEntry, type FileSource, SourceError } from '../bundle/source';

/** Something on the web, not below the server's root. */
export function isAddress(place: string): boolean {
  return /^https?:\/\//i.test(place);
}

/** What lies at a place that the user opened: an address, or a path below the server's root. */
export async function sourceAt(contents: Contents.IManager, place: string): Promise<FileSource> {
  if (isAddress(place)) {
    return httpZipSource(place);
  }
  if (/\.ya?ml$/i.test(place)) {
    return serverFolder(contents, PathExt.dirname(place), PathExt.basename(place));
  }
  const model = await contents.get(place, { content: false });
  return model.type === 'directory' ? serverFolder(contents, place) : serverZip(contents, place);
}

/** A zip on the server, read by ranges: several GB open without being downloaded. */
export async function serverZip(contents: Contents.IManager, path: string): Promise<FileSource> {
  return httpZipSource(await contents.getDownloadUrl(path), {}, serverFetch(contents), path);
}

/** A folder on the server; `description` where the user opened that very file. */
function serverFolder(contents: Contents.IManager, path: string, description?: string): FileSource {
  const files = async (): Promise<FolderFile[]> => {
    const entries: FolderFile[] = [];
    await walk(contents, path, '', entries);
    return entries;
  };
  return folderSource(files, path || '/', description === undefined ? {} : { description });
}

/** Bundles are flat by rule; some old ones have a folder or two. */
const deepest = 3;

async function walk(contents: Contents.IManager, root: string, below: string, into: FolderFile[]): Promise<void> {
  const model = await contents.get(PathExt.join(root, below), { content: true });
  const children: readonly Contents.IModel[] = Array.isArray(model.content) ? model.content : [];
  for (const child of children) {
    const name = PathExt.join(below, child.name);
    if (child.type !== 'directory') {
      into.push(serverFile(contents, PathExt.join(root, name), { name, size: child.size ?? 0 }));
    } else if (name.split('/').length < deepest) {
      await walk(contents, root, name, into);
    }
  }
}

function serverFile(contents: Contents.IManager, path: string, entry: FileEntry): FolderFile {
  return {
    ...entry,
    read: async signal => new Uint8Array(await (await download(contents, path, signal)).arrayBuffer()),
    async stream(take, signal) {
      const reader = (await download(contents, path, signal)).body?.getReader();
      for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
        take(part.value);
      }
    }
  };
}

async function download(contents: Contents.IManager, path: string, signal?: AbortSignal): Promise<Response> {
  const url = await contents.getDownloadUrl(path);
  const response = await serverFetch(contents)(url, { signal: signal ?? null });
  if (!response.ok) {
    throw new SourceError('unreachable', `The server refused ${path} (${response.status}). Do you have access?`);
  }
  return response;
}

/** With the server's own token and cookies. */
export function serverFetch(contents: Contents.IManager): typeof fetch {
  const settings = contents.serverSettings ?? ServerConnection.makeSettings();
  return (input, init) => ServerConnection.makeRequest(String(input), init ?? {}, settings);
}
