import { type ISessionContext, SessionContext, SessionContextDialogs } from '@jupyterlab/apputils';
import type { Kernel, ServiceManager } from '@jupyterlab/services';
import type { ITranslator } from '@jupyterlab/translation';
import { type ISignal, Signal } from '@lumino/signaling';

/**
 * A kernel for a folder that no open notebook goes with, such as that of a training months ago. The researcher chooses
 * which; it is started at the first use and ends with the panel. Like a notebook's it outlives a reload of the page, and
 * is then used again without asking: its session is found by its path.
 */
export class OwnKernel {
  constructor(
    private readonly services: ServiceManager.IManager,
    private readonly translator: ITranslator,
    /** Under which its session is found again; whoever has the same shares it. */
    private readonly path = 'zooport'
  ) {}

  /** Whether it is busy or idle, as soon as it runs. */
  get statusChanged(): ISignal<this, Kernel.Status> {
    return this.changed;
  }

  /** Null where the researcher chose none. */
  async session(): Promise<ISessionContext | null> {
    const session = (this.held ??= this.open());
    await session.initialize();
    if (!session.session?.kernel) {
      await new SessionContextDialogs({ translator: this.translator }).selectKernel(session);
    }
    return session.session?.kernel ? session : null;
  }

  dispose(): void {
    const { held } = this;
    this.held = null;
    Signal.clearData(this);
    void held?.shutdown().finally(() => {
      held.dispose();
    });
  }

  private open(): SessionContext {
    const session = new SessionContext({
      kernelManager: this.services.kernels,
      sessionManager: this.services.sessions,
      specsManager: this.services.kernelspecs,
      name: 'Zooport',
      path: this.path,
      type: 'zooport',
      // Which Python has the framework only the researcher knows.
      kernelPreference: { shouldStart: false, autoStartDefault: false }
    });
    session.statusChanged.connect((_, status) => {
      this.changed.emit(status);
    });
    return session;
  }

  private held: SessionContext | null = null;
  private readonly changed = new Signal<this, Kernel.Status>(this);
}
