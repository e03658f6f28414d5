import type { BitReader } from './bits';
import type { Scan } from './markers';
import { damagedJpeg, zigzag } from './markers';

/** What a scan carries on from block to block. */
export interface Run {
  /** The last DC value of each component of the frame. */
  readonly last: Int32Array;
  /** Blocks that follow without anything new (progressive scans). */
  ends: number;
}

type Tables = Scan['components'][number];

/** A block of 64 coefficients of a sequential image, in the order of the block (F.2.2). `block` is zeros. */
export function readSequential(bits: BitReader, block: Int16Array, tables: Tables, run: Run): void {
  run.last[tables.index] += bits.signed(sizeOf(bits.code(tables.dc)));
  block[0] = run.last[tables.index];
  for (let k = 1; k < 64; k++) {
    const code = bits.code(tables.ac);
    const size = code & 15;
    const zeros = code >> 4;
    if (size === 0) {
      if (zeros < 15) {
        return;
      }
      k += 15;
      continue;
    }
    k += zeros;
    block[zigzag[k & 63]] = bits.signed(size);
  }
}

function sizeOf(code: number): number {
  if (code > 15) {
    throw damagedJpeg('a code is none');
  }
  return code;
}

/** Adds what a scan of a progressive image says of one block (G.1.2, G.2). */
export function readProgressive(bits: BitReader, block: Int16Array, scan: Scan, tables: Tables, run: Run): void {
  if (scan.from === 0) {
    if (scan.high === 0) {
      run.last[tables.index] += bits.signed(sizeOf(bits.code(tables.dc)));
      block[0] = run.last[tables.index] << scan.low;
    } else if (bits.read(1)) {
      block[0] |= 1 << scan.low;
    }
  } else if (scan.high === 0) {
    readFirst(bits, block, scan, tables, run);
  } else {
    refine(bits, block, scan, tables, run);
  }
}

function readFirst(bits: BitReader, block: Int16Array, scan: Scan, tables: Tables, run: Run): void {
  if (run.ends > 0) {
    run.ends--;
    return;
  }
  for (let k = scan.from; k <= scan.to; k++) {
    const code = bits.code(tables.ac);
    const [zeros, size] = [code >> 4, code & 15];
    if (size === 0) {
      if (zeros < 15) {
        run.ends = (1 << zeros) + bits.read(zeros) - 1;
        return;
      }
      k += 15;
      continue;
    }
    k += zeros;
    block[zigzag[k & 63]] = bits.signed(size) * (1 << scan.low);
  }
}

function refine(bits: BitReader, block: Int16Array, scan: Scan, tables: Tables, run: Run): void {
  const step = 1 << scan.low;
  let k = scan.from;
  const correct = (at: number) => {
    if (bits.read(1) && (block[at] & step) === 0) {
      block[at] += block[at] > 0 ? step : -step;
    }
  };
  if (run.ends === 0) {
    for (; k <= scan.to; k++) {
      const code = bits.code(tables.ac);
      let zeros = code >> 4;
      let value = 0;
      if ((code & 15) === 0) {
        if (zeros < 15) {
          run.ends = (1 << zeros) + bits.read(zeros);
          break;
        }
      } else {
        value = bits.read(1) ? step : -step;
      }
      for (; k <= scan.to; k++) {
        const at = zigzag[k];
        if (block[at] !== 0) {
          correct(at);
        } else if (zeros-- === 0) {
          block[at] = value;
          break;
        }
      }
    }
  }
  if (run.ends > 0) {
    for (; k <= scan.to; k++) {
      if (block[zigzag[k]] !== 0) {
        correct(zigzag[k]);
      }
    }
    run.ends--;
  }
}
