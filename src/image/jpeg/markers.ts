import { ImageError } from '../source';

export interface Component {
  readonly id: number;
  /** How many blocks of 8 x 8 there are across and down in one unit of the scan. */
  readonly h: number;
  readonly v: number;
  readonly table: number;
}

/** What a frame's head says (ITU T.81, B.2.2). */
export interface Frame {
  readonly progressive: boolean;
  readonly width: number;
  readonly height: number;
  readonly components: readonly Component[];
}

/** One scan: its tables as they stood before it, and its bytes. */
export interface Scan {
  readonly components: readonly { readonly index: number; readonly dc?: Huffman; readonly ac?: Huffman }[];
  readonly from: number;
  readonly to: number;
  readonly high: number;
  readonly low: number;
  /** Units between restarts; 0 without. */
  readonly restart: number;
  /** First byte after the head. */
  readonly start: number;
}

/** Codes of up to 8 bits by a table, longer ones by their lengths' limits. */
export interface Huffman {
  /** By the next 8 bits: length and value, `length << 8 | value`; 0 where the code is longer. */
  readonly fast: Uint16Array;
  /** By length: one above the largest code, shifted to 16 bits. */
  readonly limits: Int32Array;
  readonly offsets: Int32Array;
  readonly values: Uint8Array;
}

export interface Jpeg {
  readonly frame: Frame;
  readonly scans: readonly Scan[];
  readonly quantization: ReadonlyMap<number, Uint16Array>;
  /** What Adobe's marker says of colours: 0 none, 1 YCbCr, 2 YCCK; `undefined` without. */
  readonly adobe?: number;
  readonly jfif: boolean;
}

export function damagedJpeg(what: string, cause?: unknown): ImageError {
  return new ImageError(
    'damaged',
    `This JPEG is damaged or was not copied whole: ${what}. Save or copy it again.`,
    cause === undefined ? undefined : { cause }
  );
}

/** Position in zigzag order to position in a block. */
// prettier-ignore
export const zigzag = [0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63];

/** Progressive images have about ten scans; each more costs a walk over all blocks. */
const mostScans = 64;

interface State {
  readonly bytes: Uint8Array;
  readonly quantization: Map<number, Uint16Array>;
  readonly dc: Map<number, Huffman>;
  readonly ac: Map<number, Huffman>;
  readonly scans: Scan[];
  frame?: Frame;
  restart: number;
  adobe?: number;
  jfif: boolean;
}

/** Reads all heads and tables; no pixel yet. `tables` are those that a TIFF keeps apart. Throws `ImageError`. */
export function readMarkers(bytes: Uint8Array, tables?: Uint8Array): Jpeg {
  const shared = { quantization: new Map(), dc: new Map(), ac: new Map(), scans: [] };
  if (tables) {
    walk({ ...shared, bytes: tables, restart: 0, jfif: false });
  }
  const state: State = { ...shared, bytes, restart: 0, jfif: false };
  walk(state);
  const { frame, scans, quantization, adobe, jfif } = state;
  if (!frame || scans.length === 0) {
    throw damagedJpeg('it holds no image');
  }
  return { frame, scans, quantization, adobe, jfif };
}

function walk(state: State): void {
  const { bytes } = state;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff || bytes[at + 1] === 0xff || bytes[at + 1] === 0) {
      // Pixels of a scan, or padding.
      at++;
      continue;
    }
    const marker = bytes[at + 1];
    if (marker === 0xd9) {
      return;
    }
    if (marker === 1 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    const length = bytes[at + 2] * 256 + bytes[at + 3];
    if (length < 2 || at + 2 + length > bytes.length) {
      throw damagedJpeg('it ends within its head');
    }
    const segment = bytes.subarray(at + 4, at + 2 + length);
    at += 2 + length;
    take(state, marker, segment, at);
  }
}

function take(state: State, marker: number, segment: Uint8Array, next: number): void {
  switch (marker) {
    case 0xdb:
      return takeQuantization(state, segment);
    case 0xc4:
      return takeHuffman(state, segment);
    case 0xdd:
      state.restart = segment[0] * 256 + segment[1];
      return;
    case 0xda:
      return takeScan(state, segment, next);
    case 0xe0:
      state.jfif ||= segment[0] === 0x4a && segment[1] === 0x46;
      return;
    case 0xee:
      if (segment.length >= 12 && String.fromCharCode(...segment.subarray(0, 5)) === 'Adobe') {
        state.adobe = segment[11];
      }
      return;
    default:
      if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8 && marker !== 0xcc) {
        takeFrame(state, marker, segment);
      }
  }
}

