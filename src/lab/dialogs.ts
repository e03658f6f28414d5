import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import { FileDialog } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

interface PathQuestion {
  readonly title: string;
  /** What is asked for, in words. */
  readonly label: string;
  readonly kind: 'folder' | 'image';
  /** A path below the server's root as the kernel finds it; null where it cannot. */
  kernelPath(serverPath: string): string | null;
}

/**
 * Asks for a folder or an image: typed as the kernel sees it (it may lie outside the server's root), or browsed for.
 * Null if the user cancels.
 */
export async function askForPath(
  question: PathQuestion,
  documents: IDocumentManager,
  trans: TranslationBundle
): Promise<string | null> {
  const body = new PathInput(question.label);
  const browse = Dialog.createButton({ label: trans.__('Browse…') });
  const answer = await showDialog<string>({
    title: question.title,
    body,
    buttons: [Dialog.cancelButton(), browse, Dialog.okButton()],
    focusNodeSelector: 'input'
  });
  if (answer.button.label === browse.label) {
    return browseFor(question, documents);
  }
  return answer.button.accept && answer.value ? answer.value.trim() || null : null;
}

/** Whether code in a network's file may run: no, unless it is said in so many words. */
export async function askAboutCode(question: string, trans: TranslationBundle): Promise<boolean> {
  const body = new Widget();
  body.addClass('jp-Zooport-code');
  for (const line of question.split('\n')) {
    const paragraph = document.createElement('p');
    paragraph.textContent = line;
    body.node.append(paragraph);
  }
  const { button } = await showDialog({
    title: trans.__('This network holds code'),
    body,
    buttons: [
      Dialog.cancelButton({ label: trans.__('Do not run it') }),
      Dialog.warnButton({ label: trans.__('Run the code') })
    ],
    defaultButton: 0
  });
  return button.accept;
}

async function browseFor({ title, kind, kernelPath }: PathQuestion, manager: IDocumentManager): Promise<string | null> {
  const options = { manager, title };
  const { button, value } = await (kind === 'folder'
    ? FileDialog.getExistingDirectory(options)
    : FileDialog.getOpenFiles({ ...options, filter: isImage }));
  const model = value?.at(0);
  return button.accept && model ? kernelPath(manager.services.contents.localPath(model.path)) : null;
}

function isImage(model: Contents.IModel): { score: number } | null {
  return model.type === 'directory' || /\.(tiff?|png|jpe?g|npy)$/i.test(model.name) ? { score: 1 } : null;
}

const examplePath = '/data/models/nuclei_unet';

class PathInput extends Widget {
  constructor(label: string) {
    super();
    this.addClass('jp-Zooport-path');
    const caption = document.createElement('label');
    caption.textContent = label;
    this.input.type = 'text';
    this.input.spellcheck = false;
    this.input.placeholder = examplePath;
    caption.append(this.input);
    this.node.append(caption);
  }

  getValue(): string {
    return this.input.value;
  }

  private readonly input = document.createElement('input');
}
