import type { CropBox } from '../../../kernel/protocol';

/** Smaller crops show nothing, and most networks could not take them. */
const smallest = 16;

/** Pixels of an image along y and x, and planes where it is a volume. */
export interface ImageSize {
  readonly rows: number;
  readonly columns: number;
  readonly planes?: number;
}

/** Keeps a crop inside an image, in whole pixels and planes and not too small. */
export function clampCrop(crop: CropBox, { rows, columns, planes }: ImageSize): CropBox {
  const height = bounded(crop.height, Math.min(smallest, rows), rows);
  const width = bounded(crop.width, Math.min(smallest, columns), columns);
  const flat = { y: bounded(crop.y, 0, rows - height), x: bounded(crop.x, 0, columns - width), height, width };
  if (planes === undefined) {
    return flat;
  }
  const depth = bounded(crop.depth ?? planes, 1, planes);
  return { ...flat, z: bounded(crop.z ?? 0, 0, planes - depth), depth };
}

/** The crop with one number changed, and the others only as far as they must. */
export function withNumber(crop: CropBox, name: keyof CropBox, value: number, size: ImageSize): CropBox {
  return clampCrop({ ...crop, [name]: value }, size);
}

/** Pulled at its lower right corner: the upper left one stays. */
export function resized(crop: CropBox, byHeight: number, byWidth: number, size: ImageSize): CropBox {
  const height = Math.min(crop.height + byHeight, size.rows - crop.y);
  const width = Math.min(crop.width + byWidth, size.columns - crop.x);
  return clampCrop({ ...crop, height, width }, size);
}

export function moved(crop: CropBox, byY: number, byX: number, size: ImageSize): CropBox {
  return clampCrop({ ...crop, y: crop.y + byY, x: crop.x + byX }, size);
}

/** Size of an image by the names of its axes; null where y or x is not among them. */
export function imageSize(axes: readonly string[], shape: readonly number[]): ImageSize | null {
  const [z, y, x] = ['z', 'y', 'x'].map(axis => shape.at(axes.indexOf(axis)));
  if (!axes.includes('y') || !axes.includes('x') || y === undefined || x === undefined) {
    return null;
  }
  return { rows: y, columns: x, ...(axes.includes('z') && { planes: z }) };
}

function bounded(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.round(value)));
}
