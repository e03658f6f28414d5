import { failureOf } from '../../common/failure';
import type { PanelServices } from '../../services';
import { axesFault, lettersOf } from './axes';
import { axesOf, imagesOf, pictureOf, shapeOf, type OwnPicture, type OwnState } from './state';

/** Long side of a picture in pixels; twice what the panel shows, for sharp screens. */
const pictureSize = 512;

/** What the pictures belong to. */
export interface PicturesHost {
  state(): OwnState;
  set(pictures: OwnState['pictures']): void;
  /** The kernel's guess of an image's axes. */
  guess(place: number, axes: string): void;
}

/** Pictures of the chosen images, asked for one after the other. */
export class OwnPictures {
  private loading: AbortController | null = null;

  constructor(
    private readonly host: PicturesHost,
    private readonly services: PanelServices
  ) {}

  /** The kernel is wanted for something else. */
  stop(): void {
    this.loading?.abort();
    this.loading = null;
  }

  /** Brings those that are missing, or are shown by other axes than those said; with `again`, all of them. */
  async show(again = false): Promise<void> {
    this.stop();
    const loading = new AbortController();
    this.loading = loading;
    const { draft } = this.host.state();
    const places = draft ? imagesOf(draft).map((_, place) => place) : [];
    const wanted = places.filter(place => again || this.isStale(place));
    wanted.forEach(place => {
      this.put(place, this.before(place));
    });
    for (const place of wanted) {
      await this.load(place, loading.signal);
      if (loading.signal.aborted) {
        return;
      }
    }
  }

  private isStale(place: number): boolean {
    const picture = pictureOf(this.host.state(), place);
    const settled = picture !== null && !picture.busy && (picture.png ?? picture.failure) !== null;
    return !settled || (picture.failure === null && this.asked(place) !== '' && picture.axes !== this.asked(place));
  }

  /** The letters to show it by; "" for those that the kernel guesses. */
  private asked(place: number): string {
    const state = this.host.state();
    const typed = state.draft ? axesOf(state.draft, place) : '';
    return axesFault(typed, shapeOf(state, place)) === null ? lettersOf(typed) : '';
  }

  private before(place: number): OwnPicture | null {
    const state = this.host.state();
    const image = (state.draft && imagesOf(state.draft).at(place)) ?? '';
    const none = { image, axes: '', png: null, shape: null, failure: null, busy: false };
    return image === '' ? null : (pictureOf(state, place) ?? none);
  }

  private async load(place: number, signal: AbortSignal): Promise<void> {
    const before = this.before(place);
    if (!before) {
      return;
    }
    const { image } = before;
    try {
      const transport = await this.services.transport(signal);
      const given = { path: image, axes: this.asked(place), size: pictureSize };
      const { png, shape, axes } = await transport.request('thumbnail', given, { signal });
      signal.throwIfAborted();
      this.put(place, { image, axes: axes.join(''), png, shape, failure: null, busy: false });
      this.host.guess(place, axes.join(''));
    } catch (error) {
      if (!signal.aborted) {
        const { sentence, busy = false } = failureOf(error);
        this.put(place, { ...before, failure: sentence, busy });
      }
    }
  }

  private put(place: number, picture: OwnPicture | null): void {
    const { draft, pictures } = this.host.state();
    const places = draft ? imagesOf(draft) : [];
    this.host.set(places.map((_, at) => (at === place ? picture : (pictures.at(at) ?? null))));
  }
}
