import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette, InputDialog, WidgetTracker } from '@jupyterlab/apputils';
import {
  ABCWidgetFactory,
  Base64ModelFactory,
  DocumentWidget,
  type DocumentRegistry,
  type IDocumentWidget
} from '@jupyterlab/docregistry';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import { zooportIcon } from './icons';
import { mayBeImage } from './paths';
import { LazyPanel } from './lazy';
import type { ReportParts } from './reportContent';
import { bundleType, commandIds, pluginIds } from './tokens';

const factoryName = 'Zooport Report';
const modelName = 'zooport-reference';
/** Offered under Open With, without taking the files over from whoever opens them by default. */
const zipType = 'zooport-zip';
const descriptionType = 'zooport-description';

/** Bundles as documents: double click, Open With, right click on a folder, an address. */
export const documentsPlugin: JupyterFrontEndPlugin<void> = {
  id: pluginIds.documents,
  description: 'Opens BioImage Model Zoo bundles and shows whether they reproduce.',
  autoStart: true,
  requires: [],
  optional: [IFileBrowserFactory, ICommandPalette, ILayoutRestorer, ITranslator, INotebookTracker, IDocumentManager],
  activate
};

/** Knows the path only: a bundle of several GB must not be downloaded whole before it is opened. */
class ReferenceModelFactory extends Base64ModelFactory {
  override get name(): string {
    return modelName;
  }

  override get fileFormat(): Contents.FileFormat {
    return null;
  }
}

class ReportFactory extends ABCWidgetFactory<IDocumentWidget<LazyPanel>> {
  constructor(
    options: DocumentRegistry.IWidgetFactoryOptions<IDocumentWidget<LazyPanel>>,
    private readonly parts: ReportSurroundings
  ) {
    super(options);
  }

  protected override createNewWidget(context: DocumentRegistry.Context): IDocumentWidget<LazyPanel> {
    const content = reportPanel(this.parts, context.path);
    const widget = new DocumentWidget({ content, context });
    widget.title.icon = zooportIcon;
    return widget;
  }
}

/** What every report needs of the application. */
type ReportSurroundings = Omit<ReportParts, 'place'>;

/** The report of one bundle: a path below the server's root, or an address. */
function reportPanel(parts: ReportSurroundings, place: string): LazyPanel {
  return new LazyPanel(async () => {
    const { createReport } = await import('./reportContent');
    return createReport({ ...parts, place });
  });
}

function activate(
  app: JupyterFrontEnd,
  browsers: IFileBrowserFactory | null,
  palette: ICommandPalette | null,
  restorer: ILayoutRestorer | null,
  known: ITranslator | null,
  notebooks: INotebookTracker | null,
  documents: IDocumentManager | null
): void {
  const translator = known ?? nullTranslator;
  const trans = translator.load('zooport');
  const parts: ReportSurroundings = { app, trans, translator, notebooks, documents };
  registerTypes(app, trans);
  const factory = new ReportFactory(
    {
      name: factoryName,
      label: trans.__('Zooport Report'),
      modelName,
      fileTypes: [bundleType, zipType, descriptionType],
      defaultFor: [bundleType],
      readOnly: true
    },
    parts
  );
  app.docRegistry.addWidgetFactory(factory);
  const tracker = new WidgetTracker<IDocumentWidget<LazyPanel>>({ namespace: 'zooport-report' });
  factory.widgetCreated.connect((_, widget) => {
    void tracker.add(widget);
  });
  void restorer?.restore(tracker, {
    command: 'docmanager:open',
    args: widget => ({ path: widget.context.path, factory: factoryName }),
    name: widget => widget.context.path
  });
  addCommands(parts, browsers);
  palette?.addItem({ command: commandIds.checkUrl, category: trans.__('Zooport') });
}

function registerTypes(app: JupyterFrontEnd, trans: TranslationBundle): void {
  const registry = app.docRegistry;
  registry.addModelFactory(new ReferenceModelFactory());
  registry.addFileType({
    name: bundleType,
    displayName: trans.__('Model Zoo Bundle'),
    extensions: ['.bioimageio.zip'],
    mimeTypes: ['application/zip'],
    contentType: 'file',
    fileFormat: 'base64',
    icon: zooportIcon
  });
  registry.addFileType({
    name: zipType,
    displayName: trans.__('Zip Archive'),
    extensions: ['.zip'],
    mimeTypes: ['application/zip'],
    contentType: 'file',
    fileFormat: 'base64'
  });
  registry.addFileType({
    name: descriptionType,
    displayName: trans.__('Model Description'),
    pattern: '(^|/)(rdf|bioimageio|model)\\.yaml$',
    extensions: [],
    mimeTypes: ['text/yaml'],
    contentType: 'file',
    fileFormat: 'text'
  });
}

