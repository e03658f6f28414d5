import type { RangeReader } from '../../tensor/ranges';
import { Refusal } from './refusal';

/** Where a zip's list of files stands, worked out as Python's zipfile does (`_EndRecData`, `_RealGetContents`). */
interface DirectoryPlace {
  readonly start: number;
  readonly size: number;
  /** Added to every offset: what stands before the zip. */
  readonly shift: number;
}

const endSize = 22;
const locatorSize = 20;
const wideSize = 56;
const longestComment = 0xffff;
const signatures = { end: 0x06054b50, locator: 0x07064b50, wide: 0x06064b50 } as const;

/** `null` where there is no end record: this is no zip to Python. Throws `Refusal` where there is a bad one. */
export async function findDirectory(ranges: RangeReader, signal?: AbortSignal): Promise<DirectoryPlace | null> {
  const length = await ranges.size(signal);
  const from = Math.max(0, length - longestComment - endSize);
  const tail = await ranges.read(from, length - from, signal);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  const at = endRecord(view);
  if (at === null) {
    return null;
  }
  const wide = await wideRecord(ranges, from + at, signal);
  const size = wide?.size ?? view.getUint32(at + 12, true);
  const offset = wide?.offset ?? view.getUint32(at + 16, true);
  const start = from + at - size - (wide ? wideSize + locatorSize : 0);
  if (start < 0) {
    throw new Refusal('the list of files would stand before the start of the zip');
  }
  return { start, size, shift: start - offset };
}

/** At the very end where the zip has no comment, else the last one of the tail, whatever its comment's length. */
function endRecord(view: DataView): number | null {
  const last = view.byteLength - endSize;
  if (last >= 0 && view.getUint32(last, true) === signatures.end && view.getUint16(last + 20, true) === 0) {
    return last;
  }
  for (let at = view.byteLength - 4; at >= 0; at--) {
    if (view.getUint32(at, true) === signatures.end) {
      return at <= last ? at : null;
    }
  }
  return null;
}

/** The record of a large zip (zip64), where one stands right before the end record. */
async function wideRecord(
  ranges: RangeReader,
  end: number,
  signal?: AbortSignal
): Promise<{ readonly size: number; readonly offset: number } | null> {
  if (end < locatorSize) {
    return null;
  }
  const before = Math.min(end, locatorSize + wideSize);
  const bytes = await ranges.read(end - before, before, signal);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const locator = before - locatorSize;
  if (view.getUint32(locator, true) !== signatures.locator) {
    return null;
  }
  if (view.getUint32(locator + 4, true) !== 0 || view.getUint32(locator + 16, true) > 1) {
    throw new Refusal('it is one part of a zip that was split over several files');
  }
  if (locator < wideSize || view.getUint32(0, true) !== signatures.wide) {
    return null;
  }
  return { size: Number(view.getBigUint64(40, true)), offset: Number(view.getBigUint64(48, true)) };
}