function takeQuantization({ quantization }: State, segment: Uint8Array): void {
  for (let at = 0; at < segment.length;) {
    const wide = segment[at] >> 4;
    const table = new Uint16Array(64);
    const id = segment[at++] & 15;
    for (let i = 0; i < 64; i++) {
      table[zigzag[i]] = wide ? segment[at] * 256 + segment[at + 1] : segment[at];
      at += wide ? 2 : 1;
    }
    quantization.set(id, table);
  }
}

function takeHuffman({ dc, ac }: State, segment: Uint8Array): void {
  for (let at = 0; at + 17 <= segment.length;) {
    const head = segment[at];
    const counts = segment.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const values = segment.slice(at + 17, at + 17 + total);
    (head >> 4 ? ac : dc).set(head & 15, huffmanOf(counts, values));
    at += 17 + total;
  }
}

function huffmanOf(counts: Uint8Array, values: Uint8Array): Huffman {
  const fast = new Uint16Array(256);
  const limits = new Int32Array(18);
  const offsets = new Int32Array(17);
  let [code, index] = [0, 0];
  for (let length = 1; length <= 16; length++) {
    offsets[length] = index - code;
    for (let i = 0; i < counts[length - 1]; i++, code++, index++) {
      if (length <= 8) {
        const first = code << (8 - length);
        fast.fill((length << 8) | (values[index] ?? 0), first, first + (1 << (8 - length)));
      }
    }
    if (code > 1 << length) {
      throw damagedJpeg('its tables cannot be right');
    }
    limits[length] = code << (16 - length);
    code <<= 1;
  }
  limits[17] = 0x7fffffff;
  return { fast, limits, offsets, values };
}

function takeFrame(state: State, marker: number, segment: Uint8Array): void {
  const depth = segment[0];
  if (marker > 0xc2 || depth !== 8) {
    const kind = marker > 0xc2 ? 'is lossless, arithmetic or hierarchical' : `has ${depth} bits`;
    throw new ImageError('unsupported', `This JPEG ${kind}, which cannot be read here. Save it as TIFF or PNG.`);
  }
  const [height, width, count] = [segment[1] * 256 + segment[2], segment[3] * 256 + segment[4], segment[5]];
  const components = Array.from({ length: count }, (_, index) => {
    const [id, factors, table] = segment.subarray(6 + 3 * index, 9 + 3 * index);
    return { id, h: factors >> 4, v: factors & 15, table };
  });
  const fits = components.every(({ h, v, table }) => h >= 1 && h <= 4 && v >= 1 && v <= 4 && table <= 3);
  if (state.frame || width === 0 || height === 0 || count < 1 || count > 4 || !fits) {
    throw damagedJpeg('its head cannot be right');
  }
  state.frame = { progressive: marker === 0xc2, width, height, components };
}

function takeScan(state: State, segment: Uint8Array, start: number): void {
  const { frame, dc, ac, scans, restart } = state;
  const count = segment[0];
  if (!frame || scans.length >= mostScans || count < 1 || count > 4 || segment.length < 4 + 2 * count) {
    throw damagedJpeg('its scans cannot be right');
  }
  const components = Array.from({ length: count }, (_, i) => {
    const [id, tables] = segment.subarray(1 + 2 * i, 3 + 2 * i);
    const index = frame.components.findIndex(component => component.id === id);
    if (index < 0) {
      throw damagedJpeg('a scan is of no channel');
    }
    return { index, dc: dc.get(tables >> 4), ac: ac.get(tables & 15) };
  });
  const [from, to, bits] = segment.subarray(1 + 2 * count, 4 + 2 * count);
  const progressive = frame.progressive;
  if (progressive && (from > to || to > 63 || (from === 0 && to !== 0) || (from > 0 && count > 1))) {
    throw damagedJpeg('its scans cannot be right');
  }
  const [first, last, high, low] = progressive ? [from, to, bits >> 4, bits & 15] : [0, 63, 0, 0];
  scans.push({ components, from: first, to: last, high, low, restart, start });
}
