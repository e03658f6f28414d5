import { Refusal } from './refusal';

const damaged = (): Refusal => new Refusal('its compressed data are damaged');

/** The range coder: each bit is read with a probability that learns from what came. */
class RangeCoder {
  private at: number;
  private range = 0xffffffff;
  private code = 0;

  constructor(
    private readonly bytes: Uint8Array,
    start: number
  ) {
    this.at = start + 1;
    for (let count = 0; count < 4; count++) {
      this.code = ((this.code << 8) | this.next()) >>> 0;
    }
  }

  bit(probabilities: Uint16Array, index: number): number {
    const probability = probabilities[index];
    const bound = (this.range >>> 11) * probability;
    const one = this.code >= bound ? 1 : 0;
    if (one) {
      this.range = (this.range - bound) >>> 0;
      this.code = (this.code - bound) >>> 0;
      probabilities[index] = probability - (probability >>> 5);
    } else {
      this.range = bound;
      probabilities[index] = probability + ((2048 - probability) >>> 5);
    }
    this.refill();
    return one;
  }

  /** Bits of even chance, the highest first. */
  direct(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left--) {
      this.range >>>= 1;
      const one = this.code >= this.range ? 1 : 0;
      if (one) {
        this.code = (this.code - this.range) >>> 0;
      }
      value = value * 2 + one;
      this.refill();
    }
    return value;
  }

  tree(probabilities: Uint16Array, bits: number, offset = 0): number {
    let node = 1;
    for (let left = bits; left > 0; left--) {
      node = node * 2 + this.bit(probabilities, offset + node);
    }
    return node - (1 << bits);
  }

  /** The lowest bit first. */
  reverse(probabilities: Uint16Array, bits: number, offset: number): number {
    let [node, value] = [1, 0];
    for (let at = 0; at < bits; at++) {
      const one = this.bit(probabilities, offset + node);
      node = node * 2 + one;
      value |= one << at;
    }
    return value;
  }

  private refill(): void {
    if (this.range < 0x1000000) {
      this.range = (this.range << 8) >>> 0;
      this.code = ((this.code << 8) | this.next()) >>> 0;
    }
  }

  private next(): number {
    if (this.at >= this.bytes.length) {
      throw new Refusal('its compressed data are cut short');
    }
    return this.bytes[this.at++];
  }
}

const even = (count: number): Uint16Array => new Uint16Array(count).fill(1024);

/** How long a repeat is: short, middle and long ones have trees of their own. */
class Lengths {
  private readonly choice = even(2);
  private readonly low = even(16 * 8);
  private readonly mid = even(16 * 8);
  private readonly high = even(256);

  read(coder: RangeCoder, position: number): number {
    if (!coder.bit(this.choice, 0)) {
      return 2 + coder.tree(this.low, 3, position * 8);
    }
    return coder.bit(this.choice, 1) ? 18 + coder.tree(this.high, 8) : 10 + coder.tree(this.mid, 3, position * 8);
  }
}

interface Properties {
  readonly lc: number;
  readonly lp: number;
  readonly pb: number;
}

/** What a zip writes before the data: a version, and the properties of LZMA. */
function readHead(packed: Uint8Array): Properties & { readonly start: number } {
  const length = packed.length < 9 ? 0 : packed[2] | (packed[3] << 8);
  const [first, start] = [packed[4], 4 + length];
  if (length < 5 || start > packed.length || first >= 9 * 5 * 5) {
    throw damaged();
  }
  return { lc: first % 9, lp: Math.floor(first / 9) % 5, pb: Math.floor(first / 45), start };
}

/**
 * Unpacks LZMA data as zip files hold them, at most `most` bytes. Throws `Refusal` where the data are damaged; what ends
 * without an end mark is given as far as it goes.
 */
export function unpackLzma(packed: Uint8Array, most: number): Uint8Array {
  const { start, ...properties } = readHead(packed);
  const decoder = new Decoder(properties, most);
  try {
    decoder.run(new RangeCoder(packed, start));
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason.endsWith('damaged')) {
      throw error;
    }
  }
  return decoder.found();
}

