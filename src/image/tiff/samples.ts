import { bytesPerElement } from '../../tensor/dtype';
import { halfToNumber } from '../../tensor/half';
import { swapBytes } from '../../tensor/npy';
import { ImageError } from '../source';
import type { Page } from './page';
import { rowBytes, samplesPerBlock } from './page';

/** This machine's numbers begin with their low byte, as those of all that run browsers do. */
type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The values of a block's rows, as bytes of `page.stored.dtype` in this machine's order: `rows` rows of `blockWidth`
 * pixels, from the unpacked bytes of the file. `stored` is changed.
 */
export function valuesOf(stored: Bytes, page: Page, rows: number, little: boolean): Bytes {
  const { bits } = page.stored;
  if (bits !== 8 && bits !== 16 && bits !== 32 && bits !== 64) {
    if (page.predictor !== 1) {
      throw unsupportedPredictor(page);
    }
    return unpacked(stored, page, rows);
  }
  const width = bits / 8;
  if (page.predictor === 3) {
    undoFloating(stored, page, rows, width);
  } else {
    if (!little && width > 1) {
      swapBytes(stored, width);
    }
    if (page.predictor === 2) {
      undoDifferences(stored, page, rows);
    } else if (page.predictor !== 1) {
      throw unsupportedPredictor(page);
    }
  }
  return page.stored.kind === 'float' && bits === 16 ? halves(stored) : stored;
}

function unsupportedPredictor(page: Page): ImageError {
  return new ImageError(
    'unsupported',
    `This TIFF stores differences of neighbours (predictor ${page.predictor}) of ${page.stored.bits}-bit numbers, which ` +
      'cannot be read here. Save it again without compression, for instance in Fiji.'
  );
}

function halves(bytes: Bytes): Bytes {
  const halfs = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
  return new Uint8Array(Float32Array.from(halfs, halfToNumber).buffer);
}

/** Values of any number of bits, high bits first, each row from a whole byte. */
function unpacked(stored: Bytes, page: Page, rows: number): Bytes {
  const { bits, dtype } = page.stored;
  const perRow = page.blockWidth * samplesPerBlock(page);
  const stride = rowBytes(page);
  const width = bytesPerElement(dtype);
  const out = new Uint8Array(rows * perRow * width);
  const values = width === 1 ? out : width === 2 ? new Uint16Array(out.buffer) : new Uint32Array(out.buffer);
  for (let row = 0; row < rows; row++) {
    let [held, have, at] = [0, 0, row * stride];
    for (let i = 0; i < perRow; i++) {
      while (have < bits) {
        // Up to 39 bits, more than shifting holds.
        held = held * 256 + stored[at++];
        have += 8;
      }
      have -= bits;
      const scale = 2 ** have;
      const value = Math.floor(held / scale);
      values[row * perRow + i] = value;
      held -= value * scale;
    }
  }
  return out;
}

/** TIFF 6.0, section 14: each value is stored as its difference from the one to the left, per sample. */
function undoDifferences(bytes: Bytes, page: Page, rows: number): void {
  const step = samplesPerBlock(page);
  const perRow = page.blockWidth * step;
  const values = elements(bytes, page.stored.bits / 8, rows * perRow);
  for (let row = 0; row < rows; row++) {
    if (values instanceof BigUint64Array) {
      for (let i = row * perRow + step; i < (row + 1) * perRow; i++) {
        values[i] += values[i - step];
      }
    } else {
      for (let i = row * perRow + step; i < (row + 1) * perRow; i++) {
        values[i] += values[i - step];
      }
    }
  }
}

function elements(
  bytes: Bytes,
  width: number,
  length: number
): Uint8Array | Uint16Array | Uint32Array | BigUint64Array {
  const { buffer, byteOffset } = bytes;
  switch (width) {
    case 1:
      return bytes;
    case 2:
      return new Uint16Array(buffer, byteOffset, length);
    case 4:
      return new Uint32Array(buffer, byteOffset, length);
    default:
      return new BigUint64Array(buffer, byteOffset, length);
  }
}

/** Adobe's technical note 3: differences of bytes, and each row's high bytes before its lower ones. */
function undoFloating(bytes: Bytes, page: Page, rows: number, width: number): void {
  const step = samplesPerBlock(page);
  const perRow = page.blockWidth * step;
  const length = perRow * width;
  const copy = new Uint8Array(length);
  for (let row = 0; row < rows; row++) {
    const line = bytes.subarray(row * length, (row + 1) * length);
    for (let i = step; i < length; i++) {
      line[i] += line[i - step];
    }
    copy.set(line);
    for (let i = 0; i < perRow; i++) {
      for (let byte = 0; byte < width; byte++) {
        line[i * width + width - 1 - byte] = copy[byte * perRow + i];
      }
    }
  }
}
