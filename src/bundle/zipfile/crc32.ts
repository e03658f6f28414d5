/** Eight tables, so that eight bytes are taken at a time: weights have hundreds of MB. */
const tables = makeTables();

function makeTables(): Uint32Array[] {
  const tables = Array.from({ length: 8 }, () => new Uint32Array(256));
  for (let start = 0; start < 256; start++) {
    let value = start;
    for (let bit = 0; bit < 8; bit++) {
      value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    }
    tables[0][start] = value;
  }
  for (let depth = 1; depth < 8; depth++) {
    for (let start = 0; start < 256; start++) {
      const before = tables[depth - 1][start];
      tables[depth][start] = tables[0][before & 0xff] ^ (before >>> 8);
    }
  }
  return tables;
}

/** The checksum of zip files (ISO 3309), going on from that of the bytes before. */
export function crc32(bytes: Uint8Array, before = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables;
  let crc = ~before;
  let at = 0;
  for (const end = bytes.length - 7; at < end; at += 8) {
    crc ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    crc =
      t7[crc & 0xff] ^ t6[(crc >>> 8) & 0xff] ^ t5[(crc >>> 16) & 0xff] ^ t4[crc >>> 24] ^
      t3[bytes[at + 4]] ^ t2[bytes[at + 5]] ^ t1[bytes[at + 6]] ^ t0[bytes[at + 7]]; // prettier-ignore
  }
  for (; at < bytes.length; at++) {
    crc = t0[(crc ^ bytes[at]) & 0xff] ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}
