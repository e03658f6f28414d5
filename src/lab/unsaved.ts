import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { type Message, MessageLoop } from '@lumino/messaging';
import type { Widget } from '@lumino/widgets';

/** What a tab holds that is not written yet. */
interface Unsaved {
  /** Whether something would be lost now. */
  pending(): boolean;
  /** Writes it; absent where it cannot be written. */
  readonly save?: () => Promise<void>;
  /** Calls back at every change; gives what ends it. */
  subscribe(changed: () => void): () => void;
}

/**
 * Marks a tab that holds something unsaved as JupyterLab marks documents, and asks before it is closed. The report is no
 * document that JupyterLab could save by itself: it holds mends, not text. Gives what takes the guard away.
 */
export function guardUnsaved(tab: Widget, unsaved: Unsaved, trans: TranslationBundle): () => void {
  let leaving = false;
  const onMessage = (_: unknown, message: Message): boolean => {
    if (message.type !== 'close-request' || leaving || !unsaved.pending()) {
      return true;
    }
    void mayClose(tab, unsaved, trans).then(yes => {
      if (yes && !tab.isDisposed) {
        leaving = true;
        tab.close();
      }
    });
    return false;
  };
  const onUnload = (event: BeforeUnloadEvent): void => {
    if (unsaved.pending()) {
      event.preventDefault();
    }
  };
  const mark = (): void => {
    const others = tab.title.className.split(' ').filter(name => name !== '' && name !== 'jp-mod-dirty');
    tab.title.className = (unsaved.pending() ? [...others, 'jp-mod-dirty'] : others).join(' ');
  };
  MessageLoop.installMessageHook(tab, onMessage);
  window.addEventListener('beforeunload', onUnload);
  const stop = unsaved.subscribe(mark);
  return () => {
    stop();
    window.removeEventListener('beforeunload', onUnload);
    MessageLoop.removeMessageHook(tab, onMessage);
  };
}

async function mayClose(tab: Widget, { pending, save }: Unsaved, trans: TranslationBundle): Promise<boolean> {
  const discard = Dialog.warnButton({ label: trans.__('Close Without Saving') });
  const keep = Dialog.okButton({ label: trans.__('Save and Close') });
  const { button } = await showDialog({
    title: trans.__('Save the mended bundle?'),
    body: trans.__(
      '“%1” was mended here, and the mends are not saved. They are lost when it is closed.',
      tab.title.label
    ),
    buttons: [Dialog.cancelButton(), discard, ...(save ? [keep] : [])]
  });
  if (!button.accept) {
    return false;
  }
  if (button.label === discard.label) {
    return true;
  }
  await save?.();
  // What could not be written stays open, and the report says why.
  return !pending();
}
