/** Protocol-buffer wire types that ONNX uses. */
const VARINT = 0;
const FIXED64 = 1;
export const BYTES = 2;
const FIXED32 = 5;

const text = new TextDecoder();
const encoder = new TextEncoder();

/** Walks over one protobuf message without copying; `bytes()` gives views on the same buffer. */
export class WireReader {
  private at = 0;
  private readonly view: DataView;
  field = 0;
  wire = 0;

  constructor(private readonly data: Uint8Array) {
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  /** Goes to the next field; false at the end of the message. */
  next(): boolean {
    if (this.at >= this.data.length) {
      return false;
    }
    const key = this.varint();
    this.field = Math.floor(key / 8);
    this.wire = key & 7;
    if (this.field === 0) {
      throw new RangeError('protobuf: field number 0');
    }
    return true;
  }

  /** A varint as a number; exact up to 2^53, negative 64-bit values included. */
  varint(): number {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.at >= this.data.length) {
        throw new RangeError('protobuf: the message ends within a number');
      }
      const byte = this.data[this.at++];
      const bits = byte & 0x7f;
      if (shift < 28) {
        low |= bits << shift;
      } else if (shift === 28) {
        low |= bits << 28;
        high = bits >> 4;
      } else {
        high |= bits << (shift - 32);
      }
      if (byte < 0x80) {
        return (high | 0) * 2 ** 32 + (low >>> 0);
      }
    }
    throw new RangeError('protobuf: a number of more than ten bytes');
  }

  /** A view on the field's bytes. */
  bytes(): Uint8Array {
    const length = this.varint();
    const start = this.at;
    if (length < 0 || start + length > this.data.length) {
      throw new RangeError('protobuf: a field reaches beyond the end of the message');
    }
    this.at = start + length;
    return this.data.subarray(start, this.at);
  }

  string(): string {
    return text.decode(this.bytes());
  }

  message(): WireReader {
    return new WireReader(this.bytes());
  }

  float(): number {
    const start = this.at;
    this.skipBytes(4);
    return this.view.getFloat32(start, true);
  }

  /** Repeated integers, packed or one by one. */
  varints(into: number[]): void {
    if (this.wire !== BYTES) {
      into.push(this.varint());
      return;
    }
    const packed = this.message();
    while (packed.at < packed.data.length) {
      into.push(packed.varint());
    }
  }

  /** Repeated 32-bit floats, packed or one by one. */
  floats(into: number[]): void {
    if (this.wire !== BYTES) {
      into.push(this.float());
      return;
    }
    const packed = this.message();
    while (packed.at < packed.data.length) {
      into.push(packed.float());
    }
  }

  /** Passes over a field that the caller does not know. */
  skip(): void {
    switch (this.wire) {
      case VARINT:
        this.varint();
        return;
      case FIXED64:
        return this.skipBytes(8);
      case BYTES:
        this.bytes();
        return;
      case FIXED32:
        return this.skipBytes(4);
      default:
        throw new RangeError(`protobuf: wire type ${this.wire}`);
    }
  }

  private skipBytes(count: number): void {
    if (this.at + count > this.data.length) {
      throw new RangeError('protobuf: the message ends within a field');
    }
    this.at += count;
  }
}

/** Byte arrays above this are kept as they are until `finish`, so that weights are copied once. */
const LARGE = 1024;

/** Bytes that are made when the message is finished. */
interface LaterBytes {
  readonly length: number;
  readonly load: () => Uint8Array;
}

/** Writes one protobuf message; large byte fields are copied only when it is finished. */
export class WireWriter {
  private chunks: (Uint8Array | LaterBytes)[] = [];
  private small = new Uint8Array(256);
  private used = 0;
  private flushed = 0;

  get length(): number {
    return this.flushed + this.used;
  }

  int(field: number, value: number): this {
    this.key(field, VARINT);
    this.varint(value);
    return this;
  }

  float(field: number, value: number): this {
    this.key(field, FIXED32);
    this.append(new Uint8Array(new Float32Array([value]).buffer));
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.key(field, BYTES);
    this.varint(value.length);
    this.append(value);
    return this;
  }

  /** A field of bytes that are made when the message is finished. */
  laterBytes(field: number, value: LaterBytes): this {
    this.key(field, BYTES);
    this.varint(value.length);
    this.append(value);
    return this;
  }

  string(field: number, value: string): this {
    return this.bytes(field, encoder.encode(value));
  }

  /** Repeated integers, packed. */
  ints(field: number, values: readonly number[]): this {
    const packed = new WireWriter();
    for (const value of values) {
      packed.varint(value);
    }
    return this.message(field, packed);
  }

  message(field: number, value: WireWriter): this {
    this.key(field, BYTES);
    this.varint(value.length);
    for (const chunk of value.parts()) {
      this.append(chunk);
    }
    return this;
  }

  finish(): Uint8Array {
    const whole = new Uint8Array(this.length);
    let at = 0;
    for (const chunk of this.parts()) {
      const bytes = 'load' in chunk ? chunk.load() : chunk;
      if (bytes.length !== chunk.length) {
        throw new RangeError(`protobuf: ${bytes.length} bytes where ${chunk.length} were announced`);
      }
      whole.set(bytes, at);
      at += bytes.length;
    }
    return whole;
  }

  private parts(): (Uint8Array | LaterBytes)[] {
    return [...this.chunks, this.small.subarray(0, this.used)];
  }

  private key(field: number, wire: number): void {
    this.varint(field * 8 + wire);
  }

  private varint(value: number): void {
    let rest = BigInt.asUintN(64, BigInt(clampInt64(value)));
    const bytes: number[] = [];
    do {
      const low = Number(rest & 0x7fn);
      rest >>= 7n;
      bytes.push(rest > 0n ? low | 0x80 : low);
    } while (rest > 0n);
    this.append(Uint8Array.from(bytes));
  }

  private append(data: Uint8Array | LaterBytes): void {
    if ('load' in data || data.length > LARGE) {
      this.flush();
      this.chunks.push(data);
      this.flushed += data.length;
      return;
    }
    if (this.used + data.length > this.small.length) {
      const grown = new Uint8Array(2 * (this.used + data.length));
      grown.set(this.small.subarray(0, this.used));
      this.small = grown;
    }
    this.small.set(data, this.used);
    this.used += data.length;
  }

  private flush(): void {
    if (this.used > 0) {
      this.chunks.push(this.small.slice(0, this.used));
      this.flushed += this.used;
      this.used = 0;
    }
  }
}

/** 2^63 - 1 stands for "to the end" in many graphs; as a double it is 2^63, which would wrap around. */
function clampInt64(value: number): bigint | number {
  return value >= 2 ** 63 ? 2n ** 63n - 1n : value;
}
