import type { Bundle } from '../../export/bundle/bundle';
import type { BundleServices } from '../../export/bundle/services';
import type { BundleOptions } from '../../export/bundle/services';
import type { Draft } from '../../export/draft/draft';
import type { OwnServices } from '../../export/own/bundle';
import type { OwnDraft } from '../../export/own/draft';
import type { CheckOptions } from '../../preview/check';
import type { Report, StepEvent } from '../../preview/report/report';
import { pythonRunner } from '../../preview/weights/python';
import { failureOf } from '../common/failure';
import { withEvent } from '../common/steps';
import type { Store } from '../common/store';
import type { PanelServices, SavedBundle } from '../services';
import type { OthersAsked } from '../report/others';
import { freeName } from './names';
import { endSteps, nextStep, type PanelState } from './state';
import { checkBundle, readerOf } from '../common/check';
import { buildBundle, buildOwnBundle } from './build';
import { codeQuestion } from './code';

/** What to do where the bundle's name is taken. */
export interface NameAnswer {
  readonly fileName: string;
  readonly replace: boolean;
}

/** From the draft to the report: build, write, open what was written, check. Cancelled at any moment. */
export class Making {
  private run: AbortController | null = null;
  private search: AbortController | null = null;
  private stepBegan = 0;
  /** What the maker of the last bundle had to say. */
  private notes: readonly string[] = [];

  constructor(
    private readonly store: Store<PanelState>,
    private readonly services: PanelServices
  ) {}

  get running(): boolean {
    return this.run !== null;
  }

  cancel(): void {
    this.run?.abort();
  }

  /** Gives up looking for the reason of a failure; the check goes on. */
  stopSearch(): void {
    this.search?.abort();
  }

  async make(answer?: NameAnswer): Promise<void> {
    const state = this.store.get();
    const draft = state.own.draft ?? state.draft;
    if (!draft || this.run) {
      return;
    }
    const run = new AbortController();
    this.run = run;
    this.set({ phase: { name: 'making', steps: [], check: [] }, notice: null });
    try {
      const name = answer?.fileName ?? draft.fileName.value;
      if (!answer?.replace && (await this.services.exists(name))) {
        const suggestion = await freeName(name, file => this.services.exists(file));
        this.set({ phase: { name: 'taken', fileName: name, suggestion } });
        return;
      }
      this.step(`Trying to write ${name}`);
      await this.services.tryWriting(name);
      const saved = await this.write(draft, name, answer?.replace ?? false, run.signal);
      await this.check(saved, run.signal);
    } catch (error) {
      this.giveUp(error, run.signal);
    } finally {
      this.run = null;
    }
  }

  /** Checks the bundle that was written once more; its other weights as well, where that is asked or was before. */
  async checkAgain(others?: OthersAsked): Promise<void> {
    const { phase } = this.store.get();
    if (phase.name !== 'done' || this.run) {
      return;
    }
    const run = new AbortController();
    this.run = run;
    try {
      await this.check(phase.saved, run.signal, others ?? phase.others);
    } finally {
      this.run = null;
    }
  }

  private async write(
    draft: Draft | OwnDraft,
    name: string,
    replace: boolean,
    signal: AbortSignal
  ): Promise<SavedBundle> {
    this.step('Connecting to the kernel');
    const [transport, engine] = await Promise.all([this.services.transport(signal), this.services.engine()]);
    const progress = ({ message, fraction }: { message: string; fraction?: number }): void => {
      this.step(message, fraction);
    };
    const { examine, examineOwn } = this.services;
    const services = { transport, engine, convert: this.services.convert.bind(this.services), examine, examineOwn };
    const bundle = await this.built(makerOf(draft, services, { progress, signal }), signal);
    signal.throwIfAborted();
    this.step(`Writing ${name}`);
    this.notes = bundle.notes;
    return this.services.save(name, bundle.pack(signal), { replace, signal });
  }