class Decoder {
  private readonly states = { match: even(192), rep: even(12), rep0: even(12), rep1: even(12), rep2: even(12), long: even(192) }; // prettier-ignore
  private readonly literals: Uint16Array;
  private readonly slots = even(4 * 64);
  private readonly special = even(128);
  private readonly align = even(16);
  private readonly lengths = { match: new Lengths(), rep: new Lengths() };
  private readonly distances = [0, 0, 0, 0];
  private state = 0;
  private out: Uint8Array;
  private length = 0;

  constructor(
    private readonly properties: Properties,
    private readonly most: number
  ) {
    this.literals = even(0x300 << (properties.lc + properties.lp));
    this.out = new Uint8Array(Math.min(most, 2 ** 20));
  }

  found(): Uint8Array {
    return this.out.subarray(0, this.length);
  }

  run(coder: RangeCoder): void {
    while (this.length < this.most) {
      const position = this.length & ((1 << this.properties.pb) - 1);
      if (!coder.bit(this.states.match, this.state * 16 + position)) {
        this.literal(coder);
      } else if (!this.repeat(coder, position)) {
        return;
      }
    }
  }

  private literal(coder: RangeCoder): void {
    const { lc, lp } = this.properties;
    const before = this.length > 0 ? this.out[this.length - 1] : 0;
    const context = ((this.length & ((1 << lp) - 1)) << lc) + (before >>> (8 - lc));
    const offset = context * 0x300;
    let node = 1;
    if (this.state >= 7) {
      let match = this.back(this.distances[0]);
      while (node < 0x100) {
        const expected = (match >>> 7) & 1;
        match <<= 1;
        const one = coder.bit(this.literals, offset + ((1 + expected) << 8) + node);
        node = node * 2 + one;
        if (one !== expected) {
          break;
        }
      }
    }
    while (node < 0x100) {
      node = node * 2 + coder.bit(this.literals, offset + node);
    }
    this.put(node & 0xff);
    this.state = this.state < 4 ? 0 : this.state < 10 ? this.state - 3 : this.state - 6;
  }

  /** `false` at the mark of the end. */
  private repeat(coder: RangeCoder, position: number): boolean {
    const { state } = this;
    const early = state < 7;
    if (!coder.bit(this.states.rep, state)) {
      const length = this.lengths.match.read(coder, position);
      const distance = this.distance(coder, length);
      if (distance === 0xffffffff) {
        return false;
      }
      this.distances.unshift(distance);
      this.distances.length = 4;
      this.state = early ? 7 : 10;
      this.copy(length);
      return true;
    }
    if (!coder.bit(this.states.rep0, state)) {
      if (!coder.bit(this.states.long, state * 16 + position)) {
        this.state = early ? 9 : 11;
        this.put(this.back(this.distances[0]));
        return true;
      }
    } else {
      const which = !coder.bit(this.states.rep1, state) ? 1 : coder.bit(this.states.rep2, state) ? 3 : 2;
      this.distances.unshift(...this.distances.splice(which, 1));
    }
    const length = this.lengths.rep.read(coder, position);
    this.state = early ? 8 : 11;
    this.copy(length);
    return true;
  }

  private distance(coder: RangeCoder, length: number): number {
    const slot = coder.tree(this.slots, 6, Math.min(length - 2, 3) * 64);
    if (slot < 4) {
      return slot;
    }
    const bits = (slot >>> 1) - 1;
    const base = (2 | (slot & 1)) * 2 ** bits;
    return slot < 14
      ? base + coder.reverse(this.special, bits, base - slot)
      : base + coder.direct(bits - 4) * 16 + coder.reverse(this.align, 4, 0);
  }

  private copy(length: number): void {
    for (let left = Math.min(length, this.most - this.length); left > 0; left--) {
      this.put(this.back(this.distances[0]));
    }
  }

  private back(distance: number): number {
    if (distance >= this.length) {
      throw damaged();
    }
    return this.out[this.length - 1 - distance];
  }

  private put(byte: number): void {
    if (this.length === this.out.length) {
      const grown = new Uint8Array(Math.min(this.most, 2 * this.out.length));
      grown.set(this.out);
      this.out = grown;
    }
    this.out[this.length++] = byte;
  }
}
