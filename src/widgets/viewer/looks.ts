import type { ViewTensor } from '../../preview/report/report';
import type { Contrast } from './contrast/contrast';
import { finiteRange } from './contrast/contrast';
import { percentile, sampleOf, type Channel } from './contrast/sample';
import type { Composite, MapName } from './paint/maps';
import { channelAxis } from './plane/axes';

/** How the input, or expected and reproduced output, are coloured. */
export interface Look {
  readonly map: MapName;
  readonly inverted: boolean;
  readonly gamma: number;
  /** Each channel has a contrast of its own. */
  readonly perChannel: boolean;
  /** Contrast by hand, by channel; `all` where they share one. Absent ones are found from the values. */
  readonly contrasts: Readonly<Record<string, Contrast>>;
  /** All channels at once, each in a colour of its own. */
  readonly composite: Composite;
}

/** What the researcher has chosen of how pictures are shown. */
export interface Looks {
  readonly input: Look;
  readonly output: Look;
  /** Outputs lie over the input. */
  readonly over: boolean;
  /** Of outputs that lie over something, 0..1. */
  readonly opacity: number;
  /** Of numbered objects their borders alone. */
  readonly outline: boolean;
  /** Output values from here on are shown as a mask. */
  readonly threshold: number | null;
  /** The difference's colours reach so far to both sides; null: as far as differences do. */
  readonly limit: number | null;
  /** Of volumes the brightest value along their depth. */
  readonly projected: boolean;
}

const plainLook: Look = {
  map: 'grey',
  inverted: false,
  gamma: 1,
  perChannel: false,
  contrasts: {},
  composite: 'no'
};

export const plainLooks: Looks = {
  input: plainLook,
  output: plainLook,
  over: false,
  opacity: 0.6,
  outline: false,
  threshold: null,
  limit: null,
  projected: false
};

/** Which channel's values a contrast is about; null: those of all. */
export function channelOf({ axes, tensor }: ViewTensor, at: number): Channel | null {
  const dimension = channelAxis(axes);
  const count = tensor.shape[dimension] ?? 1;
  if (dimension < 0 || count < 2) {
    return null;
  }
  const length = tensor.shape.slice(dimension + 1).reduce((product, size) => product * size, 1);
  return { at: Math.min(at, count - 1), count, length };
}

export function contrastKey(look: Look, channel: number): string {
  return look.perChannel ? String(channel) : 'all';
}

/** The contrast of a channel: by hand, else by its own values where each has its own, else `shared`. */
export function contrastOf(view: ViewTensor, look: Look, at: number, shared: Contrast): Contrast {
  const byHand = look.contrasts[contrastKey(look, at)];
  const channel = look.perChannel || look.composite !== 'no' ? channelOf(view, at) : null;
  return byHand ?? (channel ? ownContrast(view, channel) : shared);
}

const samples = new WeakMap<object, Map<number, Float64Array>>();

/** Finite values of a tensor, or of one of its channels, ascending; kept as long as the tensor is. */
export function valuesIn({ tensor }: ViewTensor, channel: Channel | null): Float64Array {
  const kept = samples.get(tensor) ?? new Map<number, Float64Array>();
  samples.set(tensor, kept);
  const key = channel?.at ?? -1;
  const sample = kept.get(key) ?? sampleOf(tensor.data, channel ?? undefined);
  kept.set(key, sample);
  return sample;
}

/** Between two percentiles; the whole range where they are the same. */
export function percentilesOf(view: ViewTensor, channel: Channel | null, low: number, high: number): Contrast {
  const sorted = valuesIn(view, channel);
  if (!channel && low === 0 && high === 100) {
    return finiteRange(view.tensor.data) ?? { low: 0, high: 1 };
  }
  if (sorted.length === 0) {
    return { low: 0, high: 1 };
  }
  const found = { low: percentile(sorted, low), high: percentile(sorted, high) };
  return found.low < found.high ? found : { low: sorted[0], high: sorted[sorted.length - 1] };
}

function ownContrast(view: ViewTensor, channel: Channel): Contrast {
  return percentilesOf(view, channel, 0.5, 99.5);
}
