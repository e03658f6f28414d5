import type { Report, StepEvent } from '../../preview/report';
import type { FileSource } from '../../preview/source';
import type { InferenceEngine } from '../../runtime/engine';
import { failureOf, type Failure } from '../common/failure';
import { withEvent } from '../common/steps';
import { Store } from '../common/store';
import { checkBundle } from '../common/check';

export interface ReportState {
  readonly report: Report | null;
  readonly steps: readonly StepEvent[];
  readonly running: boolean;
  readonly failure: Failure | null;
}

/** Opens the bundle anew for every check: it may have been written again in between. */
export interface ReportServices {
  open(signal: AbortSignal): Promise<FileSource>;
  engine(): Promise<InferenceEngine>;
}

/** The check of one bundle that was opened as a document. */
export class ReportController {
  readonly store = new Store<ReportState>({ report: null, steps: [], running: false, failure: null });
  private run: AbortController | null = null;

  constructor(private readonly services: ReportServices) {}

  /** Checks; a check that still runs is ended. Never rejects: what goes wrong stands in the state. */
  async check(): Promise<void> {
    this.run?.abort();
    const run = new AbortController();
    this.run = run;
    const { signal } = run;
    this.store.set({ report: null, steps: [], running: true, failure: null });
    try {
      const engine = await this.services.engine();
      const source = await this.services.open(signal);
      const report = await checkBundle(source, { engine, signal, onStep: event => this.onStep(event, signal) });
      this.finish(run, { report });
    } catch (error) {
      const stopped = { sentence: 'You stopped the check.' };
      this.finish(run, { failure: signal.aborted ? stopped : failureOf(error) });
    }
  }

  cancel(): void {
    this.run?.abort();
  }

  dispose(): void {
    this.run?.abort();
    this.run = null;
  }

  private onStep(event: StepEvent, signal: AbortSignal): void {
    if (!signal.aborted) {
      const state = this.store.get();
      this.store.set({ ...state, steps: withEvent(state.steps, event) });
    }
  }

  /** A check that was overtaken by a newer one says nothing. */
  private finish(run: AbortController, part: Partial<ReportState>): void {
    if (this.run === run) {
      this.store.set({ ...this.store.get(), running: false, ...part });
    }
  }
}
