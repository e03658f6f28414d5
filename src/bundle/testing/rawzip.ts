/** One entry of a zip that is written exactly as told, lies included: no library writes what hostile zips hold. */
export interface RawEntry {
  readonly name: string | Uint8Array;
  readonly bytes: Uint8Array;
  /** Unix mode, for instance 0o120777 for a symbolic link. */
  readonly mode?: number;
  /** General purpose flags; 1 is encrypted, 0x800 a UTF-8 name. */
  readonly flags?: number;
  /** `bytes` are deflated data that claims to unpack to `size`. Default: stored. */
  readonly deflated?: { readonly size: number; readonly crc: number };
}

const table = Uint32Array.from({ length: 256 }, (_, start) => {
  let value = start;
  for (let bit = 0; bit < 8; bit++) {
    value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return value;
});

/** The checksum of zip files (ISO 3309). */
export function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value = table[(value ^ byte) & 0xff] ^ (value >>> 8);
  }
  return (value ^ 0xffffffff) >>> 0;
}

const localSize = 30;
const centralSize = 46;
const endSize = 22;

/** A zip of these entries, in this order, made at a fixed time: same entries, same bytes. */
export function rawZip(entries: readonly RawEntry[]): Uint8Array {
  const prepared = entries.map(prepare);
  const total = prepared.reduce(
    (sum, { name, bytes }) => sum + localSize + centralSize + 2 * name.length + bytes.length,
    0
  );
  const zip = new Uint8Array(total + endSize);
  const view = new DataView(zip.buffer);
  let at = 0;
  const offsets = prepared.map(entry => {
    const offset = at;
    at = writeLocal(zip, view, at, entry);
    return offset;
  });
  const directory = at;
  prepared.forEach((entry, index) => {
    at = writeCentral(zip, view, at, { ...entry, offset: offsets[index] });
  });
  view.setUint32(at, 0x06054b50, true);
  view.setUint16(at + 8, entries.length, true);
  view.setUint16(at + 10, entries.length, true);
  view.setUint32(at + 12, at - directory, true);
  view.setUint32(at + 16, directory, true);
  return zip;
}

interface Prepared {
  readonly name: Uint8Array;
  readonly bytes: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  readonly mode: number;
}

function prepare({ name, bytes, mode = 0o100644, flags = 0x800, deflated }: RawEntry): Prepared {
  return {
    name: typeof name === 'string' ? new TextEncoder().encode(name) : name,
    bytes,
    flags,
    method: deflated ? 8 : 0,
    crc: deflated?.crc ?? crc32(bytes),
    size: deflated?.size ?? bytes.length,
    mode
  };
}

/** 1 January 2020, in the zip format's own way of counting. */
const date = ((2020 - 1980) << 9) | (1 << 5) | 1;

function writeCommon(view: DataView, at: number, { flags, method, crc, bytes, size, name }: Prepared): void {
  view.setUint16(at, 20, true);
  view.setUint16(at + 2, flags, true);
  view.setUint16(at + 4, method, true);
  view.setUint16(at + 8, date, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, bytes.length, true);
  view.setUint32(at + 18, size, true);
  view.setUint16(at + 22, name.length, true);
}

function writeLocal(zip: Uint8Array, view: DataView, at: number, entry: Prepared): number {
  view.setUint32(at, 0x04034b50, true);
  writeCommon(view, at + 4, entry);
  zip.set(entry.name, at + localSize);
  zip.set(entry.bytes, at + localSize + entry.name.length);
  return at + localSize + entry.name.length + entry.bytes.length;
}

function writeCentral(zip: Uint8Array, view: DataView, at: number, entry: Prepared & { offset: number }): number {
  view.setUint32(at, 0x02014b50, true);
  // Made by a Unix: then the upper half of the attributes is the file's mode.
  view.setUint16(at + 4, (3 << 8) | 20, true);
  writeCommon(view, at + 6, entry);
  view.setUint32(at + 38, (entry.mode << 16) >>> 0, true);
  view.setUint32(at + 42, entry.offset, true);
  zip.set(entry.name, at + centralSize);
  return at + centralSize + entry.name.length;
}