  /** Where the network's file holds code, the researcher is asked; without a yes nothing of it is loaded. */
  private async built(maker: Maker, signal: AbortSignal): Promise<Bundle> {
    try {
      return await maker.make();
    } catch (error) {
      const question = codeQuestion(error);
      if (question === null || maker.codeAllowed || !(await this.services.allowCode(question))) {
        throw error;
      }
      signal.throwIfAborted();
      return maker.makeWithCode();
    }
  }

  /** The bundle stands by now: whatever happens to the check, it is there and the panel says so. */
  private async check(saved: SavedBundle, signal: AbortSignal, others: OthersAsked = 'no'): Promise<void> {
    let check: readonly StepEvent[] = [];
    let known: Report | null = null;
    const notebook = this.services.notebookName();
    const show = (part: Partial<Done>): void => {
      const { phase } = this.store.get();
      if (phase.name === 'making') {
        const steps = endSteps(phase.steps, 'done', this.seconds());
        this.stepBegan = performance.now();
        this.set({
          phase:
            part.running && !part.report
              ? { ...phase, steps, check }
              : ended({ saved, check, others, notebook, notes: this.notes }, part)
        });
      } else {
        this.set({ phase: ended({ saved, check, others, notebook, notes: this.notes }, part) });
      }
    };
    show({ running: true });
    try {
      const engine = await this.services.engine();
      const source = await this.services.open(saved.path);
      const onStep = (event: StepEvent): void => {
        check = withEvent(check, event);
        show({ running: true, report: known });
      };
      this.search = new AbortController();
      show({
        report: await checkBundle(source, {
          engine,
          ...readerOf(this.services),
          ...this.runners(others, signal),
          signal,
          stop: this.search.signal,
          onStep,
          onReport: report => {
            known = report;
            show({ running: true, report });
          }
        })
      });
    } catch (error) {
      const failure = signal.aborted
        ? { sentence: 'You stopped the check. The bundle itself is complete; check it again at any time.' }
        : failureOf(error);
      show({ failure, report: known });
    }
  }

  /** The kernel that has just run the network has its framework. */
  private runners(others: OthersAsked, signal: AbortSignal): Pick<CheckOptions, 'runners'> {
    const start = (running?: AbortSignal) => this.services.transport(running ?? signal);
    return others === 'no' ? {} : { runners: [pythonRunner(start, { allowCode: others === 'with code' })] };
  }

  private giveUp(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) {
      this.set({ phase: { name: 'found' }, notice: 'Cancelled. No bundle was written.' });
    } else {
      this.set({ phase: { name: 'failed', during: 'making', failure: failureOf(error) } });
    }
  }

  private step(text: string, fraction?: number): void {
    const { phase } = this.store.get();
    if (phase.name === 'making') {
      const steps = nextStep(phase.steps, text, fraction, this.seconds());
      if (steps.length > phase.steps.length) {
        this.stepBegan = performance.now();
      }
      this.set({ phase: { ...phase, steps } });
    }
  }

  private seconds(): number {
    return (performance.now() - this.stepBegan) / 1000;
  }

  private set(part: Partial<PanelState>): void {
    this.store.set({ ...this.store.get(), ...part });
  }
}

/** How the bundle of a draft is made, whatever network it is of. */
interface Maker {
  readonly codeAllowed: boolean;
  make(): Promise<Bundle>;
  makeWithCode(): Promise<Bundle>;
}

function makerOf(draft: Draft | OwnDraft, services: BundleServices & OwnServices, on: BundleOptions): Maker {
  return 'own' in draft
    ? {
        codeAllowed: draft.own.allowCode ?? false,
        make: () => buildOwnBundle(draft, services, on),
        makeWithCode: () => buildOwnBundle({ ...draft, own: { ...draft.own, allowCode: true } }, services, on)
      }
    : {
        codeAllowed: draft.allowCode ?? false,
        make: () => buildBundle(draft, services, on),
        makeWithCode: () => buildBundle({ ...draft, allowCode: true }, services, on)
      };
}

type Done = Extract<PanelState['phase'], { name: 'done' }>;

function ended(known: Pick<Done, 'saved' | 'check' | 'others' | 'notebook' | 'notes'>, part: Partial<Done>): Done {
  return { name: 'done', running: false, report: null, failure: null, ...known, ...part };
}
