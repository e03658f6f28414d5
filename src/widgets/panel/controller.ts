import type { OthersAsked } from '../report/others';
import type { Draft } from '../../export/draft/draft';
import type { DraftFinding } from '../../export/draft/findings';
import { editField, type Editable } from '../../export/draft/edit';
import { makeDraft } from '../../export/draft/prefill';
import type {
  Candidate,
  CropBox,
  Detection,
  KernelTransport,
  NetworkChoice,
  NotebookFacts
} from '../../kernel/protocol';
import { failureOf } from '../common/failure';
import { Store } from '../common/store';
import type { OwnImageServices } from '../ownImage/services';
import type { PanelServices } from '../services';
import { keepEdits } from './keep';
import { Making, type NameAnswer } from './making';
import { Memory } from './memory';
import { Pictures } from './image/picture';
import { OwnController } from './ownController';
import { emptyState, hasDraft, knowsImage, type PanelState } from './state';

/**
 * What the panel does, without its looks: finds the trained network, keeps the draft, makes the bundle and has it checked.
 * Its state is a value that is replaced, never changed; views subscribe. Whatever fails, the panel and the draft live on.
 */
export class PanelController {
  readonly store = new Store<PanelState>(emptyState);
  readonly own: OwnController;
  private readonly pictures: Pictures;
  private readonly making: Making;
  private readonly memory: Memory;
  private look: AbortController | null = null;
  /** What the user has told of this notebook beside its text. */
  private hints: { folder?: string; network?: string } = {};
  private facts: NotebookFacts | undefined;

  constructor(private readonly services: PanelServices) {
    this.pictures = new Pictures(this.store, services);
    this.making = new Making(this.store, services);
    this.memory = new Memory(services);
    this.own = new OwnController(this.store, services, () => this.making.running);
  }

  get state(): PanelState {
    return this.store.get();
  }

  /** Looks at the current notebook, its kernel and its folders. While a bundle is being made nothing is touched. */
  async refresh(): Promise<void> {
    if (this.making.running) {
      return;
    }
    const notebook = this.services.notebookName();
    if (notebook !== this.state.notebook) {
      this.hints = {};
      this.store.set({ ...emptyState, notebook });
    }
    if (notebook === null && this.hints.folder === undefined) {
      this.look?.abort();
      this.set({ phase: { name: 'no-notebook' } });
      return;
    }
    await this.detect();
  }

  /** The kernel has become idle: what it was too busy for is done now. */
  async kernelIdle(): Promise<void> {
    const { phase } = this.state;
    if (phase.name === 'failed' && phase.during === 'looking' && phase.failure.busy) {
      await this.refresh();
    } else if (phase.name === 'failed' && phase.failure.busy) {
      // A bundle is made when it is asked for; only the sentence that is no longer true goes.
      this.set({ phase: { name: 'found' }, notice: 'The kernel is idle again.' });
    }
    const { draft, picture, own } = this.state;
    if (own.draft) {
      await this.own.idle();
    } else if (draft && picture?.busy && !this.making.running) {
      await (knowsImage(this.state, draft.image) ? this.pictures.again() : this.showImage(draft.image));
    }
  }

  /** Asks for the folder that training left behind, and looks there. */
  async chooseFolder(): Promise<void> {
    const folder = await this.services.chooseFolder();
    if (folder !== null && !this.making.running) {
      // What was said of another folder's network says nothing of this one's.
      this.hints = { folder };
      this.own.leave();
      await this.detect();
    }
  }

  /** The user says which of several networks it is; the Python half then looks with other eyes. */
  async chooseNetwork(network: NetworkChoice): Promise<void> {
    this.hints = { ...this.hints, network: network.name };
    await this.detect();
  }

  /** Several trained networks were found: speak of another one. */
  chooseCandidate(id: string): void {
    const candidate = this.state.candidates.find(other => other.id === id);
    if (candidate && !this.making.running) {
      this.own.leave();
      this.take(candidate);
    }
  }

  chooseWeights(id: string): void {
    this.change(draft => ({ ...draft, weights: id }));
  }

  chooseOutput(output: Draft['output']): void {
    this.change(draft => ({ ...draft, output }));
  }

  /** Threshold on the notebook's scale of 0..255. */
  setThreshold(value: number): void {
    this.change(draft => ({ ...draft, threshold: { value, origin: 'user', where: 'entered by you' } }));
  }

  edit<K extends keyof Editable>(name: K, value: Editable[K]['value']): void {
    this.change(draft => editField(draft, name, value));
  }

  /** Makes the mend that a finding of the draft offers. */
  mend({ apply }: DraftFinding): void {
    this.change(apply);
  }

  /** Another image of the list; null lets the Python half choose the best. */
  useImage(path: string | null): void {
    this.change(draft => ({ ...draft, image: path, crop: null }));
    void this.pictures.show();
  }

  /** An image from the user's own folders. */
  async chooseImage(): Promise<void> {
    const asked = await this.services.chooseImage();
    const picked = asked === null ? null : await this.pictures.pick(asked, this.facts?.folder);
    if (picked && picked.path !== null) {
      this.useImage(picked.path);
    }
  }

  /** Shows another plane of the volume that the crop is drawn on. */
  showPlane(plane: number): void {
    void this.pictures.turn(plane);
  }

