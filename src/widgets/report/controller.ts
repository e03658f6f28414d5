import { mendedSource, type MendedSource, type WriteFix } from '../../preview/overlay';
import type { Reader } from '../../bundle/reading/reader';
import type { Report, StepEvent } from '../../preview/report/report';
import type { FileSource } from '../../bundle/source';
import type { InferenceEngine } from '../../runtime/engine';
import type { OthersAsked } from './others';
import type { WeightsRunner } from '../../preview/weights/runner';
import type { Fix } from '../../spec/fix';
import { failureOf, type Failure } from '../common/failure';
import { withEvent } from '../common/steps';
import { Store } from '../common/store';
import { checkBundle, readerOf } from '../common/check';

export interface ReportState {
  readonly report: Report | null;
  readonly steps: readonly StepEvent[];
  readonly running: boolean;
  readonly failure: Failure | null;
  /** Mends made in this page, one entry per click; nothing is written before `save`. */
  readonly mends: readonly (readonly Fix[])[];
  /** What was written, or why it could not be. */
  readonly notice: string | null;
  readonly others: OthersAsked;
}

/** Opens the bundle anew for every check: it may have been written again in between. */
interface ReportServices {
  open(signal: AbortSignal): Promise<FileSource>;
  engine(): Promise<InferenceEngine>;
  /** Reads what a bundle holds outside the page's own thread. */
  readonly reader?: Reader;
  /** Writes mends into a description, where what does so does not come with the page's own scripts. */
  readonly writeFix?: WriteFix;
  /** Writes a mended bundle over the opened one and says where; absent where that cannot be written to. */
  save?(mended: MendedSource, signal: AbortSignal): Promise<string>;
  /** Where weights run that onnxruntime cannot; absent where there is no kernel. */
  readonly frameworks?: Frameworks;
}

/** A kernel whose frameworks can run weights, each in a process of its own. */
export interface Frameworks {
  /** Which one, as a sentence goes on: “the kernel “Python 3” of nuclei.ipynb”; asked anew each time it is shown. */
  kernel(): string;
  runner(allowCode: boolean): WeightsRunner;
}

const empty: ReportState = {
  report: null,
  steps: [],
  running: false,
  failure: null,
  mends: [],
  notice: null,
  others: 'no'
};

/** The check of one bundle that was opened as a document, and its mends. */
export class ReportController {
  readonly store = new Store<ReportState>(empty);
  private run: AbortController | null = null;
  private search: AbortController | null = null;

  constructor(private readonly services: ReportServices) {}

  /** The kernel that can run the other weights; null where there is none. */
  get kernel(): string | null {
    return this.services.frameworks?.kernel() ?? null;
  }

  get canSave(): boolean {
    return this.services.save !== undefined;
  }

  /** Checks; a check that still runs is ended. Never rejects: what goes wrong stands in the state. */
  async check(): Promise<void> {
    const run = this.begin();
    const search = new AbortController();
    this.search = search;
    const { signal } = run;
    this.set({ report: null, steps: [], running: true, failure: null });
    try {
      const engine = await this.services.engine();
      const source = await this.open(signal);
      const onStep = (event: StepEvent): void => this.onStep(event, signal);
      const report = await checkBundle(source, {
        engine,
        ...readerOf(this.services),
        ...this.runners(),
        signal,
        stop: search.signal,
        onStep,
        onReport: known => {
          if (!signal.aborted) {
            this.set({ report: known });
          }
        }
      });
      this.finish(run, { report });
    } catch (error) {
      const stopped = { sentence: 'You stopped the check.' };
      this.finish(run, { failure: signal.aborted ? stopped : failureOf(error) });
    }
  }

  /** Runs the weights that onnxruntime cannot in the kernel as well: checks again with them. */
  async runOthers(allowCode: boolean): Promise<void> {
    this.set({ others: allowCode ? 'with code' : 'run' });
    await this.check();
  }

  /** Makes mends in this page and checks again. */
  async mend(fixes: readonly Fix[]): Promise<void> {
    this.set({ mends: [...this.store.get().mends, fixes], notice: null });
    await this.check();
  }

  /** Takes the last mend back. */
  async undo(): Promise<void> {
    this.set({ mends: this.store.get().mends.slice(0, -1), notice: null });
    await this.check();
  }

  /** Writes the mended bundle over the opened one, then checks what was written. */
  async save(): Promise<void> {
    const { save } = this.services;
    if (!save) {
      return;
    }
    const run = this.begin();
    this.set({ running: true, steps: [], notice: null });
    try {
      const mended = await this.mended(await this.services.open(run.signal), run.signal);
      const place = await save(mended, run.signal).finally(() => mended.close?.());
      this.finish(run, { mends: [], notice: `Saved: ${place}` });
    } catch (error) {
      const notice = run.signal.aborted ? 'You stopped; nothing was written.' : failureOf(error).sentence;
      this.finish(run, { notice });
      return;
    }
    await this.check();
  }

  /** Gives up looking for the reason of a failure; the check goes on. */
  stopSearch(): void {
    this.search?.abort();
  }

  cancel(): void {
    this.run?.abort();
  }

  dispose(): void {
    this.run?.abort();
    this.run = null;
  }

  private runners(): { readonly runners?: readonly WeightsRunner[] } {
    const { frameworks } = this.services;
    const { others } = this.store.get();
    if (!frameworks || others === 'no') {
      return {};
    }
    return { runners: [frameworks.runner(others === 'with code')] };
  }

  private begin(): AbortController {
    this.run?.abort();
    this.run = new AbortController();
    return this.run;
  }

  private async open(signal: AbortSignal): Promise<FileSource> {
    const source = await this.services.open(signal);
    return this.store.get().mends.length === 0 ? source : this.mended(source, signal);
  }

  /** The bundle with every mend, each click's on what the one before left. */
  private async mended(source: FileSource, signal: AbortSignal): Promise<MendedSource> {
    let mended = await mendedSource(source, [], signal);
    for (const fixes of this.store.get().mends) {
      mended = await mendedSource(mended, fixes, signal, this.services.writeFix);
    }
    return mended;
  }

  private onStep(event: StepEvent, signal: AbortSignal): void {
    if (!signal.aborted) {
      this.set({ steps: withEvent(this.store.get().steps, event) });
    }
  }

  /** A check that was overtaken by a newer one says nothing. */
  private finish(run: AbortController, part: Partial<ReportState>): void {
    if (this.run === run) {
      this.set({ running: false, ...part });
    }
  }

  private set(part: Partial<ReportState>): void {
    this.store.set({ ...this.store.get(), ...part });
  }
}
