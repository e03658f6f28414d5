import type { OwnDraft } from '../../../export/own/draft';
import type { OwnDetection, OwnNetworkChoice } from '../../../kernel/ownProtocol';

/** The test image of a network of one's own, as small as it is shown. */
export interface OwnPicture {
  /** Name of an array of the kernel, or path. */
  readonly image: string;
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
  readonly picture: OwnPicture | null;
}

export const emptyOwn: OwnState = {
  held: { networks: [], functions: [], arrays: [] },
  draft: null,
  picked: [],
  picture: null
};

/** "net: NucleiNet, PyTorch, 25,889 weights". */
export function ownTitle({ variable, architecture, framework, parameters }: OwnNetworkChoice): string {
  const weights = parameters > 0 ? `, ${parameters.toLocaleString('en')} weights` : '';
  return `${variable}: ${architecture}, ${framework}${weights}`;
}

export function imageOf({ own }: OwnDraft): string | null {
  return own.images?.at(0) ?? null;
}

/** As it was typed; "" where nobody has said anything yet. */
export function axesOf({ own }: OwnDraft): string {
  return own.axes?.at(0) ?? '';
}

/** Sizes of the chosen image, as far as anyone has told them. */
export function shapeOf({ held, draft, picture }: OwnState): readonly number[] | null {
  const image = draft && imageOf(draft);
  if (image === null) {
    return null;
  }
  const read = picture?.image === image ? picture.shape : null;
  return read ?? held.arrays.find(({ name }) => name === image)?.shape ?? null;
}
