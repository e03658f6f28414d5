import type { ImageAxis } from './source';

const micrometre = 'µm';

/** "µm" for all that programs write for it. */
export function unitOf(written: string): string {
  // ImageJ escapes what is not ASCII.
  const unit = written
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .trim();
  return /^(microns?|micromet(er|re)s?|um|[µμ]m)$/i.test(unit) ? micrometre : unit;
}

const none = /^(pixels?|none|null|inch|)$/i;

/** A distance, where it is one: a positive number with a unit that measures something. */
export function spacingOf(value: number, unit: string): ImageAxis['spacing'] {
  const name = unitOf(unit);
  return Number.isFinite(value) && value > 0 && !none.test(name) ? { value, unit: name } : undefined;
}