  /** Null takes the suggested one. */
  setCrop(crop: CropBox | null): void {
    this.change(draft => ({ ...draft, crop }));
  }

  /** Makes, writes and checks the bundle. Where its name is taken it asks first; `answer` is the answer. */
  async makeBundle(answer?: NameAnswer): Promise<void> {
    const missing = this.own.missing();
    if (missing !== null) {
      this.set({ notice: missing });
      return;
    }
    this.pictures.stop();
    this.own.stop();
    await this.making.make(answer);
  }

  async checkAgain(others?: OthersAsked): Promise<void> {
    await this.making.checkAgain(others);
  }

  /** Gives up looking for the reason of a failure; the check goes on. */
  stopSearch(): void {
    this.making.stopSearch();
  }

  /** Ends whatever runs. */
  cancel(): void {
    if (this.making.running) {
      this.making.cancel();
    } else if (this.state.phase.name === 'looking') {
      this.look?.abort();
      const failure = { sentence: 'You stopped the search for trained networks.' };
      this.set({
        phase: hasDraft(this.state) ? { name: 'found' } : { name: 'failed', during: 'looking', failure },
        notice: 'Stopped looking.'
      });
    }
  }

  /** Back to the form, from a report, a question or a failure. */
  showDraft(): void {
    if (hasDraft(this.state) && !this.making.running) {
      this.set({ phase: { name: 'found' } });
    }
  }

  /** After a failure: does again what had failed. */
  async retry(): Promise<void> {
    const { phase } = this.state;
    await (phase.name === 'failed' && phase.during === 'making' ? this.makeBundle() : this.refresh());
  }

  async download(): Promise<void> {
    const { phase } = this.state;
    if (phase.name !== 'done') {
      return;
    }
    try {
      await this.services.download(phase.saved.path);
    } catch (error) {
      this.set({ notice: failureOf(error).sentence });
    }
  }

  /** What runs the bundle at this place on the researcher's own images; null where the application runs none. */
  ownImages(path: string): OwnImageServices | null {
    const { ownImages, reader, open, engine } = this.services;
    return ownImages && reader ? { ...ownImages, reader, engine, open: () => open(path) } : null;
  }

  dispose(): void {
    this.look?.abort();
    this.pictures.stop();
    this.own.stop();
    this.making.cancel();
    this.services.dispose?.();
  }

  private async detect(): Promise<void> {
    this.look?.abort();
    const look = new AbortController();
    this.look = look;
    const { signal } = look;
    this.set({ phase: { name: 'looking', message: null }, notice: null });
    try {
      this.facts = await this.services.notebook();
      const transport = await this.services.transport(signal);
      signal.throwIfAborted();
      const detection = await this.ask(transport, signal);
      await this.own.look(transport, signal);
      this.settle(detection);
    } catch (error) {
      // A search that was given up has nothing to say: a newer one, or the user, has spoken.
      if (!signal.aborted) {
        this.set({ phase: { name: 'failed', during: 'looking', failure: failureOf(error) } });
      }
    }
  }

  private ask(transport: KernelTransport, signal: AbortSignal): Promise<Detection> {
    const progress = ({ message }: { message: string }): void => {
      if (!signal.aborted) {
        this.set({ phase: { name: 'looking', message } });
      }
    };
    return transport.request('detect', { ...this.hints, notebook: this.facts }, { progress, signal });
  }

  private settle({ candidates, looked }: Detection): void {
    const chosen = candidates.find(({ id }) => id === this.state.draft?.candidate.id) ?? candidates.at(0);
    this.set({ candidates });
    if (this.state.own.draft) {
      this.set({ phase: { name: 'found' } });
      void this.own.showImages();
    } else if (chosen) {
      this.take(chosen);
    } else {
      this.set({ phase: { name: 'nothing', looked } });
    }
  }

  private take(candidate: Candidate): void {
    if (!candidate.network) {
      this.set({ phase: { name: 'ask', candidate } });
      return;
    }
    const fresh = this.memory.recall(makeDraft(candidate, this.facts, new Date()));
    const kept = keepEdits(fresh, this.state.draft);
    // Where the notebook names no image, the one chosen by hand for the former network is the one that is shown.
    const draft =
      candidate.images.length > 0 ? kept : { ...kept, image: kept.image ?? this.state.picked.at(0)?.path ?? null };
    this.set({ phase: { name: 'found' }, draft });
    void this.showImage(draft.image);
  }

  /**
   * An image that was chosen by hand before the page was loaded anew has to be read again, and may be gone. One that is
   * only out of reach (the kernel is at work) stays the chosen one.
   */
  private async showImage(path: string | null): Promise<void> {
    if (path !== null && !knowsImage(this.state, path)) {
      const picked = await this.pictures.pick(path);
      if (picked.path === null) {
        if (picked.gone && this.state.draft?.image === path) {
          this.useImage(null);
        }
        return;
      }
    }
    await this.pictures.show();
  }

  /** The draft is not touched while a bundle is made of it. */
  private change(how: (draft: Draft) => Draft): void {
    const { draft } = this.state;
    if (draft && !this.making.running) {
      const changed = how(draft);
      this.set({ draft: changed });
      this.memory.keep(changed);
    }
  }

  private set(part: Partial<PanelState>): void {
    this.store.set({ ...this.state, ...part });
  }
}
