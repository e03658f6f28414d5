import type { Huffman } from './markers';
import { damagedJpeg } from './markers';

/** So many bits may be missing at the end of a scan: writers leave out the last ones now and then. */
const mostMissing = 64;

/** The bits of a scan (ITU T.81, F.2.2): a byte 0xFF counts only with a 0 behind it; anything else ends the bits. */
export class BitReader {
  private held = 0;
  private have = 0;
  private missing = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private at: number
  ) {}

  /** Makes sure that `count` bits (up to 16) are held; behind the end they are zeros. */
  private fill(count: number): void {
    while (this.have < count) {
      let byte = this.bytes[this.at];
      if (byte === undefined || (byte === 0xff && this.bytes[this.at + 1] !== 0)) {
        byte = 0;
        this.missing += 8;
        if (this.missing > mostMissing) {
          throw damagedJpeg('it ends within its pixels');
        }
      } else {
        this.at += byte === 0xff ? 2 : 1;
      }
      this.held = ((this.held & 0xffff) << 8) | byte;
      this.have += 8;
    }
  }

  /** The next `count` bits (up to 16) as a whole number. */
  read(count: number): number {
    if (count === 0) {
      return 0;
    }
    this.fill(count);
    this.have -= count;
    return (this.held >> this.have) & ((1 << count) - 1);
  }

  /** The value of the next code. */
  code(table: Huffman | undefined): number {
    if (!table) {
      throw damagedJpeg('a table of codes is missing');
    }
    this.fill(16);
    const next = (this.held >> (this.have - 16)) & 0xffff;
    const fast = table.fast[next >> 8];
    if (fast !== 0) {
      this.have -= fast >> 8;
      return fast & 255;
    }
    let length = 9;
    while (next >= table.limits[length]) {
      length++;
    }
    if (length > 16) {
      throw damagedJpeg('a code is none');
    }
    this.have -= length;
    return table.values[(next >> (16 - length)) + table.offsets[length]] ?? 0;
  }

  /** A number of `size` bits whose first bit tells its sign (F.2.2.1). */
  signed(size: number): number {
    const value = this.read(size);
    return size > 0 && value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  /** Goes behind the next restart marker, if one comes; drops the rest of the bits. */
  restart(): void {
    [this.held, this.have, this.missing] = [0, 0, 0];
    const { bytes } = this;
    for (let at = this.at; at + 1 < bytes.length; at++) {
      if (bytes[at] === 0xff && bytes[at + 1] !== 0 && bytes[at + 1] !== 0xff) {
        this.at = bytes[at + 1] >= 0xd0 && bytes[at + 1] <= 0xd7 ? at + 2 : at;
        return;
      }
    }
    this.at = bytes.length;
  }
}
