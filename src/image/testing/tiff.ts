/** Tag, type (3: 2 bytes, 4: 4 bytes, 16: 8 bytes) and values of an entry of a TIFF's directory. */
export type Entry = readonly [tag: number, type: 3 | 4 | 16, ...values: number[]];

const widths = { 3: 2, 4: 4, 16: 8 } as const;

/** A TIFF of the given directories, low bytes first, for tests: it says whatever it is told to. `next` of a directory is its offset. */
export function tiffOf(
  directories: readonly { readonly entries: readonly Entry[]; readonly next?: number }[],
  pixels: Uint8Array = new Uint8Array(64)
): Uint8Array {
  const parts: number[] = [0x49, 0x49, 42, 0, 8, 0, 0, 0];
  directories.forEach(({ entries, next }, index) => {
    const start = parts.length;
    const length = 2 + entries.length * 12 + 4;
    const extra: number[] = [];
    parts.push(...bytesOf(entries.length, 2));
    for (const [tag, type, ...values] of entries) {
      const stored = values.flatMap(value => bytesOf(value, widths[type]));
      parts.push(...bytesOf(tag, 2), ...bytesOf(type, 2), ...bytesOf(values.length, 4));
      if (stored.length <= 4) {
        parts.push(...stored, ...new Array<number>(4 - stored.length).fill(0));
      } else {
        parts.push(...bytesOf(start + length + extra.length, 4));
        extra.push(...stored);
      }
    }
    const behind = start + length + extra.length;
    parts.push(...bytesOf(next ?? (index + 1 < directories.length ? behind : 0), 4), ...extra);
  });
  return Uint8Array.from([...parts, ...pixels]);
}

function bytesOf(value: number, width: number): number[] {
  return Array.from({ length: width }, (_, index) => Math.floor(value / 256 ** index) % 256);
}

/** A grey page of 8 bits; `strip` is where its pixels lie, and how many bytes. */
export function page(
  width: number,
  height: number,
  strip: readonly [offset: number, length: number],
  ...more: Entry[]
): Entry[] {
  const own: Entry[] = [
    [256, 4, width],
    [257, 4, height],
    [258, 3, 8],
    [259, 3, 1],
    [273, 4, strip[0]],
    [279, 4, strip[1]]
  ];
  return [...own.filter(([tag]) => !more.some(([other]) => other === tag)), ...more].sort((a, b) => a[0] - b[0]);
}
