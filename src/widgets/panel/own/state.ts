import type { OwnDraft } from '../../../export/own/draft';
import type { OwnDetection, OwnNetworkChoice } from '../../../kernel/ownProtocol';

/** One test image of a network of one's own, as small as it is shown. */
export interface OwnPicture {
  /** Name of an array of the kernel, or path. */
  readonly image: string;
  /** The letters that it is shown by; "" as long as nobody knows them. */
  readonly axes: string;
  /** PNG in base64; null while it is on its way, or where `failure` says why there is none. */
  readonly png: string | null;
  /** Sizes of the image along its axes; null as long as nobody has read it. */
  readonly shape: readonly number[] | null;
  readonly failure: string | null;
  /** The kernel was at work: it is asked again once it is idle. */
  readonly busy: boolean;
}

/** What the panel knows of networks that are in no catalogue. */
export interface OwnState {
  /** What the kernel holds; empty where it could not say. */
  readonly held: OwnDetection;
  /** Of the network that was chosen; null: the panel speaks of one of the catalogue, or of none. */
  readonly draft: OwnDraft | null;
  /** Paths of images chosen by hand. */
  readonly picked: readonly string[];
  /** By the place of the image; null or absent where none was asked for. */
  readonly pictures: readonly (OwnPicture | null)[];
}

export const emptyOwn: OwnState = {
  held: { networks: [], functions: [], arrays: [] },
  draft: null,
  picked: [],
  pictures: []
};

/** "net: NucleiNet, PyTorch, 25,889 weights". */
export function ownTitle({ variable, architecture, framework, parameters }: OwnNetworkChoice): string {
  const weights = parameters > 0 ? `, ${parameters.toLocaleString('en')} weights` : '';
  return `${variable}: ${architecture}, ${framework}${weights}`;
}

/** One for each input, at least one; "" where none is chosen yet. */
export function imagesOf({ own: { images = [] } }: OwnDraft): readonly string[] {
  return images.length === 0 ? [''] : images;
}

/** As it was typed; "" where nobody has said anything yet. */
export function axesOf({ own }: OwnDraft, place: number): string {
  return own.axes?.at(place) ?? '';
}

export function pictureOf({ draft, pictures }: OwnState, place: number): OwnPicture | null {
  const picture = pictures.at(place) ?? null;
  return picture && draft && picture.image === imagesOf(draft).at(place) ? picture : null;
}

/** Sizes of a chosen image, as far as anyone has told them. */
export function shapeOf(state: OwnState, place: number): readonly number[] | null {
  const image = state.draft && imagesOf(state.draft).at(place);
  const read = pictureOf(state, place)?.shape;
  return read ?? state.held.arrays.find(({ name }) => name === image)?.shape ?? null;
}

/** The network that the draft is of, as the kernel holds it. */
export function choiceOf({ held, draft }: Pick<OwnState, 'held' | 'draft'>): OwnNetworkChoice | undefined {
  return held.networks.find(({ variable }) => variable === draft?.own.variable);
}
