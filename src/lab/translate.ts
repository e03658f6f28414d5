import type { TranslationBundle } from '@jupyterlab/translation';
import type { Translate } from '../widgets/common/translate';

/** JupyterLab's translator for views that know nothing of JupyterLab. */
export function translateWith(trans: TranslationBundle): Translate {
  // eslint-disable-next-line jupyter/no-dynamic-translation -- the views' own sentences are the keys
  return (text, ...args) => trans.__(text, ...args);
}
