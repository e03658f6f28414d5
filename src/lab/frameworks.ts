import { PathExt } from '@jupyterlab/coreutils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { ServiceManager } from '@jupyterlab/services';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { KernelError } from '../kernel/protocol';
import { pythonRunner } from '../preview/weights/python';
import type { Frameworks } from '../widgets/report/controller';
import { notebookTransport } from './kernel';
import { OwnKernel } from './ownKernel';

export interface FrameworkParts {
  readonly services: ServiceManager.IManager;
  /** Absent where a page has no notebooks. */
  readonly notebooks: INotebookTracker | null;
  readonly translator: ITranslator;
  readonly trans: TranslationBundle;
}

/** Weights run in the kernel of the current notebook; where none is open, in one that the researcher chooses. */
export function labFrameworks({ services, notebooks, translator, trans }: FrameworkParts): Frameworks & {
  dispose(): void;
} {
  let own: OwnKernel | null = null;
  const ownSession = () => (own ??= new OwnKernel(services, translator, 'zooport-report')).session();
  return {
    kernel: () => {
      const panel = notebooks?.currentWidget;
      return panel
        ? trans.__(
            'the kernel “%1” of %2',
            panel.sessionContext.kernelDisplayName,
            PathExt.basename(panel.context.path)
          )
        : trans.__('a kernel of your choice');
    },
    runner: allowCode =>
      pythonRunner(
        async signal => {
          const session = notebooks?.currentWidget?.sessionContext ?? (await ownSession());
          if (!session) {
            throw new KernelError(
              'dead',
              trans.__('No kernel was chosen. Choose one that has the weights’ framework.')
            );
          }
          return notebookTransport(session, signal);
        },
        { allowCode }
      ),
    dispose: () => own?.dispose()
  };
}
