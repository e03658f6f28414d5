import type { JupyterFrontEnd } from '@jupyterlab/application';
import { PageConfig, PathExt } from '@jupyterlab/coreutils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { createConverter } from '../convert/client';
import { createExaminer, createOwnExaminer } from '../export/proof/examining';
import { readNotebook } from '../export/draft/notebook';
import { KernelError } from '../kernel/protocol';
import type { PanelServices } from '../widgets/services';
import { convertWorkerUrl } from './assets';
import { assertWritable, pathExists, saveStream } from './contents';
import { askAboutCode, askForPath } from './dialogs';
import { download as saveFile } from '../widgets/common/download';
import { loadRunParts } from '../widgets/ownImage/parts';
import { pageEngine } from './engine';
import { askForImage } from './images';
import { pageReader } from './reader';
import { notebookTransport } from './kernel';
import { remember, remembered } from './memory';
import type { OwnKernel } from './ownKernel';
import { kernelPath, notebookFolder, type ServerPlaces } from './paths';
import { serverZip } from './sources';

export interface ServiceParts {
  readonly app: JupyterFrontEnd;
  readonly notebooks: INotebookTracker;
  readonly documents: IDocumentManager;
  /** Notebook 7 has none beside a notebook. */
  readonly browser: IDefaultFileBrowser | null;
  readonly translator: ITranslator;
  readonly trans: TranslationBundle;
}

/**
 * The panel's services in JupyterLab and Notebook 7: the current notebook, its kernel (`ownKernel` where no notebook is
 * open), the server's files.
 */
export function labServices(
  { app, notebooks, documents, browser, trans }: ServiceParts,
  ownKernel: OwnKernel
): PanelServices {
  const contents = app.serviceManager.contents;
  const convert = createConverter(convertWorkerUrl);
  const current = (): NotebookPanel | null => notebooks.currentWidget;
  /** Bundles are written beside the notebook, without one into the folder that the file browser shows. */
  const beside = (name: string): string => {
    const notebook = current();
    return PathExt.join(notebook ? PathExt.dirname(notebook.context.path) : (browser?.model.path ?? ''), name);
  };
  const places = (): ServerPlaces => {
    const path = current()?.context.path;
    const notebook = path === undefined ? null : PathExt.dirname(contents.localPath(path));
    return { root: PageConfig.getOption('serverRoot'), notebook };
  };

  return {
    transport: async signal => {
      const session = current()?.sessionContext ?? (await ownKernel.session());
      if (!session) {
        throw new KernelError(
          'dead',
          'No kernel was chosen. Choose the one that has the network’s framework (TensorFlow), or open the notebook that trained the network.'
        );
      }
      return notebookTransport(session, signal);
    },
    notebook: async () => {
      const panel = current();
      if (!panel?.model) {
        return undefined;
      }
      const folder = notebookFolder(places());
      return { ...readNotebook(panel.model.toJSON()), ...(folder !== null && { folder }) };
    },
    notebookName: () => {
      const path = current()?.context.path;
      return path === undefined ? null : PathExt.basename(path);
    },
    engine: pageEngine,
    reader: pageReader,
    convert: (model, signal) => convert(model, signal),
    examine: createExaminer(convertWorkerUrl),
    examineOwn: createOwnExaminer(convertWorkerUrl),
    save: async (name, content, options) => {
      const saved = await saveStream(contents, beside(name), content, options);
      // The list of files looks anew by itself only now and then.
      void browser?.model.refresh();
      return saved;
    },
    exists: name => pathExists(contents, beside(name)),
    tryWriting: name => assertWritable(contents, beside(name)),
    open: path => serverZip(contents, path),
    chooseFolder: () =>
      askForPath(
        {
          title: trans.__('Folder of the trained network'),
          label: trans.__('The folder that training left behind (model_path/model_name)'),
          kind: 'folder',
          kernelPath: path => kernelPath(path, places())
        },
        documents,
        trans
      ),
    chooseImage: () =>
      askForPath(
        {
          title: trans.__('Image for the test input'),
          label: trans.__('An image like those that the network was trained on'),
          kind: 'image',
          kernelPath: path => kernelPath(path, places())
        },
        documents,
        trans
      ),
    ownImages: {
      load: loadRunParts,
      browse: () => askForImage(documents, contents, trans),
      save: saveFile
    },
    allowCode: question => askAboutCode(question, trans),
    download: async path => download(await contents.getDownloadUrl(path), PathExt.basename(path)),
    remembered: () => remembered(current()?.context.path ?? ''),
    remember: text => {
      remember(current()?.context.path ?? '', text);
    },
    dispose: () => {
      ownKernel.dispose();
    }
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
