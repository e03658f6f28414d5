import type { CropBox } from '../../kernel/protocol';

/** Smaller crops show nothing, and most networks could not take them. */
const smallest = 16;

/** Keeps a crop inside an image of `rows` × `columns` pixels, in whole pixels and not too small. */
export function clampCrop(crop: CropBox, rows: number, columns: number): CropBox {
  const height = bounded(crop.height, Math.min(smallest, rows), rows);
  const width = bounded(crop.width, Math.min(smallest, columns), columns);
  return { y: bounded(crop.y, 0, rows - height), x: bounded(crop.x, 0, columns - width), height, width };
}

/** The crop with one number changed, and the others only as far as they must. */
export function withNumber(crop: CropBox, name: keyof CropBox, value: number, rows: number, columns: number): CropBox {
  return clampCrop({ ...crop, [name]: value }, rows, columns);
}

/** Pulled at its lower right corner: the upper left one stays. */
export function resized(crop: CropBox, byHeight: number, byWidth: number, rows: number, columns: number): CropBox {
  const height = Math.min(crop.height + byHeight, rows - crop.y);
  const width = Math.min(crop.width + byWidth, columns - crop.x);
  return clampCrop({ ...crop, height, width }, rows, columns);
}

export function moved(crop: CropBox, byY: number, byX: number, rows: number, columns: number): CropBox {
  return clampCrop({ ...crop, y: crop.y + byY, x: crop.x + byX }, rows, columns);
}

function bounded(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.round(value)));
}
