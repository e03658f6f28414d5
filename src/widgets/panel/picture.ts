import { failureOf } from '../common/failure';
import type { Store } from '../common/store';
import type { PanelServices } from '../services';
import type { PanelState, Picture } from './state';

/** Long side of the thumbnail in pixels; twice what the panel shows, for sharp screens. */
const thumbnailSize = 512;

/** Brings the small picture that the crop is drawn on. Its failures stay in its own place: the bundle does not need it. */
export class Pictures {
  private loading: AbortController | null = null;

  constructor(
    private readonly store: Store<PanelState>,
    private readonly services: PanelServices
  ) {}

  /** Shows the draft's image, or the one that would be taken. */
  async show(): Promise<void> {
    const { draft, picture } = this.store.get();
    const path = draft?.image ?? draft?.candidate.images.at(0)?.path;
    if (path === undefined) {
      this.set(null);
      return;
    }
    if (picture?.path === path && picture.png !== null) {
      return;
    }
    this.stop();
    const loading = new AbortController();
    this.loading = loading;
    this.set(emptyPicture(path));
    try {
      const transport = await this.services.transport(loading.signal);
      const on = { signal: loading.signal };
      const { png, shape, suggested } = await transport.request('thumbnail', { path, size: thumbnailSize }, on);
      loading.signal.throwIfAborted();
      this.set({ path, png, shape, suggested, failure: null });
    } catch (error) {
      if (!loading.signal.aborted) {
        this.set({ ...emptyPicture(path), failure: failureOf(error).sentence });
      }
    }
  }

  /** Reads an image chosen by hand; false where it cannot be used, and the picture's place says why. */
  async pick(path: string): Promise<boolean> {
    const candidate = this.store.get().draft?.candidate;
    try {
      const transport = await this.services.transport();
      const image = await transport.request('image', {
        path,
        ...(candidate?.network && { network: candidate.network.id }),
        ...(candidate?.takes && { channels: candidate.takes.channels })
      });
      const state = this.store.get();
      this.store.set({ ...state, picked: [...state.picked.filter(other => other.path !== image.path), image] });
      return true;
    } catch (error) {
      const { picture } = this.store.get();
      this.set({ ...(picture ?? emptyPicture(path)), failure: failureOf(error).sentence });
      return false;
    }
  }

  /** The kernel is wanted for something else. */
  stop(): void {
    this.loading?.abort();
    this.loading = null;
  }

  private set(picture: Picture | null): void {
    this.store.set({ ...this.store.get(), picture });
  }
}

function emptyPicture(path: string): Picture {
  return { path, png: null, shape: [], suggested: null, failure: null };
}
