import type { JupyterFrontEnd } from '@jupyterlab/application';
import { PathExt } from '@jupyterlab/coreutils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { createConverter } from '../convert/client';
import { readNotebook } from '../export/notebook';
import { KernelError } from '../kernel/protocol';
import type { PanelServices } from '../widgets/services';
import { convertWorkerUrl } from './assets';
import { pathExists, saveStream } from './contents';
import { askForPath, kernelPath } from './dialogs';
import { pageEngine } from './engine';
import { pageReader } from './reader';
import { notebookTransport } from './kernel';
import { serverZip } from './sources';

export interface ServiceParts {
  readonly app: JupyterFrontEnd;
  readonly notebooks: INotebookTracker;
  readonly documents: IDocumentManager;
  readonly trans: TranslationBundle;
}

/** The panel's services in JupyterLab and Notebook 7: the current notebook, its kernel, the server's files. */
export function labServices({ app, notebooks, documents, trans }: ServiceParts): PanelServices {
  const contents = app.serviceManager.contents;
  const convert = createConverter(convertWorkerUrl);
  const current = (): NotebookPanel | null => notebooks.currentWidget;
  /** Bundles are written beside the notebook. */
  const beside = (name: string): string => PathExt.join(PathExt.dirname(current()?.context.path ?? ''), name);

  return {
    transport: signal => {
      const panel = current();
      if (!panel) {
        throw new KernelError('dead', 'No notebook is open. Open the notebook that trained the network.');
      }
      return notebookTransport(panel.sessionContext, signal);
    },
    notebook: async () => {
      const panel = current();
      if (!panel?.model) {
        return undefined;
      }
      const folder = PathExt.dirname(contents.localPath(panel.context.path));
      return { ...readNotebook(panel.model.toJSON()), folder: kernelPath(folder) };
    },
    notebookName: () => {
      const path = current()?.context.path;
      return path === undefined ? null : PathExt.basename(path);
    },
    engine: pageEngine,
    reader: pageReader,
    convert: (model, signal) => convert(model, signal),
    save: (name, content, options) => saveStream(contents, beside(name), content, options),
    exists: name => pathExists(contents, beside(name)),
    open: path => serverZip(contents, path),
    chooseFolder: () =>
      askForPath(
        {
          title: trans.__('Folder of the trained network'),
          label: trans.__('The folder that training left behind (model_path/model_name)'),
          kind: 'folder'
        },
        documents,
        trans
      ),
    chooseImage: () =>
      askForPath(
        {
          title: trans.__('Image for the test input'),
          label: trans.__('An image like those that the network was trained on'),
          kind: 'image'
        },
        documents,
        trans
      ),
    download: async path => download(await contents.getDownloadUrl(path), PathExt.basename(path))
  };
}

function download(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
