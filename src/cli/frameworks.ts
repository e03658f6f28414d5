import type { CheckOptions } from '../preview/check';
import { pythonRunner } from '../preview/weights/python';
import type { CheckArguments, Terminal } from './calls';
import { startPython } from './python';
import type { PythonTransport } from './python';

interface Frameworks {
  readonly options: Pick<CheckOptions, 'runners' | 'howToRun'>;
  close(): Promise<void>;
}

/** The Python that runs what onnxruntime cannot, started once there is something to run; nothing where none is named. */
export function frameworksOf(
  { python, allowCode, formatOnly = false }: Pick<CheckArguments, 'python' | 'allowCode'> & Partial<CheckArguments>,
  terminal: Terminal
): Frameworks {
  if (python === undefined || formatOnly) {
    const howToRun = 'with --python EXECUTABLE they run in a Python that has their framework';
    return { options: { howToRun }, close: () => Promise.resolve() };
  }
  let started: Promise<PythonTransport> | undefined;
  const start = (): Promise<PythonTransport> => {
    // What frameworks print says nothing of the bundle; where the process dies, its error has the end of it.
    started ??= startPython(python, () => undefined, terminal.signal);
    return started;
  };
  const progress = ({ message }: { readonly message: string }): void => terminal.say(`${message} …`);
  return {
    options: { runners: [pythonRunner(start, { progress, ...(allowCode && { allowCode }) })] },
    close: async () => {
      const transport = await started?.catch(() => undefined);
      await transport?.close();
    }
  };
}
