import type { Message } from '@lumino/messaging';
import { Panel, Widget } from '@lumino/widgets';

/** An empty place in the shell that loads its content when it is first shown. */
export class LazyPanel extends Panel {
  constructor(private readonly load: () => Promise<Widget>) {
    super();
    this.addClass('jp-Zooport-lazy');
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.begin();
  }

  /** The first widget of an empty main area is visible from the start: nobody shows it. */
  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    if (this.isVisible) {
      this.begin();
    }
  }

  /** Opened by command: the keyboard goes to the content. */
  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.widgets.at(0)?.activate();
  }

  /** The content once it stands there, or null where it did not arrive; loads it even while this is hidden. */
  async filled(): Promise<Widget | null> {
    this.begin();
    await this.loading;
    return this.loading === null ? null : (this.widgets.at(0) ?? null);
  }

  private begin(): void {
    this.loading ??= this.fill();
  }

  private async fill(): Promise<void> {
    try {
      const content = await this.load();
      if (!this.isDisposed) {
        this.widgets.at(0)?.dispose();
        this.addWidget(content);
        content.activate();
      }
    } catch (error) {
      // A part of the extension that does not arrive (server gone) may arrive at the next try.
      this.loading = null;
      const note = new Widget();
      note.node.setAttribute('role', 'alert');
      note.node.textContent = `Zooport could not be loaded: ${error instanceof Error ? error.message : String(error)}. Reload the page to try again.`;
      this.addWidget(note);
    }
  }

  private loading: Promise<void> | null = null;
}