function addCommands(parts: ReportSurroundings, browsers: IFileBrowserFactory | null): void {
  const { app, trans } = parts;
  const selected = (): Contents.IModel | undefined => browsers?.tracker.currentWidget?.selectedItems().next().value;
  const checkable = (item: Contents.IModel | undefined): boolean =>
    item !== undefined && (item.type === 'directory' || /(\.zip|(^|\/)(rdf|bioimageio|model)\.yaml)$/i.test(item.name));

  app.commands.addCommand(commandIds.checkFile, {
    label: trans.__('Check With Zooport'),
    caption: trans.__('Run this model bundle and show whether it reproduces its test output'),
    icon: zooportIcon,
    describedBy: { args: { type: 'object', properties: { path: { type: 'string' } } } },
    isVisible: () => checkable(selected()),
    execute: async args => {
      const path = typeof args['path'] === 'string' ? args['path'] : selected()?.path;
      if (path !== undefined) {
        await showReport(parts, path);
      }
    }
  });
  app.commands.addCommand(commandIds.runFile, {
    label: trans.__('Run With Zooport…'),
    caption: trans.__('Run a model bundle on this image and show what comes out'),
    icon: zooportIcon,
    describedBy: { args: { type: 'object', properties: { path: { type: 'string' } } } },
    isVisible: () => parts.documents !== null && isImageFile(selected()),
    execute: async args => {
      const path = typeof args['path'] === 'string' ? args['path'] : selected()?.path;
      if (path !== undefined) {
        await runOn(parts, path);
      }
    }
  });
  app.commands.addCommand(commandIds.checkUrl, {
    label: trans.__('Check a BioImage Model Bundle From an Address…'),
    caption: trans.__('Run a model bundle that lies on a web server'),
    describedBy: { args: { type: 'object', properties: { url: { type: 'string' } } } },
    execute: async args => {
      const url = typeof args['url'] === 'string' ? args['url'] : await askForAddress(trans);
      if (url) {
        await showReport(parts, url);
      }
    }
  });
}

function isImageFile(item: Contents.IModel | undefined): boolean {
  return item !== undefined && item.type !== 'directory' && mayBeImage(item.name);
}

const addressStart = 'https://';

async function askForAddress(trans: TranslationBundle): Promise<string | null> {
  const answer = await InputDialog.getText({
    title: trans.__('Check a model bundle'),
    label: trans.__('Address of the .zip (the server must allow this page to read it)'),
    placeholder: addressStart
  });
  return answer.button.accept ? (answer.value?.trim() ?? null) : null;
}

/** Zips open as documents; folders, descriptions and addresses in a tab of their own. */
async function showReport(parts: ReportSurroundings, place: string): Promise<LazyPanel | null> {
  const { app } = parts;
  if (/\.zip$/i.test(place) && !isAddress(place)) {
    const opened: unknown = await app.commands.execute('docmanager:open', { path: place, factory: factoryName });
    return opened instanceof DocumentWidget && opened.content instanceof LazyPanel ? opened.content : null;
  }
  const { MainAreaWidget } = await import('@jupyterlab/apputils');
  const content = reportPanel(parts, place);
  const widget = new MainAreaWidget({ content });
  widget.id = `zooport-report-${place}`;
  widget.title.label = place.split('/').filter(Boolean).pop() ?? place;
  widget.title.icon = zooportIcon;
  widget.title.closable = true;
  app.shell.add(widget, 'main');
  app.shell.activateById(widget.id);
  return content;
}

/** Asks for the bundle, and runs it on the image in that bundle's report. */
async function runOn(parts: ReportSurroundings, image: string): Promise<void> {
  const { documents, trans } = parts;
  const { pickFile } = await import('./images');
  const place = documents && (await pickFile(documents, trans.__('A bundle to run on this image'), isZip));
  if (place !== null) {
    const content = await (await showReport(parts, place))?.filled();
    const { runsImages } = await import('./reportContent');
    if (content && runsImages(content)) {
      content.runOn(image);
    }
  }
}

function isZip(name: string): boolean {
  return /\.zip$/i.test(name);
}

function isAddress(place: string): boolean {
  return /^https?:\/\//i.test(place);
}
