import type { DraftFinding } from '../../export/draft/findings';
import { editField, type Editable } from '../../export/draft/edit';
import { draftOfChoice, type OwnDraft } from '../../export/own/draft';
import type { OwnDetection, OwnParams } from '../../kernel/ownProtocol';
import type { KernelTransport } from '../../kernel/protocol';
import type { Store } from '../common/store';
import type { PanelServices } from '../services';
import { Memory } from './memory';
import { axesFault, lettersOf } from './own/axes';
import { firstGuess, functionsFor, guessImages, namesOf } from './own/choices';
import { OwnMemory } from './own/memory';
import { OwnPictures } from './own/pictures';
import { axesOf, choiceOf, emptyOwn, imagesOf, shapeOf, type OwnState } from './own/state';
import type { PanelState } from './state';

/** The part of the panel for networks that are in no catalogue: what the kernel holds, the choice, and its draft. */
export class OwnController {
  private readonly pictures: OwnPictures;
  /** What was said of each network, also of those that are not shown now, and before the page was loaded anew. */
  private readonly memory: OwnMemory;

  constructor(
    private readonly store: Store<PanelState>,
    private readonly services: PanelServices,
    /** Whether a bundle is being made: then nothing is changed. */
    private readonly making: () => boolean
  ) {
    this.memory = new OwnMemory(new Memory(services));
    const host = {
      state: () => this.state,
      set: (pictures: OwnState['pictures']) => {
        this.set({ pictures });
      },
      guess: (place: number, axes: string) => {
        this.guess(place, axes);
      }
    };
    this.pictures = new OwnPictures(host, services);
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
    const { held, picked } = this.state;
    const choice = held.networks.find(one => one.variable === variable);
    if (!choice || this.making()) {
      return;
    }
    const known = this.memory.recall(choice, draftOfChoice(choice, firstGuess(held, choice), new Date()));
    this.store.set({ ...this.store.get(), phase: { name: 'found' }, notice: null });
    this.set({ picked: [...picked, ...known.picked.filter(path => !picked.includes(path))] });
    this.set({ draft: this.fitting(known.draft, held), pictures: [] });
    void this.pictures.show();
  }

  /** The panel speaks of a network of the catalogue, or of a folder. */
  leave(): void {
    this.stop();
    this.set({ draft: null, pictures: [] });
  }

  edit<K extends keyof Editable>(name: K, value: Editable[K]['value']): void {
    this.change(draft => editField(draft, name, value));
  }

  /** Makes the mend that a finding of the draft offers. */
  mend({ apply }: DraftFinding): void {
    this.change(apply);
  }

  /** An array of the kernel by its name, or a path. Axes of another image are guessed anew. */
  useImage(place: number, image: string): void {
    this.sayAt(place, image, '');
    void this.pictures.show();
  }

  /** An image from the researcher's own folders. */
  async chooseImage(place: number): Promise<void> {
    const path = await this.services.chooseImage();
    if (path !== null && this.state.draft && !this.making()) {
      this.set({ picked: [...this.state.picked.filter(other => other !== path), path] });
      this.useImage(place, path);
    }
  }

  /** One more than the kernel says: what may be left out of a call is not counted there. */
  addImage(): void {
    const { draft } = this.state;
    if (draft) {
      this.sayImages([...imagesOf(draft), ''], [...imagesOf(draft).map((_, place) => axesOf(draft, place)), '']);
    }
  }

  /** The last one. */
  removeImage(): void {
    const { draft } = this.state;
    if (draft) {
      const images = imagesOf(draft).slice(0, -1);
      this.sayImages(
        images,
        images.map((_, place) => axesOf(draft, place))
      );
    }
  }

