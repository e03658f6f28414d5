import type { Json } from './json';
import { isNumbers } from './json';

/** A layer's configuration, read with Keras's own defaults for what old versions did not write. */
export class Config {
  constructor(readonly json: Json) {}

  /** The value as it stands in the file. */
  raw(key: string): unknown {
    return this.json[key];
  }

  number(key: string, otherwise: number): number {
    const value = this.optional(key);
    return value ?? otherwise;
  }

  /** A number, or `undefined` where it is absent or `null`; Keras 2 wraps numpy numbers as `{ type, value }`. */
  optional(key: string): number | undefined {
    const value = this.json[key];
    if (typeof value === 'number') {
      return value;
    }
    if (typeof value === 'object' && value !== null && 'value' in value && typeof value.value === 'number') {
      return value.value;
    }
    return undefined;
  }

  boolean(key: string, otherwise: boolean): boolean {
    const value = this.json[key];
    return typeof value === 'boolean' ? value : otherwise;
  }

  text(key: string, otherwise: string): string {
    const value = this.json[key];
    return typeof value === 'string' ? value : otherwise;
  }

  /** One number per spatial axis; a single number stands for all. */
  sizes(key: string, axes: number, otherwise: number): readonly number[] {
    const value = this.json[key];
    if (isNumbers(value) && value.length > 0) {
      return value.length === axes ? value : Array<number>(axes).fill(value[0]!);
    }
    return Array<number>(axes).fill(typeof value === 'number' ? value : otherwise);
  }

  /** Before and after, per spatial axis: `n`, `[y, x]` or `[[top, bottom], [left, right]]`. */
  margins(key: string, axes: number): readonly (readonly [number, number])[] {
    const value = this.json[key];
    if (Array.isArray(value)) {
      // A 1D layer writes one pair, where a 2D layer writes one number for each axis.
      const perAxis: unknown[] = axes === 1 && isNumbers(value) && value.length === 2 ? [value] : value;
      return perAxis.map((item: unknown) =>
        isNumbers(item) && item.length === 2 ? [item[0]!, item[1]!] : [Number(item), Number(item)]
      );
    }
    const all = typeof value === 'number' ? value : 1;
    return Array.from({ length: axes }, () => [all, all] as const);
  }

  get channelsLast(): boolean {
    return this.json['data_format'] !== 'channels_first';
  }
}
