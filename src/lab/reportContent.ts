import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { Widget } from '@lumino/widgets';
import { createElement, type ReactElement } from 'react';
import { ReportController } from '../widgets/report/controller';
import { ReportPane } from '../widgets/report/Pane';
import { pageEngine } from './engine';
import { labFrameworks } from './frameworks';
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
    this.frameworks = labFrameworks({ ...parts, services });
    this.controller = new ReportController({
      open: () => sourceAt(contents, parts.place),
      engine: pageEngine,
      reader: pageReader,
      frameworks: this.frameworks,
      ...(isAddress(parts.place) ? {} : { save: (mended, signal) => saveMended(contents, parts.place, mended, signal) })
    });
    void this.controller.check();
  }

  override dispose(): void {
    this.unguard?.();
    this.controller.dispose();
    this.frameworks.dispose();
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
      translate: translateWith(this.parts.trans)
    });
    return withWideTabs(this.parts, content);
  }

  private readonly controller: ReportController;
  private readonly frameworks: ReturnType<typeof labFrameworks>;
  private unguard: (() => void) | null = null;
}
