import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { ILauncher } from '@jupyterlab/launcher';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { zooportIcon } from './icons';
import { LazyPanel } from './lazy';
import { commandIds, panelId, pluginIds } from './tokens';

/** The panel beside the notebook: find the trained network, make the bundle, see the proof. */
export const panelPlugin: JupyterFrontEndPlugin<void> = {
  id: pluginIds.panel,
  description: 'A panel that makes a BioImage Model Zoo bundle of the network that the current notebook has trained.',
  autoStart: true,
  requires: [INotebookTracker, IDocumentManager],
  optional: [ICommandPalette, ILauncher, ILayoutRestorer, ITranslator, IDefaultFileBrowser],
  activate
};

function activate(
  app: JupyterFrontEnd,
  notebooks: INotebookTracker,
  documents: IDocumentManager,
  palette: ICommandPalette | null,
  launcher: ILauncher | null,
  restorer: ILayoutRestorer | null,
  translator: ITranslator | null,
  browser: IDefaultFileBrowser | null
): void {
  const words = translator ?? nullTranslator;
  const trans = words.load('zooport');
  // Everything heavy is loaded when the panel is first shown; JupyterLab's start pays for this file only.
  const panel = new LazyPanel(async () => {
    const { createPanel } = await import('./panelContent');
    return createPanel({ app, notebooks, documents, browser, translator: words, trans });
  });
  panel.id = panelId;
  panel.title.icon = zooportIcon;
  panel.title.caption = trans.__('Zooport: make a BioImage Model Zoo bundle');
  panel.node.setAttribute('role', 'region');
  panel.node.setAttribute('aria-label', trans.__('Zooport'));
  app.shell.add(panel, 'right', { rank: 900 });
  restorer?.add(panel, panelId);

  app.commands.addCommand(commandIds.openPanel, {
    label: args => {
      if (args['toolbar']) {
        return trans.__('Zooport');
      }
      // The palette finds a command by the words of its label alone.
      return args['isPalette']
        ? trans.__('Make a BioImage Model Zoo Bundle: Export the Trained Network to ONNX')
        : trans.__('Make a Model Zoo Bundle');
    },
    caption: trans.__('Make a BioImage Model Zoo bundle of the network that this notebook has trained'),
    icon: zooportIcon,
    describedBy: {
      args: { type: 'object', properties: { toolbar: { type: 'boolean' }, isPalette: { type: 'boolean' } } }
    },
    execute: () => {
      app.shell.activateById(panelId);
    }
  });
  palette?.addItem({ command: commandIds.openPanel, category: trans.__('Zooport'), args: { isPalette: true } });
  launcher?.add({ command: commandIds.openPanel, category: trans.__('Other'), rank: 50 });
}
