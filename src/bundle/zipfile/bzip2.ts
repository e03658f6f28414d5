import { Refusal } from './refusal';

const damaged = (): Refusal => new Refusal('its compressed data are damaged');

/** Bits from the first of each byte on, as bzip2 writes them. */
class Bits {
  private at = 0;
  private held = 0;
  private count = 0;

  constructor(private readonly bytes: Uint8Array) {}

  read(bits: number): number {
    let value = 0;
    for (let left = bits; left > 0; left--) {
      value = value * 2 + this.bit();
    }
    return value;
  }

  bit(): number {
    if (this.count === 0) {
      if (this.at >= this.bytes.length) {
        throw new Refusal('its compressed data are cut short');
      }
      this.held = this.bytes[this.at++];
      this.count = 8;
    }
    this.count -= 1;
    return (this.held >>> this.count) & 1;
  }
}

/** The codes of one Huffman table: the first code, the first symbol and the number of codes of each length. */
interface Codes {
  readonly symbols: Uint16Array;
  readonly counts: Uint16Array;
}

const longestCode = 20;
const blockMark = 0x314159265359;
const endMark = 0x177245385090;

/**
 * Unpacks the first stream of bzip2 data (as zip files hold it, and as Python reads them); `emit` gets the parts in order
 * and says whether more is wanted. Throws `Refusal`.
 */
export function unpackBzip2(packed: Uint8Array, emit: (part: Uint8Array) => boolean): void {
  const bits = new Bits(packed);
  const level = bits.read(24) === 0x425a68 ? bits.read(8) - 0x30 : 0;
  if (level < 1 || level > 9) {
    throw damaged();
  }
  for (;;) {
    const mark = bits.read(48);
    if (mark === endMark) {
      return;
    }
    if (mark !== blockMark) {
      throw damaged();
    }
    const crc = bits.read(32);
    const block = readBlock(bits, level * 100_000);
    const { part, crc: actual } = runs(block);
    if (actual !== crc) {
      throw damaged();
    }
    if (!emit(part)) {
      return;
    }
  }
}

/** One block before the last step: Huffman's codes, moves to the front, and the sorted order undone. */
function readBlock(bits: Bits, most: number): Uint8Array {
  if (bits.bit() !== 0) {
    throw damaged();
  }
  const origin = bits.read(24);
  const used = readUsed(bits);
  const { tables, selectors } = readTables(bits, used.length + 2);
  const block = new Uint8Array(most);
  const length = fill(block, bits, used, tables, selectors);
  if (origin >= length) {
    throw damaged();
  }
  return unsorted(block.subarray(0, length), origin);
}

function readUsed(bits: Bits): number[] {
  const groups = bits.read(16);
  const used: number[] = [];
  for (let group = 0; group < 16; group++) {
    const members = groups & (0x8000 >>> group) ? bits.read(16) : 0;
    for (let member = 0; member < 16; member++) {
      if (members & (0x8000 >>> member)) {
        used.push(group * 16 + member);
      }
    }
  }
  if (used.length === 0) {
    throw damaged();
  }
  return used;
}

function readTables(bits: Bits, symbols: number): { readonly tables: Codes[]; readonly selectors: number[] } {
  const count = bits.read(3);
  const chosen = bits.read(15);
  if (count < 2 || count > 6 || chosen < 1) {
    throw damaged();
  }
  const order = Array.from({ length: count }, (_, index) => index);
  const selectors = Array.from({ length: chosen }, () => {
    let place = 0;
    while (bits.bit() === 1) {
      place += 1;
    }
    if (place >= count) {
      throw damaged();
    }
    order.unshift(...order.splice(place, 1));
    return order[0];
  });
  return { tables: order.map(() => readCodes(bits, symbols)), selectors };
}

function readCodes(bits: Bits, symbols: number): Codes {
  let length = bits.read(5);
  const lengths = Array.from({ length: symbols }, () => {
    for (;;) {
      if (length < 1 || length > longestCode) {
        throw damaged();
      }
      if (bits.bit() === 0) {
        return length;
      }
      length += bits.bit() === 0 ? 1 : -1;
    }
  });
  const counts = new Uint16Array(longestCode + 1);
  lengths.forEach(one => (counts[one] += 1));
  const sorted = lengths.map((one, symbol) => ({ one, symbol })).sort((a, b) => a.one - b.one || a.symbol - b.symbol);
  return { symbols: Uint16Array.from(sorted, ({ symbol }) => symbol), counts };
}

function readSymbol(bits: Bits, { symbols, counts }: Codes): number {
  let code = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length <= longestCode; length++) {
    code |= bits.bit();
    const count = counts[length];
    if (code - first < count) {
      return symbols[index + code - first];
    }
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  throw damaged();
}

/** Gives the number of bytes. A run is counted in a way of its own: digits 1 and 2 of base 2. */
function fill(block: Uint8Array, bits: Bits, used: number[], tables: Codes[], selectors: number[]): number {
  const order = [...used];
  let [length, symbolsRead, run, weight] = [0, 0, 0, 1];
  for (;;) {
    const selector = selectors[Math.floor(symbolsRead++ / 50)];
    if (selector === undefined) {
      throw damaged();
    }
    const symbol = readSymbol(bits, tables[selector]);
    if (symbol < 2) {
      run += weight << symbol;
      weight *= 2;
      if (run > block.length) {
        throw damaged();
      }
      continue;
    }
    if (length + run + 1 > block.length + (symbol === used.length + 1 ? 1 : 0)) {
      throw damaged();
    }
    block.fill(order[0], length, length + run);
    length += run;
    [run, weight] = [0, 1];
    if (symbol === used.length + 1) {
      return length;
    }
    order.unshift(...order.splice(symbol - 1, 1));
    block[length++] = order[0];
  }
}

/** Undoes the Burrows-Wheeler transform. */
function unsorted(block: Uint8Array, origin: number): Uint8Array {
  const starts = new Uint32Array(257);
  block.forEach(byte => (starts[byte + 1] += 1));
  for (let byte = 0; byte < 256; byte++) {
    starts[byte + 1] += starts[byte];
  }
  const next = new Uint32Array(block.length);
  block.forEach((byte, index) => (next[starts[byte]++] = index));
  const found = new Uint8Array(block.length);
  let at = next[origin];
  for (let index = 0; index < block.length; index++) {
    found[index] = block[at];
    at = next[at];
  }
  return found;
}

const table = Uint32Array.from({ length: 256 }, (_, start) => {
  let value = start << 24;
  for (let bit = 0; bit < 8; bit++) {
    value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  }
  return value;
});

/** Four equal bytes are followed by how many more there are; the checksum is of what comes out. */
function runs(block: Uint8Array): { readonly part: Uint8Array; readonly crc: number } {
  let part = new Uint8Array(block.length * 2 + 256);
  let [length, crc, last, same] = [0, -1, -1, 0];
  const put = (byte: number): void => {
    part[length++] = byte;
    crc = (crc << 8) ^ table[(crc >>> 24) ^ byte];
  };
  for (const byte of block) {
    if (length + 256 > part.length) {
      const grown = new Uint8Array(part.length * 2);
      grown.set(part);
      part = grown;
    }
    if (same === 4) {
      for (let more = 0; more < byte; more++) {
        put(last);
      }
      same = 0;
      last = -1;
      continue;
    }
    same = byte === last ? same + 1 : 1;
    last = byte;
    put(byte);
  }
  return { part: part.subarray(0, length), crc: ~crc >>> 0 };
}
