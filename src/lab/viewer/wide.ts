import type { JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import { createElement, type ReactElement } from 'react';
import { TranslateContext } from '../../widgets/common/translate';
import { Viewer } from '../../widgets/viewer/View';
import { WidenContext, type WideView } from '../../widgets/viewer/wide';
import { translateWith } from '../translate';

interface Parts {
  readonly app: JupyterFrontEnd;
  readonly trans: TranslationBundle;
}

/** Lets every viewer below open in a tab of the main area. */
export function withWideTabs({ app, trans }: Parts, content: ReactElement): ReactElement {
  const value = (shown: WideView): void => {
    const widget = new MainAreaWidget({ content: new WideContent(trans, shown) });
    widget.title.label = trans.__('Pictures of %1', shown.view.output);
    widget.title.closable = true;
    app.shell.add(widget, 'main');
    app.shell.activateById(widget.id);
  };
  return createElement(WidenContext.Provider, { value }, content);
}

/** The pictures of one output alone. */
class WideContent extends ReactWidget {
  constructor(
    private readonly trans: TranslationBundle,
    private readonly shown: WideView
  ) {
    super();
    this.addClass('jp-ZooportReport');
  }

  protected override render(): ReactElement {
    const viewer = createElement(Viewer, this.shown);
    const report = createElement('div', { className: 'jp-Zooport jp-Zooport-report' }, viewer);
    return createElement(TranslateContext.Provider, { value: translateWith(this.trans) }, report);
  }
}