  setAxes(place: number, typed: string): void {
    const { draft } = this.state;
    this.sayAt(place, (draft && imagesOf(draft).at(place)) ?? '', typed);
    if (lettersOf(typed) !== '' && axesFault(typed, shapeOf(this.state, place)) === null) {
      // Planes and channels are shown in other ways.
      void this.pictures.show();
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
    const images = imagesOf(draft);
    const which = (place: number): string => (images.length === 1 ? '' : ` ${place + 1}`);
    const missed = images.indexOf('');
    if (missed >= 0) {
      const chosen = images.length === 1 ? 'a test image' : `test image${which(missed)}`;
      return `Choose ${chosen} first: the bundle shows with it that the network gives the same everywhere.`;
    }
    const faults = images.map((_, place) => axesFault(axesOf(draft, place), shapeOf(this.state, place)));
    const place = faults.findIndex(fault => fault !== null);
    return place < 0 ? null : `The axes of the image${which(place)} do not fit yet. ${faults[place]}`;
  }

  /** The kernel has become idle: what it was too busy to show is shown now. */
  async idle(): Promise<void> {
    if (this.state.pictures.some(picture => picture?.busy) && !this.making()) {
      await this.pictures.show();
    }
  }

  /** The kernel is wanted for something else. */
  stop(): void {
    this.pictures.stop();
  }

  /** Brings the pictures of the chosen images anew, and a guess of their axes where nobody has said them. */
  async showImages(): Promise<void> {
    await this.pictures.show(true);
  }

  private guess(place: number, axes: string): void {
    const { draft } = this.state;
    if (draft && axesOf(draft, place) === '' && axes !== '') {
      this.sayAt(place, imagesOf(draft)[place], axes);
    }
  }

  /** The draft with what the kernel still holds; the rest is chosen anew. */
  private fitting(draft: OwnDraft, held: OwnDetection): OwnDraft {
    const known = [...this.state.picked, ...held.arrays.map(({ name }) => name)];
    const inputs = choiceOf({ held, draft })?.inputs ?? [];
    const told = imagesOf(draft).map(image => (known.includes(image) ? image : ''));
    const kept = [...told, ...inputs.slice(told.length).map(() => '')];
    const predict = functionsFor(held, kept.length).find(({ name }) => name === draft.own.predict)?.name;
    const images = guessImages(held, namesOf(held, choiceOf({ held, draft }), predict, kept.length), kept);
    const axes = images.map((image, place) => (image === kept[place] ? axesOf(draft, place) : ''));
    return { ...draft, own: { ...draft.own, images, axes, predict } };
  }

  /** Another number of images: some functions take no longer so many, others do now. */
  private sayImages(images: readonly string[], axes: readonly string[]): void {
    const { draft, held } = this.state;
    const fit = functionsFor(held, images.length).map(({ name }) => name);
    const { predict } = draft?.own ?? {};
    const still = predict !== undefined && !fit.includes(predict) ? fit.at(0) : predict;
    const guessed = guessImages(held, namesOf(held, choiceOf(this.state), still, images.length), images);
    this.say({ images: guessed, axes, predict: still });
    void this.pictures.show();
  }

  private sayAt(place: number, image: string, typed: string): void {
    this.change(draft => {
      const images = imagesOf(draft);
      return {
        ...draft,
        own: {
          ...draft.own,
          images: images.map((one, at) => (at === place ? image : one)),
          axes: images.map((_, at) => (at === place ? typed : axesOf(draft, at)))
        }
      };
    });
  }

  private say(part: Partial<OwnParams>): void {
    this.change(draft => ({ ...draft, own: { ...draft.own, ...part } }));
  }

  /** The draft is not touched while a bundle is made of it. */
  private change(how: (draft: OwnDraft) => OwnDraft): void {
    const { draft, picked } = this.state;
    const choice = choiceOf(this.state);
    if (draft && choice && !this.making()) {
      const changed = how(draft);
      const missed = this.missing();
      this.memory.keep(choice, changed, picked);
      this.set({ draft: changed });
      const state = this.store.get();
      if (missed !== null && state.notice === missed) {
        // What was missing when the bundle was asked for is there now, or is another thing.
        this.store.set({ ...state, notice: this.missing() });
      }
    }
  }

  private set(part: Partial<OwnState>): void {
    const state = this.store.get();
    this.store.set({ ...state, own: { ...state.own, ...part } });
  }
}

/** Whether the variable still holds a network of the same class. */
function isThere(draft: OwnDraft, before: OwnDetection, held: OwnDetection): boolean {
  const found = choiceOf({ held, draft });
  return found !== undefined && found.architecture === choiceOf({ held: before, draft })?.architecture;
}
