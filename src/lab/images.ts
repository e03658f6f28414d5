import { PathExt } from '@jupyterlab/coreutils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import { FileDialog } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { httpReader } from '../bundle/http';
import { blockReader, type RangeReader } from '../tensor/ranges';
import type { GivenFile } from '../widgets/ownImage/services';
import { pathExists, saveStream } from './contents';
import { mayBeImage } from './paths';
import { serverFetch } from './sources';

/** An image below the server's root, read by ranges; its results are written beside it. */
export function serverImage(contents: Contents.IManager, path: string): GivenFile {
  return {
    name: PathExt.basename(path),
    bytes: serverBytes(contents, path),
    async save(name, file) {
      const free = await freePath(contents, PathExt.join(PathExt.dirname(path), name));
      return (await saveStream(contents, free, file.stream(), { replace: false })).path;
    }
  };
}

/** Lets the user pick an image below the server's root; null if they cancel. */
export async function askForImage(
  manager: IDocumentManager,
  contents: Contents.IManager,
  trans: TranslationBundle
): Promise<GivenFile | null> {
  const path = await pickFile(manager, trans.__('An image for this network'), mayBeImage);
  return path === null ? null : serverImage(contents, path);
}

/** Path of a file that the user picks; null if they cancel. */
export async function pickFile(
  manager: IDocumentManager,
  title: string,
  fits: (name: string) => boolean
): Promise<string | null> {
  const { button, value } = await FileDialog.getOpenFiles({
    manager,
    title,
    filter: model => (model.type === 'directory' || fits(model.name) ? { score: 1 } : null)
  });
  const model = value?.at(0);
  return button.accept && model && model.type !== 'directory' ? model.path : null;
}

function serverBytes(contents: Contents.IManager, path: string): RangeReader {
  let started: Promise<RangeReader> | undefined;
  const start = (): Promise<RangeReader> =>
    (started ??= contents.getDownloadUrl(path).then(url => blockReader(httpReader(url, {}, serverFetch(contents)))));
  return {
    size: async signal => (await start()).size(signal),
    read: async (offset, length, signal) => (await start()).read(offset, length, signal)
  };
}

/** No result of before is replaced: a number goes before the suffix. */
async function freePath(contents: Contents.IManager, path: string): Promise<string> {
  const suffix = PathExt.extname(path);
  const stem = path.slice(0, path.length - suffix.length);
  for (let number = 1; number < 1000; number++) {
    const tried = number === 1 ? path : `${stem}-${number}${suffix}`;
    if (!(await pathExists(contents, tried))) {
      return tried;
    }
  }
  return path;
}
