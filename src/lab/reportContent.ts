import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { Widget } from '@lumino/widgets';
import { createElement, type ReactElement } from 'react';
import { download } from '../widgets/common/download';
import { OwnImageController } from '../widgets/ownImage/controller';
import { loadRunParts } from '../widgets/ownImage/parts';
import { ReportController } from '../widgets/report/controller';
import { ReportPane } from '../widgets/report/Pane';
import { pageEngine } from './engine';
import { labFrameworks } from './frameworks';
import { askForImage, serverImage } from './images';
import { saveMended } from './mended';
import { pageReader } from './reader';
import { isAddress, sourceAt } from './sources';
import { translateWith } from './translate';
import { withWideTabs } from './viewer/wide';
import { guardUnsaved } from './unsaved';

export interface ReportParts {
  readonly app: JupyterFrontEnd;
  readonly trans: TranslationBundle;
  /** A path below the server's root, or an address. */
  readonly place: string;
  readonly notebooks: INotebookTracker | null;
  /** Shows the server's folders; null in an application without them. */
  readonly documents: IDocumentManager | null;
  readonly translator: ITranslator;
}

/** The report of one bundle; the check starts at once. */
export function createReport(parts: ReportParts): Widget {
  return new ReportContent(parts);
}

class ReportContent extends ReactWidget {
  constructor(private readonly parts: ReportParts) {
    super();
    this.addClass('jp-ZooportReport');
    const { serviceManager: services } = parts.app;
    const { contents } = services;
    const { documents, trans } = parts;
    this.frameworks = labFrameworks({ ...parts, services });
    this.controller = new ReportController({
      open: () => sourceAt(contents, parts.place),
      engine: pageEngine,
      reader: pageReader,
      frameworks: this.frameworks,
      ...(isAddress(parts.place) ? {} : { save: (mended, signal) => saveMended(contents, parts.place, mended, signal) })
    });
    this.own = new OwnImageController({
      open: () => sourceAt(contents, parts.place),
      engine: pageEngine,
      reader: pageReader,
      load: loadRunParts,
      ...(documents && { browse: () => askForImage(documents, contents, trans) }),
      save: download
    });
    void this.controller.check();
  }

  /** Runs the bundle on an image below the server's root. */
  runOn(path: string): void {
    void this.own.take(serverImage(this.parts.app.serviceManager.contents, path));
  }

  override dispose(): void {
    this.unguard?.();
    this.controller.dispose();
    this.frameworks.dispose();
    this.own.dispose();
    super.dispose();
  }

  /** The tab is the outermost widget around the report: a document's, or the main area's. */
  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    const tab = this.parent?.parent;
    if (!tab || this.unguard) {
      return;
    }
    const { controller } = this;
    const unsaved = {
      pending: () => controller.store.get().mends.length > 0,
      subscribe: (changed: () => void) => controller.store.subscribe(changed),
      ...(controller.canSave && { save: () => controller.save() })
    };
    this.unguard = guardUnsaved(tab, unsaved, this.parts.trans);
  }

  protected override render(): ReactElement {
    const content = createElement(ReportPane, {
      controller: this.controller,
      own: this.own,
      translate: translateWith(this.parts.trans)
    });
    return withWideTabs(this.parts, content);
  }

  private readonly controller: ReportController;
  private readonly own: OwnImageController;
  private readonly frameworks: ReturnType<typeof labFrameworks>;
  private unguard: (() => void) | null = null;
}

/** A report that can be given an image. */
export function runsImages(widget: Widget): widget is ReportContent {
  return widget instanceof ReportContent;
}
