import { ReactWidget } from '@jupyterlab/ui-components';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import type { Message } from '@lumino/messaging';
import type { Widget } from '@lumino/widgets';
import { createElement, type ReactElement } from 'react';
import { PanelController } from '../widgets/panel/controller';
import { PanelView } from '../widgets/panel/View';
import { translateWith } from './translate';
import { withWideTabs } from './viewer/wide';
import { OwnKernel } from './ownKernel';
import { labServices, type ServiceParts } from './services';

/** The panel's content, created when the panel is first shown. */
export function createPanel(parts: ServiceParts): Widget {
  return new PanelContent(parts);
}

/** Follows the current notebook and its kernel while it is visible; hidden, it does nothing. */
class PanelContent extends ReactWidget {
  constructor(private readonly parts: ServiceParts) {
    super();
    this.addClass('jp-ZooportPanel');
    this.node.tabIndex = -1;
    this.ownKernel = new OwnKernel(parts.app.serviceManager, parts.translator);
    this.ownKernel.statusChanged.connect(this._onOwnStatusChanged, this);
    this.controller = new PanelController(labServices(parts, this.ownKernel));
    parts.notebooks.currentChanged.connect(this._onCurrentChanged, this);
    this._onCurrentChanged();
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.parts.notebooks.currentChanged.disconnect(this._onCurrentChanged, this);
    this.follow(null);
    this.controller.dispose();
    super.dispose();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    if (this.stale) {
      this.refresh();
    }
  }

  /** Opened again by its button: what was trained in between is looked for. */
  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.node.focus();
    if (!this.fresh) {
      this.refresh();
    }
    this.fresh = false;
  }

  protected override render(): ReactElement {
    const content = createElement(PanelView, {
      controller: this.controller,
      translate: translateWith(this.parts.trans)
    });
    return withWideTabs(this.parts, content);
  }

  private _onCurrentChanged(): void {
    this.follow(this.parts.notebooks.currentWidget);
    this.refresh();
  }

  /** Another kernel, or the same one restarted, holds something else. */
  private _onKernelChanged(): void {
    this.refresh();
  }

  private _onStatusChanged(_: unknown, status: Kernel.Status): void {
    if (status === 'idle') {
      void this.controller.kernelIdle();
    }
  }

  /** Where no notebook is open the panel works in a kernel of its own. */
  private _onOwnStatusChanged(sender: unknown, status: Kernel.Status): void {
    if (!this.followed) {
      this._onStatusChanged(sender, status);
    }
  }

  private follow(panel: NotebookPanel | null): void {
    this.followed?.sessionContext.kernelChanged.disconnect(this._onKernelChanged, this);
    this.followed?.sessionContext.statusChanged.disconnect(this._onStatusChanged, this);
    this.followed = panel && !panel.isDisposed ? panel : null;
    this.followed?.sessionContext.kernelChanged.connect(this._onKernelChanged, this);
    this.followed?.sessionContext.statusChanged.connect(this._onStatusChanged, this);
  }

  private refresh(): void {
    this.stale = !this.isVisible && this.isAttached;
    if (!this.stale) {
      void this.controller.refresh();
    }
  }

  private readonly ownKernel: OwnKernel;
  private readonly controller: PanelController;
  private followed: NotebookPanel | null = null;
  private stale = false;
  /** The first activation follows the first look at once. */
  private fresh = true;
}
