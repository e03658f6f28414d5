import { type ISessionContext, SessionContext, SessionContextDialogs } from '@jupyterlab/apputils';
import type { ServiceManager } from '@jupyterlab/services';
import type { ITranslator } from '@jupyterlab/translation';

/**
 * A kernel for a folder that no open notebook goes with, such as that of a training months ago. The researcher chooses
 * which; it is started at the first use and ends with the panel.
 */
export class OwnKernel {
  constructor(
    private readonly services: ServiceManager.IManager,
    private readonly translator: ITranslator
  ) {}

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
    void held?.shutdown().finally(() => {
      held.dispose();
    });
  }

  private open(): SessionContext {
    return new SessionContext({
      kernelManager: this.services.kernels,
      sessionManager: this.services.sessions,
      specsManager: this.services.kernelspecs,
      name: 'Zooport',
      path: 'zooport',
      type: 'zooport',
      // Which Python has the framework only the researcher knows.
      kernelPreference: { shouldStart: false, autoStartDefault: false }
    });
  }

  private held: SessionContext | null = null;
}
