import type { Conversion } from '../convert/conversion';
import type { OwnExaminer } from '../export/own/examine';
import type { Examiner } from '../export/proof/examine';
import type { KernelTransport, NotebookFacts } from '../kernel/protocol';
import type { FileSource } from '../bundle/source';
import type { Reader } from '../bundle/reading/reader';
import type { InferenceEngine } from '../runtime/engine';
import type { OwnImageServices } from './ownImage/services';

/** Where a bundle was written. */
export interface SavedBundle {
  /** As the user knows it: a path below the server's root. */
  readonly path: string;
  readonly size: number;
}

/** All that the panel needs from the application around it; JupyterLab implements it in `lab/`. */
export interface PanelServices {
  /** The Python half in the current notebook's kernel, without a notebook in one that the user chooses. Throws `KernelError` (dead, busy, no kernel). */
  transport(signal?: AbortSignal): Promise<KernelTransport>;
  /** What the current notebook's text says; undefined where no notebook is open. */
  notebook(): Promise<NotebookFacts | undefined>;
  /** Title of the current notebook, for the panel's headline; null where none is open. */
  notebookName(): string | null;
  /** One engine for the panel's life. */
  engine(): Promise<InferenceEngine>;
  /** Reads what a bundle holds outside the page's own thread. */
  readonly reader?: Reader;
  /** Keras to ONNX off the main thread. */
  convert(model: Uint8Array, signal?: AbortSignal): Promise<Conversion>;
  /** Reads a network's ONNX form off the main thread. */
  readonly examine: Examiner;
  /** The same for a network of one's own. */
  readonly examineOwn: OwnExaminer;
  /** Writes beside the notebook under a temporary name and moves it into place when whole. Rejects `taken` names only with `replace` false. */
  save(
    name: string,
    content: ReadableStream<Uint8Array>,
    options: { replace: boolean; signal?: AbortSignal }
  ): Promise<SavedBundle>;
  exists(name: string): Promise<boolean>;
  /** Finds out before the work whether a bundle of that name can be written. Rejects with the sentence where it cannot. */
  tryWriting(name: string): Promise<void>;
  /** The bytes that were written, read back from where they lie. */
  open(path: string): Promise<FileSource>;
  /** Lets the user pick a folder or an image; null if they cancel. Paths as the kernel sees them. */
  chooseFolder(): Promise<string | null>;
  chooseImage(): Promise<string | null>;
  /** Asks whether code that a network's file holds may run; the question says what would run. */
  allowCode(question: string): Promise<boolean>;
  /** For running a bundle on the researcher's own images; absent where that is not offered. */
  readonly ownImages?: Pick<OwnImageServices, 'load' | 'browse' | 'save'>;
  /** Downloads the bundle to the user's machine. */
  download(path: string): Promise<void>;
  /** What the browser keeps for the current notebook, as `remember` was given it; null where nothing is kept. */
  remembered(): string | null;
  remember(text: string): void;
  /** Ends what was started for the panel alone. */
  dispose?(): void;
}
