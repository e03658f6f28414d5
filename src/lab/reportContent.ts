import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Widget } from '@lumino/widgets';
import { createElement, type ReactElement } from 'react';
import { ReportController } from '../widgets/report/controller';
import { ReportPane } from '../widgets/report/Pane';
import { pageEngine } from './engine';
import { saveMended } from './mended';
import { pageReader } from './reader';
import { isAddress, sourceAt } from './sources';
import { translateWith } from './translate';

export interface ReportParts {
  readonly app: JupyterFrontEnd;
  readonly trans: TranslationBundle;
  /** A path below the server's root, or an address. */
  readonly place: string;
}

/** The report of one bundle; the check starts at once. */
export function createReport(parts: ReportParts): Widget {
  return new ReportContent(parts);
}

class ReportContent extends ReactWidget {
  constructor(private readonly parts: ReportParts) {
    super();
    this.addClass('jp-ZooportReport');
    const { contents } = parts.app.serviceManager;
    this.controller = new ReportController({
      open: () => sourceAt(contents, parts.place),
      engine: pageEngine,
      reader: pageReader,
      ...(isAddress(parts.place) ? {} : { save: (mended, signal) => saveMended(contents, parts.place, mended, signal) })
    });
    void this.controller.check();
  }

  override dispose(): void {
    this.controller.dispose();
    super.dispose();
  }

  protected override render(): ReactElement {
    return createElement(ReportPane, {
      controller: this.controller,
      translate: translateWith(this.parts.trans)
    });
  }

  private readonly controller: ReportController;
}
