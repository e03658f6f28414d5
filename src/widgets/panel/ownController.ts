import type { DraftFinding } from '../../export/draft/findings';
import { editField, type Editable } from '../../export/draft/edit';
import { draftOfChoice, type OwnDraft } from '../../export/own/draft';
import type { OwnDetection, OwnNetworkChoice, OwnParams } from '../../kernel/ownProtocol';
import type { KernelTransport } from '../../kernel/protocol';
import { failureOf } from '../common/failure';
import type { Store } from '../common/store';
import type { PanelServices } from '../services';
import { Memory } from './memory';
import { axesFault, lettersOf } from './own/axes';
import { OwnMemory } from './own/memory';
import { axesOf, emptyOwn, imageOf, shapeOf, type OwnPicture, type OwnState } from './own/state';
import type { PanelState } from './state';

/** Long side of the picture in pixels; twice what the panel shows, for sharp screens. */
const pictureSize = 512;

/** The part of the panel for networks that are in no catalogue: what the kernel holds, the choice, and its draft. */
export class OwnController {
  private loading: AbortController | null = null;
  /** What was said of each network, also of those that are not shown now, and before the page was loaded anew. */
  private readonly memory: OwnMemory;

  constructor(
    private readonly store: Store<PanelState>,
    private readonly services: PanelServices,
    /** Whether a bundle is being made: then nothing is changed. */
    private readonly making: () => boolean
  ) {
    this.memory = new OwnMemory(new Memory(services));
  }

  get state(): OwnState {
    return this.store.get().own;
  }

  /** Asks what the kernel holds. The networks of the catalogue do not depend on it: where it fails there are none. */
  async look(transport: KernelTransport, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const held = await transport.request('detectOwn', {}, { signal }).catch(() => emptyOwn.held);
    signal.throwIfAborted();
    const { draft, held: before } = this.state;
    this.set({ held, draft: draft && isThere(draft, before, held) ? this.fitting(draft, held) : null });
    const lost = draft?.own.predict;
    if (lost !== undefined && this.state.draft && this.state.draft.own.predict === undefined) {
      const notice = `The kernel has no function ${lost} any more: choose another one, or the network alone is exported.`;
      this.store.set({ ...this.store.get(), notice });
    }
  }

  /** Speaks of that network from now on. What was said of it before is there again. */
  choose(variable: string): void {
    const choice = choiceOf(this.state.held, variable);
    if (!choice || this.making()) {
      return;
    }
    const { held, picked } = this.state;
    const known = this.memory.recall(choice, draftOfChoice(choice, firstGuess(held), new Date()));
    const image = imageOf(known.draft);
    const missed = known.picked && image !== null && !picked.includes(image);
    this.store.set({ ...this.store.get(), phase: { name: 'found' }, notice: null });
    this.set({ picked: missed ? [...picked, image] : picked });
    this.set({ draft: this.fitting(known.draft, held), picture: null });
    void this.showImage();
  }

  /** The panel speaks of a network of the catalogue, or of a folder. */
  leave(): void {
    this.stop();
    this.set({ draft: null, picture: null });
  }

  edit<K extends keyof Editable>(name: K, value: Editable[K]['value']): void {
    this.change(draft => editField(draft, name, value));
  }

  /** Makes the mend that a finding of the draft offers. */
  mend({ apply }: DraftFinding): void {
    this.change(apply);
  }

  /** An array of the kernel by its name, or a path. Axes of another image are guessed anew. */
  useImage(image: string): void {
    this.say({ images: [image], axes: [''] });
    void this.showImage();
  }

  /** An image from the researcher's own folders. */
  async chooseImage(): Promise<void> {
    const path = await this.services.chooseImage();
    if (path !== null && this.state.draft && !this.making()) {
      this.set({ picked: [...this.state.picked.filter(other => other !== path), path] });
      this.useImage(path);
    }
  }

  setAxes(typed: string): void {
    this.say({ axes: [typed] });
    if (lettersOf(typed) !== '' && axesFault(typed, shapeOf(this.state)) === null) {
      // Planes and channels are shown in other ways.
      void this.showImage();
    }
  }

  /** Null: the network alone. */
  setPredict(name: string | null): void {
    this.say({ predict: name ?? undefined });
  }

