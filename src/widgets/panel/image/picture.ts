import { KernelError, type Params } from '../../../kernel/protocol';
import { failureOf } from '../../common/failure';
import type { Store } from '../../common/store';
import type { PanelServices } from '../../services';
import type { PanelState, Picture } from '../state';

/** Long side of the thumbnail in pixels; twice what the panel shows, for sharp screens. */
const thumbnailSize = 512;

/** An image chosen by hand: its whole path, or whether it is `gone`, and not only out of reach for the moment. */
type Picked = { readonly path: string } | { readonly path: null; readonly gone: boolean };

/** Brings the small picture that the crop is drawn on. Its failures stay in its own place: the bundle does not need it. */
export class Pictures {
  private loading: AbortController | null = null;
  private turning = false;
  /** The network that the picture was read for: another one may read it in another way, and has another grid. */
  private of = '';

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
    const of = `${draft?.candidate.id} ${draft?.candidate.network?.id}`;
    if (picture?.path === path && picture.png !== null && of === this.of) {
      if (picture.busy) {
        this.set({ ...picture, failure: null, busy: false });
      }
      return;
    }
    this.stop();
    this.of = of;
    const loading = new AbortController();
    this.loading = loading;
    this.set(emptyPicture(path));
    try {
      const transport = await this.services.transport(loading.signal);
      const on = { signal: loading.signal };
      const wish = { ...this.wish(path), ...this.network(), size: thumbnailSize };
      const thumbnail = await transport.request('thumbnail', wish, on);
      loading.signal.throwIfAborted();
      this.set({ path, ...thumbnail, failure: null });
    } catch (error) {
      if (!loading.signal.aborted) {
        this.set({ ...emptyPicture(path), ...failed(error) });
      }
    }
  }

  /** The kernel is idle: what it was too busy to show is shown now. */
  async again(): Promise<void> {
    const { picture } = this.store.get();
    if (picture?.busy && picture.plane !== null && picture.png !== null) {
      await this.turn(picture.plane);
    } else if (picture?.busy) {
      await this.show();
    }
  }

  /**
   * Shows another plane of a volume. While one is on its way only the last wish counts, so that a slider that is pulled
   * does not ask for every plane.
   */
  async turn(plane: number): Promise<void> {
    const { picture } = this.store.get();
    if (!picture || picture.png === null || picture.plane === null) {
      return;
    }
    this.set({ ...picture, plane });
    if (this.turning) {
      return;
    }
    this.turning = true;
    try {
      for (let shown = NaN; this.wanted(picture.path) !== shown;) {
        shown = this.wanted(picture.path);
        await this.bring(picture.path, shown);
      }
    } finally {
      this.turning = false;
    }
  }

  /** The plane that the slider stands at; NaN where another image is shown by now. */
  private wanted(path: string): number {
    const { picture } = this.store.get();
    return picture?.path === path && picture.png !== null ? (picture.plane ?? NaN) : NaN;
  }

  private async bring(path: string, plane: number): Promise<void> {
    if (Number.isNaN(plane)) {
      return;
    }
    let change: Partial<Picture>;
    try {
      const transport = await this.services.transport();
      const { png } = await transport.request('thumbnail', { ...this.wish(path), size: thumbnailSize, plane });
      change = { png, failure: null, busy: false };
    } catch (error) {
      change = failed(error);
    }
    const { picture } = this.store.get();
    if (picture?.path === path) {
      this.set({ ...picture, ...change });
    }
  }

  /** The image as the draft's network reads it. */
  private wish(path: string): Pick<Params<'thumbnail'>, 'path' | 'network' | 'channels'> {
    const candidate = this.store.get().draft?.candidate;
    return {
      path,
      ...(candidate?.network && { network: candidate.network.id }),
      ...(candidate?.takes && { channels: candidate.takes.channels })
    };
  }

  /** Whose files tell the grid. */
  private network(): Pick<Params<'thumbnail'>, 'candidate' | 'weights'> {
    const draft = this.store.get().draft;
    return draft ? { candidate: draft.candidate, weights: draft.weights } : {};
  }

  /**
   * Reads an image chosen by hand and gives its whole path; null where it cannot be used: the picture's place says why.
   * `folder` is the notebook's, at which a relative path starts.
   */
  async pick(path: string, folder?: string): Promise<Picked> {
    try {
      const transport = await this.services.transport();
      const image = await transport.request('image', {
        ...this.wish(path),
        ...(folder !== undefined && { folder })
      });
      const state = this.store.get();
      this.store.set({ ...state, picked: [...state.picked.filter(other => other.path !== image.path), image] });
      // What was typed may be relative; the list knows the image by its whole path.
      return { path: image.path };
    } catch (error) {
      const { picture } = this.store.get();
      this.set({ ...(picture ?? emptyPicture(path)), ...failed(error) });
      return { path: null, gone: error instanceof KernelError && error.problem === 'bad-image' };
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

function failed(error: unknown): Pick<Picture, 'failure' | 'busy'> {
  const { sentence, busy = false } = failureOf(error);
  return { failure: sentence, busy };
}

function emptyPicture(path: string): Picture {
  return { path, png: null, shape: [], axes: [], plane: null, suggested: null, grid: null, failure: null };
}
