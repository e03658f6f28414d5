import type { Json } from './json';
import { isNumbers } from './json';
import { isRecord } from '../tensor/lookup';

/** What a layer's configuration says cannot be: `what` continues "The layer … ". */
export class BadOption extends Error {
  constructor(readonly what: string) {
    super(what);
  }
}

/** Beyond any image and any window over it; products of such numbers would leave the whole numbers. */
const MOST_PIXELS = 2 ** 16;
const MOST = 2 ** 31 - 1;
/** Characters of a name that an option is given by; sentences repeat it. */
const LONGEST = 200;

/**
 * A layer's configuration, read with Keras's own defaults for what old versions did not write. What stands there must be
 * of its kind: a default in place of a value that cannot be would make another network.
 * @throws {BadOption} from every reading method.
 */
export class Config {
  constructor(readonly json: Json) {}

  /** The value as it stands in the file. */
  raw(key: string): unknown {
    return this.json[key];
  }

  number(key: string, otherwise: number): number {
    return this.optional(key) ?? otherwise;
  }

  /** A number, or `undefined` where it is absent or `null`; Keras wraps numpy's numbers as `{ type, value }`. */
  optional(key: string): number | undefined {
    const written = this.json[key] ?? undefined;
    if (written === undefined) {
      return undefined;
    }
    const value = plain(written);
    return typeof value === 'number' && Number.isFinite(value) ? value : bad(key, written, 'a number');
  }

  /** A whole number of at least 1. */
  count(key: string, otherwise: number): number {
    return this.optionalCount(key) ?? otherwise;
  }

  /** The same, `undefined` where it is absent or `null`. */
  optionalCount(key: string): number | undefined {
    const value = this.optional(key);
    return value === undefined ? undefined : whole(key, value, 1, MOST);
  }

  /** Which axis; negative ones count from the end. */
  axis(key: string, otherwise: number): number {
    const value = this.number(key, otherwise);
    return Number.isInteger(value) ? value : bad(key, value, 'a whole number');
  }

  boolean(key: string, otherwise: boolean): boolean {
    const value = this.json[key] ?? otherwise;
    if (value === 0 || value === 1) {
      return value === 1;
    }
    return typeof value === 'boolean' ? value : bad(key, value, 'true or false');
  }

  text(key: string, otherwise: string): string {
    const value = this.json[key] ?? otherwise;
    return typeof value === 'string' && value.length <= LONGEST ? value : bad(key, value, 'a name');
  }

  /** One number of pixels per spatial axis, `least` at least; a single number stands for all. */
  sizes(key: string, axes: number, otherwise: number, least = 1): readonly number[] {
    const value = this.json[key] ?? otherwise;
    const listed = Array.isArray(value) ? value : [plain(value)];
    if (!isNumbers(listed) || (listed.length !== axes && listed.length !== 1)) {
      return bad(key, value, axes === 1 ? 'one number' : `one number or ${axes}`);
    }
    const sizes = listed.map(size => whole(key, size, least, MOST_PIXELS, value));
    return sizes.length === axes ? sizes : Array<number>(axes).fill(sizes[0] ?? otherwise);
  }

  /** Before and after, per spatial axis: `n`, `[y, x]` or `[[top, bottom], [left, right]]`. */
  margins(key: string, axes: number): readonly (readonly [number, number])[] {
    const value = this.json[key] ?? 1;
    // A 1D layer writes one pair, where a 2D layer writes one number for each axis.
    const pair = axes === 1 && isNumbers(value) && value.length === 2;
    const perAxis: readonly unknown[] = Array.isArray(value) && !pair ? value : Array<unknown>(axes).fill(value);
    if (perAxis.length !== axes) {
      return bad(key, value, `margins of ${axes} axes`);
    }
    return perAxis.map(item => {
      const both: readonly unknown[] = Array.isArray(item) ? item : [item, item];
      if (!isNumbers(both) || both.length !== 2) {
        return bad(key, value, 'one number or two for each axis');
      }
      const [before = 0, after = 0] = both.map(margin => whole(key, margin, 0, MOST_PIXELS, value));
      return [before, after] as const;
    });
  }

  get channelsLast(): boolean {
    return this.json['data_format'] !== 'channels_first';
  }
}

function plain(written: unknown): unknown {
  return isRecord(written) && 'value' in written ? written['value'] : written;
}

/** `written`: what stands in the file, of which `value` may be a part. */
function whole(key: string, value: number, least: number, most: number, written: unknown = value): number {
  if (value > most) {
    return bad(key, written, `at most ${most}`);
  }
  return Number.isInteger(value) && value >= least ? value : bad(key, written, `a whole number of at least ${least}`);
}

function bad(key: string, found: unknown, wanted: string): never {
  const text = JSON.stringify(found) ?? 'nothing';
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  throw new BadOption(`has ${shown} as its "${key}" where ${wanted} is expected`);
}