  /** Why no bundle can be made yet; null where one can. */
  missing(): string | null {
    const { draft } = this.state;
    if (!draft) {
      return null;
    }
    if (imageOf(draft) === null) {
      return 'Choose a test image first: the bundle shows with it that the network gives the same everywhere.';
    }
    const fault = axesFault(axesOf(draft), shapeOf(this.state));
    return fault === null ? null : `The axes of the image do not fit yet. ${fault}`;
  }

  /** The kernel has become idle: what it was too busy to show is shown now. */
  async idle(): Promise<void> {
    if (this.state.picture?.busy && !this.making()) {
      await this.showImage();
    }
  }

  /** The kernel is wanted for something else. */
  stop(): void {
    this.loading?.abort();
    this.loading = null;
  }

  /** Brings the picture of the chosen image, and a guess of its axes where nobody has said them. */
  async showImage(): Promise<void> {
    const { draft, picture } = this.state;
    const image = draft && imageOf(draft);
    this.stop();
    if (image === null) {
      this.set({ picture: null });
      return;
    }
    const loading = new AbortController();
    this.loading = loading;
    const before: OwnPicture =
      picture?.image === image ? picture : { image, png: null, shape: null, failure: null, busy: false };
    this.set({ picture: before });
    try {
      const { png, shape, axes } = await this.thumbnail(image, loading.signal);
      this.set({ picture: { image, png, shape, failure: null, busy: false } });
      this.guess(axes.join(''));
    } catch (error) {
      if (!loading.signal.aborted) {
        const { sentence, busy = false } = failureOf(error);
        this.set({ picture: { ...before, failure: sentence, busy } });
      }
    }
  }

  private async thumbnail(image: string, signal: AbortSignal) {
    const { draft } = this.state;
    const typed = draft ? axesOf(draft) : '';
    const axes = axesFault(typed, shapeOf(this.state)) === null ? lettersOf(typed) : '';
    const transport = await this.services.transport(signal);
    const shown = await transport.request('thumbnail', { path: image, axes, size: pictureSize }, { signal });
    signal.throwIfAborted();
    return shown;
  }

  private guess(axes: string): void {
    const { draft } = this.state;
    if (draft && axesOf(draft) === '' && axes !== '') {
      this.say({ axes: [axes] });
    }
  }

  /** The draft with what the kernel still holds; the rest is chosen anew. */
  private fitting(draft: OwnDraft, held: OwnDetection): OwnDraft {
    const { predict } = draft.own;
    const image = imageOf(draft);
    const there =
      image !== null && (this.state.picked.includes(image) || held.arrays.some(({ name }) => name === image));
    const first = firstGuess(held);
    const own: OwnParams = {
      ...draft.own,
      ...(!there && { images: first.images, axes: first.axes }),
      predict: predict !== undefined && held.functions.includes(predict) ? predict : undefined
    };
    return { ...draft, own };
  }

  private say(part: Partial<OwnParams>): void {
    this.change(draft => ({ ...draft, own: { ...draft.own, ...part } }));
  }

  /** The draft is not touched while a bundle is made of it. */
  private change(how: (draft: OwnDraft) => OwnDraft): void {
    const { draft, held, picked } = this.state;
    const choice = choiceOf(held, draft?.own.variable);
    if (draft && choice && !this.making()) {
      const changed = how(draft);
      this.memory.keep(choice, changed, picked.includes(imageOf(changed) ?? ''));
      this.set({ draft: changed });
    }
  }

  private set(part: Partial<OwnState>): void {
    const state = this.store.get();
    this.store.set({ ...state, own: { ...state.own, ...part } });
  }
}

function choiceOf({ networks }: OwnDetection, variable: string | undefined): OwnNetworkChoice | undefined {
  return networks.find(one => one.variable === variable);
}

/** Whether the variable still holds a network of the same class. */
function isThere({ own: { variable } }: OwnDraft, before: OwnDetection, now: OwnDetection): boolean {
  const found = choiceOf(now, variable);
  return found !== undefined && found.architecture === choiceOf(before, variable)?.architecture;
}

/** The array that was made last, and the function that most likely predicts. */
function firstGuess({ arrays, functions }: OwnDetection): Pick<OwnParams, 'images' | 'axes' | 'predict'> {
  const image = arrays.at(0);
  return { images: image ? [image.name] : [], axes: [''], predict: functions.at(0) };
}
